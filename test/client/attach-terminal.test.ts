import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openScreen, type Screen } from '../helpers/screen.ts'
import { kill, startHost, until, type TestHost } from '../host/host-process.ts'

const SOURCE = pathToFileURL(join(import.meta.dirname, '../../src/client/attach.ts')).href

/** A shell in a real terminal that attaches, says how it went and in what state the terminal is. */
function shell(host: TestHost): Promise<Screen> {
  const attach = `
    const { attachTerminal } = await import(${JSON.stringify(SOURCE)})
    console.log('PID ' + process.pid)
    const end = await attachTerminal({ socket: ${JSON.stringify(host.launch.socket)}, detachKeys: ['ctrl+q'], readOnly: false, name: 'test' })
    console.log('END ' + end.why + ' ' + (end.says ?? end.exit?.code ?? ''))`
  return openScreen({
    file: '/bin/sh',
    args: [
      '-c',
      'before=$(stty -g); echo shell; "$0" --no-warnings --input-type=module -e "$1"; [ "$before" = "$(stty -g)" ] && echo same-terminal; cat',
      process.execPath,
      attach,
    ],
  })
}
const pidIn = (screen: Screen): number => Number(/PID (\d+)/.exec(screen.raw().toString())?.[1])
const isStopped = (pid: number): boolean =>
  execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('T')
const program = "printf '\\033[?1003h\\033[?2004h\\033[?25linside'; cat"

describe('this terminal attached', () => {
  it('comes back as it was when the detach key is pressed', async () => {
    await using host = await startHost({ script: program })
    const screen = await shell(host)
    try {
      await screen.waitFor((text) => text.includes('inside') && !text.includes('shell'), 'the session')
      await expect.poll(() => screen.term.modes.mouseTrackingMode).toBe('any')
      screen.write('\x11')
      const text = await screen.waitFor((now) => now.includes('same-terminal'), 'the shell')
      expect(text).toMatch(/^shell\nPID \d+\nEND detached\s*\nsame-terminal/)
      expect(screen.term.modes).toMatchObject({ mouseTrackingMode: 'none', bracketedPasteMode: false })
    } finally {
      await screen.close()
    }
  })

  it.each(['SIGTERM', 'SIGHUP'] as const)('comes back as it was on %s', async (signal) => {
    await using host = await startHost({ script: program })
    const screen = await shell(host)
    try {
      await screen.waitFor((text) => text.includes('inside'), 'the session')
      kill(pidIn(screen), signal)
      const text = await screen.waitFor((now) => now.includes('same-terminal'), 'the shell')
      expect(text).toContain(`END lost ended by ${signal}`)
      expect(screen.term.modes.mouseTrackingMode).toBe('none')
    } finally {
      await screen.close()
    }
  })

  it('gives the terminal away when it is stopped, and takes it again', async () => {
    await using host = await startHost({ script: program })
    const screen = await shell(host)
    try {
      await screen.waitFor((text) => text.includes('inside'), 'the session')
      kill(pidIn(screen), 'SIGTSTP')
      await screen.waitFor((text) => text.includes('shell') && !text.includes('inside'), 'the shell')
      await expect.poll(() => screen.term.modes.mouseTrackingMode).toBe('none')
      // It stops itself only after that; to go on before would be to go on for nothing.
      await until('the stop', () => isStopped(pidIn(screen)))
      kill(pidIn(screen), 'SIGCONT')
      await screen.waitFor((text) => text.includes('inside') && !text.includes('shell'), 'the session again')
      await expect.poll(() => screen.term.modes.mouseTrackingMode).toBe('any')
      screen.write('\x11')
      await screen.waitFor((text) => text.includes('same-terminal'), 'the shell')
    } finally {
      await screen.close()
    }
  })

  it('is the same when the session ends', async () => {
    await using host = await startHost({ script: 'echo inside; read _; exit 6' })
    const screen = await shell(host)
    try {
      await screen.waitFor((text) => text.includes('inside'), 'the session')
      screen.write('\r')
      const text = await screen.waitFor((now) => now.includes('same-terminal'), 'the shell')
      expect(text).toContain('END exited 6')
    } finally {
      await screen.close()
    }
  })
})
