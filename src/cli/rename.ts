import { labelOf } from '../protocol/session.ts'
import { readArgs } from './io/args.ts'
import { findSession, withDaemon } from './io/daemon.ts'
import { EXIT } from './io/exit.ts'
import { print, printJson } from './io/out.ts'
import { jsonOf } from './io/rows.ts'

const help = `usage: roost rename [--json] <id|name> "new name"

Calls a session something else. An empty name gives it back the title of its conversation.`

export async function run(argv: string[]): Promise<number> {
  const { values, words } = readArgs(argv, {
    help,
    options: { json: { type: 'boolean' } },
    words: { min: 2, max: 2 },
  })
  const [word = '', name = ''] = words
  const session = await withDaemon(async (control) => {
    const { id } = await findSession(control, word)
    return control.call('session.rename', { id, name })
  })
  if (values.json) printJson(jsonOf(session))
  else
    print(
      name === ''
        ? `${session.id} goes by its title again: ${labelOf(session)}`
        : `${session.id} is now "${session.name}"`,
    )
  return EXIT.ok
}
