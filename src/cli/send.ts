import { readFileSync } from 'node:fs'
import { channelWarning, labelOf } from '../protocol/session.ts'
import { readArgs } from './io/args.ts'
import { findSession, withDaemon } from './io/daemon.ts'
import { EXIT } from './io/exit.ts'
import { complain, print, printJson } from './io/out.ts'

const help = `usage: roost send [--json] <id|name> "text"

Types a line into a session and says what became of it:
  submitted   the agent took it (exit 0)
  held        typed, but not taken yet: it is working (exit 0)
  failed      not typed; the reason is told (exit 1)

"-" as text reads it from standard input.`

export async function run(argv: string[]): Promise<number> {
  const { values, words } = readArgs(argv, {
    help,
    options: { json: { type: 'boolean' } },
    words: { min: 2, max: 2 },
  })
  const [word = '', given = ''] = words
  const text = given === '-' ? readFileSync(0, 'utf8').trimEnd() : given
  const sent = await withDaemon(async (control) => {
    const session = await findSession(control, word)
    const { id } = session
    const warning = channelWarning(session)
    if (warning !== undefined) {
      complain(`${labelOf(session)}: ${warning}`)
      await control.call('session.channel-told', { id })
    }
    return control.call('session.send', { id, text })
  })
  if (values.json) printJson(sent)
  else print(`${sent.outcome}: ${sent.says}`)
  return sent.outcome === 'failed' ? EXIT.failed : EXIT.ok
}
