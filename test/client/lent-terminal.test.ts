import { execFileSync } from 'node:child_process'
import { readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openScreen, type Screen } from '../helpers/screen.ts'
import { kill, peekOf, startHost, until, type TestHost } from '../host/host-process.ts'

const SOURCE = pathToFileURL(join(import.meta.dirname, '../../src/client/attach.ts')).href

/** A client in a real terminal, and a shell-like program behind it that prints what it reads. */
function client(host: TestHost, readOnly = false): Promise<Screen> {
  const attach = `
    const { attachTerminal } = await import(${JSON.stringify(SOURCE)})
    console.log('PID ' + process.pid)
    const end = await attachTerminal({ socket: ${JSON.stringify(host.launch.socket)}, detachKeys: ['ctrl+q'], readOnly: ${readOnly}, name: 'test' })
    console.log('END ' + end.why)`
  return openScreen({
    file: '/bin/sh',
    args: ['-c', '"$0" --no-warnings --input-type=module -e "$1"; cat', process.execPath, attach],
  })
}
const pidOf = (screen: Screen): number => Number(/PID (\d+)/.exec(screen.raw().toString())?.[1])

/** Terminals that a host has open, but for the one of its own program. */
function terminals({ pid, ready }: TestHost): string[] {
  const folder = `/proc/${pid}/fd`
  const own = ready.ok ? linkOf(`/proc/${ready.agentPid}/fd/0`) : undefined
  return readdirSync(folder)
    .map((fd) => linkOf(join(folder, fd)))
    .filter((path) => path !== undefined)
    .filter((path) => path.startsWith('/dev/pts/') && path !== own)
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined // closed meanwhile
  }
}

describe.runIf(process.platform === 'linux')('a terminal lent to the host', () => {
  it('is read and written by it, keys and output and window, until the detach key', async () => {
    await using host = await startHost({ script: "trap 'stty size' WINCH; echo ready; cat" })
    const screen = await client(host)
    try {
      await screen.waitFor((text) => text.includes('ready'), 'the session')
      await expect.poll(() => terminals(host)).toHaveLength(1)
      screen.write('typed\r')
      await screen.waitFor((text) => text.split('typed').length === 3, 'the echo and the line')
      screen.write('\x11after\r')
      await screen.waitFor((text) => text.includes('END detached'), 'the shell')
      expect(terminals(host)).toEqual([])
      screen.write('mine\r')
      await screen.waitFor((text) => text.split('mine').length === 3, 'the shell, and nobody else, reading')
      expect((await peekOf(host)).lines.join()).not.toContain('mine')
    } finally {
      await screen.close()
    }
  })

  it('is let go of when the client is killed', async () => {
    await using host = await startHost({ script: 'echo ready; cat' })
    const screen = await client(host)
    try {
      await screen.waitFor((text) => text.includes('ready'), 'the session')
      kill(pidOf(screen), 'SIGKILL')
      await until('the host to let go', () => terminals(host).length === 0)
      screen.write('mine\n')
      await until('the shell to read it', () => screen.raw().toString().includes('mine'))
      expect((await peekOf(host)).lines.join()).not.toContain('mine')
    } finally {
      await screen.close()
    }
  })

  it('is not read while the client is stopped from outside, and goes on through the client after that', async () => {
    await using host = await startHost({ script: 'echo ready; cat' })
    const screen = await client(host)
    try {
      await screen.waitFor((text) => text.includes('ready'), 'the session')
      kill(pidOf(screen), 'SIGSTOP')
      await until('the host to let go', () => {
        screen.write('x')
        return terminals(host).length === 0
      })
      screen.write('z')
      expect((await peekOf(host)).lines.join('')).not.toContain('z')
      // As a shell sets it for itself.
      execFileSync('stty', ['-F', readlinkSync(`/proc/${pidOf(screen)}/fd/0`), 'sane'])
      kill(pidOf(screen), 'SIGCONT')
      await until('the client to read again', async () => {
        screen.write('y')
        return (await peekOf(host)).lines.join('').includes('y')
      })
      screen.write('\x11')
      await screen.waitFor((text) => text.includes('END detached'), 'the shell')
    } finally {
      await screen.close()
    }
  })

  it('is kept by a client that only watches', async () => {
    await using host = await startHost({ script: 'echo ready; cat' })
    const screen = await client(host, true)
    try {
      await screen.waitFor((text) => text.includes('ready'), 'the session')
      expect(terminals(host)).toEqual([])
      screen.write('forbidden\r\x11')
      await screen.waitFor((text) => text.includes('END detached'), 'the shell')
      expect((await peekOf(host)).lines.join('')).toBe('ready')
    } finally {
      await screen.close()
    }
  })

  it('shows the end of a flood, whatever it could not take on the way', async () => {
    await using host = await startHost({
      script: 'read _; seq 1 400000; echo the-end; cat',
      cols: 80,
      rows: 24,
    })
    const screen = await client(host)
    try {
      await until('the loan', () => terminals(host).length === 1)
      screen.write('\r')
      const text = await screen.waitFor((now) => now.includes('the-end'), 'the end')
      const rows = text
        .split('\n')
        .filter((row) => /^\d+$/.test(row))
        .map(Number)
      expect(rows).toEqual(rows.map((_, at) => 400_001 - rows.length + at))
      expect(rows.length).toBeGreaterThan(15)
    } finally {
      await screen.close()
    }
  })

  it('gets a paste through that is larger than the program takes at once', async () => {
    await using host = await startHost({
      script: 'stty raw -echo; echo ready; sleep 0.3; exec head -c 300000 | wc -c',
    })
    const screen = await client(host)
    try {
      await screen.waitFor((text) => text.includes('ready'), 'the session')
      for (let at = 0; at < 300; at++) screen.write('p'.repeat(1000))
      await until('all of it', async () => (await peekOf(host)).lines.join(' ').includes('300000'))
    } finally {
      await screen.close()
    }
  })
})
