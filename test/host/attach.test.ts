import { describe, expect, it } from 'vitest'
import { Frame } from '../../src/protocol/frames.ts'
import { attachTo, kill, peekOf, startHost, until } from './host-process.ts'

describe('an attached terminal', () => {
  it('is shown colours and cursor of what was printed before it came', async () => {
    await using host = await startHost({
      script: "printf 'plain \\033[1;31mred\\033[0m\\n\\033[44m日本\\033[0m\\033[5;7H'; cat",
    })
    await until('the print', async () => (await peekOf(host)).cursor.y === 4)
    const terminal = await attachTo(host)
    await until('a screen', () => terminal.screens === 1)
    const { rows, cursor } = terminal.plain.look()
    expect({ first: rows[0], second: rows[1], cursor }).toEqual({
      first: 'plain {f16777216.1,bold:r}{f16777216.1,bold:e}{f16777216.1,bold:d}',
      second: '{b16777216.4:日}{b16777216.4:本}',
      cursor: { x: 6, y: 4 },
    })
  })

  it('types into the program and sees its echo', async () => {
    await using host = await startHost({ script: 'cat' })
    const terminal = await attachTo(host)
    terminal.type('hello\r')
    await until('the echo', () => terminal.text()[1] === 'hello')
  })

  it('gives the session its size, and each new one', async () => {
    await using host = await startHost({
      script: "trap 'stty size' WINCH; stty size; while :; do sleep 0.05; done",
    })
    const terminal = await attachTo(host, { cols: 100, rows: 30 })
    await until('the first size', () => terminal.text().includes('30 100'))
    terminal.resize(61, 17)
    await until('the second size', () => terminal.text().includes('17 61'))
  })

  it('loses and doubles nothing between its first screen and what follows', async () => {
    await using host = await startHost({
      script: 'i=0; while [ $i -lt 30000 ]; do echo "line $i"; i=$((i+1)); done; cat',
      logBytes: 64 * 1024 * 1024,
    })
    for (let round = 0; round < 5; round++) {
      const terminal = await attachTo(host)
      await until(
        'output',
        () => terminal.output.length > 3 || terminal.text().some((row) => row === 'line 29999'),
      )
      terminal.host.close()
    }
    const last = await attachTo(host)
    await until('the end', () => last.text().includes('line 29999'))
    const shown = last.text().filter((row) => row !== '')
    expect(shown).toEqual(Array.from({ length: shown.length }, (_, i) => `line ${30000 - shown.length + i}`))
  })

  it('shows every line once while it watches a program print from the start', async () => {
    await using host = await startHost({
      script: 'read _; i=0; while [ $i -lt 3000 ]; do echo "n $i"; i=$((i+1)); done; cat',
    })
    const terminal = await attachTo(host)
    await until('a screen', () => terminal.screens === 1)
    terminal.type('\r')
    await until('the end', () => terminal.text().includes('n 2999'))
    const printed = Buffer.concat(terminal.output).toString().match(/n \d+/g) ?? []
    expect(printed).toEqual(Array.from({ length: 3000 }, (_, i) => `n ${i}`))
  })

  it('is left alone by the alternate screen of a program, which is painted and then gone again', async () => {
    await using host = await startHost({
      script:
        "echo before; read _; printf '\\033[?1049h\\033[H\\033[2Jinside'; read _; printf '\\033[?1049l'; echo after; cat",
    })
    const terminal = await attachTo(host)
    await until('the start', () => terminal.text()[0] === 'before')
    terminal.type('\r')
    await until('the inside', () => terminal.text()[0] === 'inside')
    terminal.type('\r')
    await until('the return', () => terminal.text()[0] === 'before' && terminal.text().includes('after'))
  })

  it('gets the right screen again after it was away while a full-screen program ran at another size', async () => {
    await using host = await startHost({
      node: `
        const draw = () => process.stdout.write('\\x1b[2J\\x1b[H' + process.stdout.columns + 'x' + process.stdout.rows + '\\x1b[' + process.stdout.rows + ';1Hbottom')
        process.stdout.write('\\x1b[?1049h\\x1b[?1000h\\x1b[?1006h'); draw(); process.stdout.on('resize', draw); setInterval(() => {}, 1e6)`,
    })
    const first = await attachTo(host, { cols: 90, rows: 20 })
    await until('its size', () => first.text()[0] === '90x20' && first.text()[19] === 'bottom')
    first.host.close()
    const second = await attachTo(host, { cols: 60, rows: 15 })
    await until('the new size', () => second.text()[0] === '60x15' && second.text()[14] === 'bottom')
    expect(second.plain.look().modes.mouseTrackingMode).toBe('vt200')
  })
})

describe('several terminals', () => {
  it('of different sizes: the one who typed last decides, the other sees a cut picture without rubbish', async () => {
    await using host = await startHost({ script: "printf 'row 1\\nrow 2\\n'; cat" })
    const large = await attachTo(host, { cols: 100, rows: 30, name: 'large' })
    await until('the rows', () => large.text()[1] === 'row 2')
    const small = await attachTo(host, { cols: 40, rows: 10, name: 'small' })
    await until('the size of the later one', async () => (await peekOf(host)).cols === 40)
    await until('a picture', () => small.text()[1] === 'row 2')
    large.type(`${'w'.repeat(60)}\r`)
    await until('the size of the one who types', async () => (await peekOf(host)).cols === 100)
    await until('the whole line', () => large.text()[3] === 'w'.repeat(60))
    await until('its left part', () => small.text().includes('w'.repeat(40)))
    expect(small.plain.look().rows.every((row) => row.length <= 40)).toBe(true)
    expect(small.notices.at(-1)).toEqual({ type: 'driver', you: false, cols: 100, rows: 30, name: 'large' })
    expect(large.notices.at(-1)).toEqual({ type: 'driver', you: true, cols: 100, rows: 30, name: 'large' })
    large.host.close()
    await until('the size of the one who is left', async () => (await peekOf(host)).cols === 40)
  })

  it('of which one only watches: it neither types nor resizes', async () => {
    await using host = await startHost({ script: 'cat' })
    const driver = await attachTo(host)
    const watcher = await attachTo(host, { cols: 50, rows: 12, readOnly: true })
    watcher.type('forbidden\r')
    watcher.resize(51, 13)
    driver.type('allowed\r')
    await until('the line', () => driver.text()[1] === 'allowed' && watcher.text().includes('allowed'))
    expect([(await peekOf(host)).cols, driver.text().join('')]).toEqual([80, 'allowedallowed'])
  })

  it('do not wait for one that does not read: it gets a fresh screen when it does again', async () => {
    await using host = await startHost({ script: 'read _; seq 1 700000; echo the-end; cat' })
    const slow = await attachTo(host)
    await until('a screen', () => slow.screens === 1)
    slow.host.pause()
    const fast = await attachTo(host)
    fast.type('\r')
    await until('the end', () => fast.text().includes('the-end'))
    slow.host.resume()
    await until('a fresh screen', () => slow.notices.some((notice) => notice.type === 'resync'))
    await until('the end for the slow one', () => slow.text().includes('the-end'))
    await expect.poll(() => slow.text()).toEqual(fast.text())
    expect(slow.output.reduce((sum, part) => sum + part.length, 0)).toBeLessThan(4_000_000)
  })

  it('go on when one of them is killed in a flood', async () => {
    await using host = await startHost({ script: 'read _; seq 1 300000; echo the-end; cat' })
    const { spawn } = await import('node:child_process')
    const hello = JSON.stringify({
      protocol: 1,
      role: 'attach',
      cols: 80,
      rows: 24,
      readOnly: false,
      name: 'victim',
    })
    const victim = spawn(process.execPath, [
      '-e',
      `const s=require('net').connect(${JSON.stringify(host.launch.socket)}); const b=Buffer.from(${JSON.stringify(hello)}); const h=Buffer.alloc(5); h[0]=1; h.writeUInt32BE(b.length,1); s.write(Buffer.concat([h,b])); s.on('data',d=>process.stdout.write(d))`,
    ])
    await new Promise((seen) => victim.stdout.once('data', seen))
    const terminal = await attachTo(host)
    terminal.type('\r')
    await new Promise((seen) => victim.stdout.once('data', seen))
    kill(victim.pid ?? 0, 'SIGKILL')
    await until('the end', () => terminal.text().includes('the-end'))
  })
})

describe('a peek', () => {
  it('comes when the screen changes and not otherwise', async () => {
    await using host = await startHost({ script: 'echo one; cat' })
    const peek = await host.connect({ protocol: 1, role: 'peek', hz: 20 })
    const seen: string[] = []
    peek.onFrame((kind, payload) => {
      if (kind === Frame.peek) seen.push(payload.toString())
    })
    await until('the first', () => seen.some((frame) => frame.includes('one')))
    const before = seen.length
    const terminal = await attachTo(host)
    terminal.type('two\r')
    await until('the second', () => seen.some((frame) => frame.includes('two')))
    expect(seen.length - before).toBeLessThan(6)
    expect(new Set(seen).size).toBe(seen.length)
  })
})
