import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readLogRaw, readLogText } from '../../src/client/log.ts'
import { attachTo, memoryOf, peekOf, startHost, until } from './host-process.ts'

const MB = 1024 * 1024

describe('a flood of output', () => {
  it('of 100 MB leaves its last lines on the screen and in the log, in bounded memory', async () => {
    await using host = await startHost({
      script: 'seq 1 14000000 | head -c 104857600; echo; echo the-end; cat',
    })
    const ask = await host.connect({ protocol: 1, role: 'ask' })
    let most = 0
    await until('the end', async () => {
      most = Math.max(most, memoryOf(host.pid))
      // Newlines become CR LF on their way: more than what was written.
      return (
        (await ask.call('status', {})).outputBytes > 104_857_600 &&
        (await peekOf(host)).lines.includes('the-end')
      )
    })
    const { lines } = await peekOf(host)
    const end = lines.indexOf('the-end')
    const last = Number(lines[end - 2])
    expect(lines.slice(0, end - 1)).toEqual(
      Array.from({ length: end - 1 }, (_, i) => String(last - (end - 2) + i)),
    )
    const logged = await readLogText({ folder: host.folder, lines: 1000 })
    expect(logged.slice(-3, -2)).toEqual([String(last)])
    expect(logged.length).toBe(1000)
    if (process.platform === 'linux') expect(most).toBeLessThan(130) // kept whole it would be 105 MB more than the 30 of an emulator
  })

  it('while attached: the terminal has the end of it, whatever it could not take', async () => {
    await using host = await startHost({ script: 'read _; seq 1 3000000; echo the-end; cat' })
    const terminal = await attachTo(host)
    terminal.type('\r')
    await until('the end', () => terminal.text().includes('the-end'))
    const rows = terminal.text()
    const end = rows.indexOf('the-end')
    expect(rows.slice(Math.max(0, end - 5), end)).toEqual(
      ['2999996', '2999997', '2999998', '2999999', '3000000'].slice(-end),
    )
  })

  it('on the alternate screen: the program is asked to draw again', async () => {
    await using host = await startHost({
      node: `
        process.stdout.write('\\x1b[?1049h\\x1b[?25l')
        const draw = () => process.stdout.write('\\x1b[2J\\x1b[Hheader ' + process.stdout.rows)
        process.stdout.on('resize', draw)
        draw()
        process.stdin.once('data', async () => {
          const part = '\\x1b[10;1H' + 'x'.repeat(1000).replace(/x/g, () => '\\x1b[31m.')
          for (let i = 0; i < 2000; i++) if (!process.stdout.write(part)) await new Promise((r) => process.stdout.once('drain', r))
          process.stdout.write('\\x1b[12;1Hdone')
        })`,
    })
    const ask = await host.connect({ protocol: 1, role: 'ask' })
    await until('the start', async () => (await ask.call('status', {})).outputBytes > 20)
    await ask.call('keys', { base64: Buffer.from('\r').toString('base64') })
    await until('all of it', async () => (await ask.call('status', {})).outputBytes > 10_000_000)
    const terminal = await attachTo(host)
    await until('a whole drawing', () => terminal.text()[0] === 'header 24')
    expect(terminal.plain.look().modes).toMatchObject({ mouseTrackingMode: 'none' })
  })

  it('of one line of a megabyte neither hangs nor loses its end', async () => {
    await using host = await startHost({ script: "head -c 1000000 /dev/zero | tr '\\0' x; echo END; cat" })
    await until('the end', async () => (await peekOf(host)).lines.some((line) => line.endsWith('END')))
    const [line = ''] = await readLogText({ folder: host.folder, lines: 5 })
    expect(line.length).toBeGreaterThan(200_000)
  })

  it('of random bytes does no harm: the host serves on, the log is the bytes, its text has no escapes', async () => {
    const random = Buffer.alloc(2 * MB)
    let seed = 12345
    for (let i = 0; i < random.length; i++) {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff
      random[i] = seed >>> 16
    }
    await using host = await startHost({
      script: 'read _; stty raw -echo; cat "$HOME/random"; printf "\\033c"; echo READY; cat',
    })
    writeFileSync(join(host.folder, 'random'), random)
    const ask = await host.connect({ protocol: 1, role: 'ask' })
    await ask.call('keys', { base64: Buffer.from('\r').toString('base64') })
    await until('its end', async () => (await peekOf(host)).lines[0]?.startsWith('READY'))
    const parts: Buffer[] = []
    for await (const part of readLogRaw(host.folder)) parts.push(part)
    expect(Buffer.concat(parts).includes(random)).toBe(true)
    const text = await readLogText({ folder: host.folder, lines: 100_000 })
    // biome-ignore lint: the point is to find control characters
    expect(text.some((line) => /[\u0000-\u001f\u007f-\u009f]/.test(line))).toBe(false)
  })
})
