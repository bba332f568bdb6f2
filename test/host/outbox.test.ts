import { constants, openSync, readlinkSync } from 'node:fs'
import { ReadStream } from 'node:tty'
import pty from 'node-pty'
import { describe, expect, it } from 'vitest'
import { Outbox } from '../../src/host/outbox.ts'
import { until } from './host-process.ts'

describe.runIf(process.platform === 'linux')('the way to a terminal', () => {
  it('is not tried again and again while the terminal stands still, and goes on where it stood', async () => {
    const window = pty.spawn('sleep', ['1000'], { encoding: null })
    window.pause()
    const path = await until('its terminal', () => {
      const at = readlinkSync(`/proc/${window.pid}/fd/0`)
      return at.startsWith('/dev/pts/') && at
    })
    const terminal = new ReadStream(openSync(path, constants.O_RDWR | constants.O_NOCTTY))
    terminal.pause()
    const outbox = new Outbox(terminal, () => {})
    try {
      outbox.send(Buffer.from(`${'x'.repeat(200_000)}end`))
      await until('the kernel to be asked to wake us', () => terminal.writableLength > 0)
      expect(outbox.isEmpty).toBe(false)

      let shown = ''
      window.onData((bytes) => (shown += bytes))
      window.resume()
      await until('the rest', () => shown.endsWith('end'))
      expect(shown).toHaveLength(200_003)
      await until('the next', () => outbox.isEmpty)
    } finally {
      terminal.destroy()
      window.kill('SIGKILL')
    }
  })
})
