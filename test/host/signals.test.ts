import { describe, expect, it } from 'vitest'
import { attachTo, daemonOf, peekOf, startHost, until } from './host-process.ts'

describe('what a program says about itself', () => {
  it('its status query is answered with nobody attached, and its state is told', async () => {
    await using host = await startHost({
      script:
        "stty raw -echo; printf '\\033]7501;?\\033\\\\'; head -c 10 | od -An -c | tr -d ' \\n'; msg=$(printf 'a=b ü' | base64); printf '\\033]7501;state=blocked:kind=permission:msg=%s\\007' \"$msg\"; cat",
    })
    const daemon = await daemonOf(host)
    const event = await until('the status', () => daemon.events.find((one) => one.type === 'status'))
    expect(event).toMatchObject({ params: { state: 'blocked', kind: 'permission', msg: 'a=b ü' } })
    expect((await peekOf(host)).lines[0]).toBe('033]7501;?033\\')
  })

  it('its title, its bell, and when it prints and stops', async () => {
    await using host = await startHost({ script: "read _; printf '\\033]2;my title\\033\\\\\\a'; cat" })
    const daemon = await daemonOf(host)
    await daemon.host.call('keys', { base64: Buffer.from('\r').toString('base64') })
    await until('silence', () => daemon.events.some((event) => event.type === 'output' && !event.active))
    const kinds = daemon.events.map((event) => (event.type === 'title' ? event.title : event.type))
    expect(new Set(kinds)).toEqual(new Set(['typed', 'output', 'my title', 'bell']))
    expect(daemon.events.flatMap((event) => (event.type === 'output' ? [event.active] : []))).toEqual([
      true,
      false,
    ])
  })

  it('who is attached', async () => {
    await using host = await startHost({ script: 'cat' })
    const daemon = await daemonOf(host)
    const terminal = await attachTo(host)
    const watcher = await attachTo(host, { readOnly: true })
    await until('both', () =>
      daemon.events.some((event) => event.type === 'attached' && event.watchers === 1),
    )
    terminal.host.close()
    watcher.host.close()
    await until(
      'none',
      () =>
        daemon.events.at(-1)?.type === 'attached' &&
        (daemon.events.at(-1) as { watchers: number }).watchers === 0,
    )
    const counts = daemon.events.flatMap((event) =>
      event.type === 'attached' ? [[event.drivers, event.watchers]] : [],
    )
    expect(counts.slice(0, 2)).toEqual([
      [1, 0],
      [1, 1],
    ])
    expect(counts.at(-1)).toEqual([0, 0])
  })
})

describe('typing from afar', () => {
  /** Prints what it is sent as hex, a space behind each write that reached it. */
  const echo = (before: string): { node: string } => ({
    node: `process.stdin.setRawMode(true); process.stdin.on('data', (b) => process.stdout.write(b.toString('hex') + ' ')); process.stdout.write(${JSON.stringify(before)} + 'ready ')`,
  })

  it('wraps a paste when the program wants it so, with nothing in it that could end the paste', async () => {
    await using host = await startHost(echo('\x1b[?2004h'))
    const ask = await host.connect({ protocol: 1, role: 'ask' })
    await until('ready', async () => (await ask.call('screen', {})).lines[0] === 'ready')
    await ask.call('type', { text: 'a\nb\x1b[201~c\x03', paste: true, enter: true })
    await until('Enter', async () => (await ask.call('screen', {})).lines[0]?.endsWith(' 0d'))
    const [, text, enter] = (await ask.call('screen', {})).lines[0]?.split(' ') ?? []
    expect([Buffer.from(text ?? '', 'hex').toString(), enter]).toEqual(['\x1b[200~a\rbc\x1b[201~', '0d'])
  })

  it('types plainly into a program that knows no paste', async () => {
    await using host = await startHost(echo(''))
    const ask = await host.connect({ protocol: 1, role: 'ask' })
    await until('ready', async () => (await ask.call('screen', {})).lines[0] === 'ready')
    await ask.call('type', { text: 'hi', paste: true, enter: true })
    await until('Enter', async () => (await ask.call('screen', {})).lines[0] === 'ready 6869 0d')
  })

  // Claude Code and others: they restore the terminal, and draw again once the shell's `fg` has continued them.
  it.each([
    ['waits to be continued', '\x1a', ''],
    ['stops itself', '\x1a', "process.kill(process.pid, 'SIGSTOP')"],
    ['gets Ctrl+Z as a key of its own', '\x1b[122;5u', ''],
  ])(
    'Ctrl+Z does not leave for good a program that %s: there is no shell to bring it back',
    async (_, key, stop) => {
      await using host = await startHost({
        node: `process.stdin.setRawMode(true); process.on('SIGCONT', () => process.stdout.write(' back'));
        process.stdin.once('data', () => { process.stdout.write(' away'); ${stop} }); process.stdout.write('ready')`,
      })
      const terminal = await attachTo(host)
      await until('its word', () => terminal.text()[0] === 'ready')
      terminal.type(key)
      await until('it to be back', () => terminal.text()[0]?.startsWith('ready away back'))
    },
  )

  it('does not spin, stall or grow while the program reads nothing', async () => {
    await using host = await startHost({
      node: "process.stdin.setRawMode(true); process.stdout.write('deaf'); setInterval(() => {}, 1e6)",
    })
    const terminal = await attachTo(host)
    await until('its word', () => terminal.text()[0] === 'deaf')
    for (let i = 0; i < 64; i++) terminal.type('x'.repeat(64 * 1024))
    const ask = await host.connect({ protocol: 1, role: 'ask' })
    expect((await ask.call('screen', {})).lines[0]).toBe('deaf')
    const other = await attachTo(host)
    await until('a screen', () => other.text()[0] === 'deaf')
  })
})

describe('a program that asks its terminal', () => {
  const ask = {
    node: `process.stdin.setRawMode(true); process.stdin.on('data', (b) => process.stdout.write(b.toString('latin1').replaceAll('\\x1b', 'E') + ' ')); process.stdout.write('abc\\x1b[6n\\x1b[5n\\x1b[c')`,
  }

  it('is answered in order with nobody attached', async () => {
    await using host = await startHost(ask)
    await until('the answers', async () => (await peekOf(host)).lines[0] === 'abcE[1;4RE[0nE[?1;2c')
  })

  it('is answered behind a screenful that it prints in one go', async () => {
    const node = ask.node.replace("'abc", "'x'.repeat(50_000) + '\\r\\nabc")
    await using host = await startHost({ ...ask, node })
    await until('the answers', async () => (await peekOf(host)).lines.includes('abcE[24;4RE[0nE[?1;2c'))
  })

  it('is answered by the terminal that is attached, and by it alone', async () => {
    await using host = await startHost({ ...ask, node: `process.stdin.once('data', () => { ${ask.node} })` })
    const terminal = await attachTo(host)
    await until('a screen', () => terminal.screens === 1)
    terminal.type('\r')
    await until('the question', () => Buffer.concat(terminal.output).includes('\x1b[c'))
    terminal.type('\x1b[?62;1c')
    await until('the answer', () => terminal.text().join('').includes('E[?62;1c'))
    expect(terminal.text().join('')).not.toContain('E[?1;2c')
  })
})
