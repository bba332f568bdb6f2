import { existsSync } from 'node:fs'
import { attachTerminal } from '../client/attach.ts'
import { paths, roostHome } from '../store/paths.ts'
import { DETACH_KEYS } from '../protocol/host.ts'
import { channelWarning, detailOf, labelOf, stateWord } from '../protocol/session.ts'
import { anyKey } from './io/any-key.ts'
import { readArgs } from './io/args.ts'
import { findSession, withDaemon } from './io/daemon.ts'
import { EXIT, Failure } from './io/exit.ts'
import { complain, print, windowSize } from './io/out.ts'

const help = `usage: roost attach [--watch] <id|name>

Goes into a session. Ctrl+Q or Ctrl+\\ comes back; the session goes on. One that does not run is resumed.

  -w, --watch   look only: types nothing and never changes its size; q leaves too`

export async function run(argv: string[]): Promise<number> {
  const { values, words } = readArgs(argv, {
    help,
    options: { watch: { type: 'boolean', short: 'w' } },
    words: { min: 1, max: 1 },
  })
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new Failure(EXIT.usage, 'attach needs a terminal; to look from a script: roost peek, roost logs')
  const session = await withDaemon(async (control) => {
    const found = await findSession(control, words[0] ?? '')
    const warning = values.watch ? undefined : channelWarning(found)
    if (warning !== undefined) {
      complain(`${labelOf(found)}: ${warning}. Any key goes in, Esc does not.`)
      const goesIn = await anyKey()
      await control.call('session.channel-told', { id: found.id })
      if (!goesIn) return undefined
    }
    if (found.life.status === 'running' || values.watch) return found
    return control.call('session.resume', { id: found.id, ...windowSize() })
  })
  if (session === undefined) return EXIT.ok
  if (session.hostSocket === undefined)
    throw new Failure(
      EXIT.conflict,
      values.watch
        ? `session ${session.id} does not run (${stateWord(session)}); bring it back: roost attach ${session.id}`
        : `session ${session.id} ended at once (${detailOf(session)}); what it printed: roost logs ${session.id}`,
    )
  const end = await attachTerminal({
    socket: session.hostSocket,
    detachKeys: await detachKeys(),
    readOnly: values.watch ?? false,
    hint: 'watching · q leaves',
    name: `pid ${process.pid}`,
  })
  switch (end.why) {
    case 'detached':
      print(`${labelOf(session)} goes on. Back to it: roost attach ${session.id.slice(0, 4)}`)
      return EXIT.ok
    case 'exited':
      print(
        `${labelOf(session)} ended: ${end.exit.signal ? `by ${end.exit.signal}` : `exit ${end.exit.code}`}`,
      )
      return EXIT.ok
    case 'lost':
      complain(
        `connection to ${labelOf(session)} lost: ${end.says}. See: roost explain ${session.id.slice(0, 4)}`,
      )
      return EXIT.failed
  }
}

async function detachKeys(): Promise<string[]> {
  const at = paths(roostHome())
  if (!existsSync(at.config)) return DETACH_KEYS
  const { configuredKeys } = await import('./io/detach-keys.ts')
  return configuredKeys(at)
}
