import { readArgs } from './io/args.ts'
import { withDaemon } from './io/daemon.ts'
import { EXIT, Failure } from './io/exit.ts'
import { print, printJson } from './io/out.ts'

const help = `usage: roost notify test [--json]

Sends one message every way there is, now, and says which of them worked: the bell and a message in every open view,
this machine's desktop, and your notify.command. What is told when is set in config.json: docs/notifications.md.
Exit 1 when one failed.`

const MARK = { sent: '✓', failed: '✗', off: '·' } as const

export async function run(argv: string[]): Promise<number> {
  const { values, words } = readArgs(argv, {
    help,
    options: { json: { type: 'boolean' } },
    words: { min: 1, max: 1 },
  })
  if (words[0] !== 'test')
    throw new Failure(EXIT.usage, `there is no "roost notify ${words[0]}"; there is: roost notify test`)
  const trials = await withDaemon((control) => control.call('notify.test', {}))
  if (values.json) printJson(trials)
  else
    print(
      trials.map(({ channel, outcome, says }) => `${MARK[outcome]} ${channel.padEnd(9)} ${says}`).join('\n'),
    )
  return trials.some(({ outcome }) => outcome === 'failed') ? EXIT.failed : EXIT.ok
}
