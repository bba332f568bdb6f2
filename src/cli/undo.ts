import type { Removed } from '../protocol/control.ts'
import { labelOf } from '../protocol/session.ts'
import { readArgs } from './io/args.ts'
import { withDaemon } from './io/daemon.ts'
import { EXIT, Failure } from './io/exit.ts'
import { age, print, printJson, short } from './io/out.ts'
import { jsonOf } from './io/rows.ts'

const help = `usage: roost undo [--list] [--json] [<id|name>…]

Brings back the session that was removed last, or those that are named: with its log, its settings and its
conversation, which Enter or roost resume goes on with. --list shows what can be brought back, for a day at least.`

export async function run(argv: string[]): Promise<number> {
  const { values, words } = readArgs(argv, {
    help,
    options: { json: { type: 'boolean' }, list: { type: 'boolean' } },
    words: { min: 0, max: 1000 },
  })
  return withDaemon(async (control) => {
    const removed = await control.call('session.removed', {})
    if (values.list) {
      if (values.json) printJson(removed)
      else print(removed.length > 0 ? removed.map(rowOf).join('\n') : 'nothing was removed in the last day')
      return EXIT.ok
    }
    const chosen = words.length > 0 ? words.map((word) => named(removed, word)) : removed.slice(0, 1)
    if (chosen.length === 0) throw new Failure(EXIT.notFound, 'nothing was removed in the last day')
    const back = []
    for (const { id } of chosen) back.push(await control.call('session.restore', { id }))
    if (values.json) printJson(back.map(jsonOf))
    else for (const session of back) print(`is back   ${session.id}  ${labelOf(session)}`)
    return EXIT.ok
  })
}

const rowOf = ({ id, label, agent, cwd, at }: Removed): string =>
  `${id}  ${age(at, Date.now()).padStart(4)} ago  ${label}${agent && cwd ? `  (${agent} in ${short(cwd)})` : ''}`

/** The newest of that id, beginning of an id, or name. */
function named(removed: readonly Removed[], word: string): Removed {
  const found =
    removed.find(({ id, label }) => id === word || label === word) ??
    removed.find(({ id }) => word !== '' && id.startsWith(word.toLowerCase()))
  if (!found)
    throw new Failure(EXIT.notFound, `no session "${word}" can be brought back; see: roost undo --list`)
  return found
}
