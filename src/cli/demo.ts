import { labelOf } from '../protocol/session.ts'
import { readArgs } from './io/args.ts'
import { shellEnv, withDaemon } from './io/daemon.ts'
import { EXIT } from './io/exit.ts'
import { print, printJson } from './io/out.ts'
import { jsonOf } from './io/rows.ts'

const help = `usage: roost demo [--json]

Starts three scripted sessions that need no agent and no key: one asks for permission, one asks a question, one
fails. They run the real way. Look at them with: roost. Take them away with: roost stop --all, roost rm --all`

export async function run(argv: string[]): Promise<number> {
  const { values } = readArgs(argv, { help, options: { json: { type: 'boolean' } } })
  const sessions = await withDaemon((control) => control.call('demo.start', { env: shellEnv() }))
  if (values.json) printJson(sessions.map(jsonOf))
  else print(`${sessions.map((s) => `${s.id}  ${labelOf(s)}`).join('\n')}\nnow look: roost`)
  return EXIT.ok
}
