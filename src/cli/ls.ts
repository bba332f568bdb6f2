import { groupOf, sinceOf, type Group, type SessionView } from '../protocol/session.ts'
import { readArgs } from './io/args.ts'
import { alongDaemons, withDaemon } from './io/daemon.ts'
import { complain, isTerminal, print, printJson, windowSize, writeOut } from './io/out.ts'
import { jsonOf, table } from './io/rows.ts'

const help = `usage: roost ls [--json] [--watch]

Lists all sessions, those that need you first.

  --json    an array of objects, for scripts
  --watch   go on, with a new list at every change (with --json one array a line)`

const ORDER: Group[] = ['needs', 'working', 'idle', 'done', 'failed']

export async function run(argv: string[]): Promise<number> {
  const { values } = readArgs(argv, {
    help,
    options: { json: { type: 'boolean' }, watch: { type: 'boolean' }, all: { type: 'boolean' } },
  })
  if (!values.watch) {
    await withDaemon(async (control) => show(await control.call('session.list', {}), values.json))
    return 0
  }
  let shown = Promise.resolve()
  const reason = await alongDaemons(async (control) => {
    const { sessions } = await control.call('session.watch', {})
    const by = new Map(sessions.map((s) => [s.id, s]))
    const again = () => {
      shown = shown.then(() => {
        if (isTerminal() && !values.json) writeOut('\u001b[H\u001b[2J')
        return show([...by.values()], values.json)
      })
    }
    again()
    control.onEvent((event) => {
      if (event.event === 'session.changed') by.set(event.data.id, event.data)
      else if (event.event === 'session.removed') by.delete(event.data.id)
      else return
      again()
    })
  })
  await shown
  if (reason !== undefined) complain(reason)
  return 0
}

async function show(sessions: SessionView[], json: boolean | undefined): Promise<void> {
  const sorted = sessions.toSorted(
    (a, b) => ORDER.indexOf(groupOf(a)) - ORDER.indexOf(groupOf(b)) || sinceOf(b) - sinceOf(a),
  )
  if (json) return printJson(sorted.map(jsonOf))
  if (sorted.length === 0) return print('no sessions yet; start one: roost run "fix the flaky test"')
  print(await table(sorted, Date.now(), windowSize()?.cols))
}
