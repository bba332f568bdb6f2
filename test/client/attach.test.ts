import { describe, expect, it } from 'vitest'
import { attach, type AttachEnd, type AttachOptions } from '../../src/client/attach.ts'
import { kill, peekOf, startHost, type TestHost, until } from '../host/host-process.ts'
import { type Plain, plainTerminal } from '../host/terminal.ts'

type Person = {
  type(text: string): void
  resize(cols: number, rows: number): void
  plain: Plain
  raw(): string
  end: Promise<AttachEnd>
  leave(): void
}

/** A person at a terminal with something on its main screen. */
function sitDown(host: TestHost, options: Partial<AttachOptions> = {}): Person {
  const plain = plainTerminal(80, 24)
  plain.write('my shell $ ')
  const keys = new Set<(chunk: Buffer) => void>()
  let resized: (size: { cols: number; rows: number }) => void = () => {}
  let raw = ''
  const leaving = new AbortController()
  const end = attach({
    socket: host.launch.socket,
    cols: 80,
    rows: 24,
    input: {
      onData(listener) {
        keys.add(listener)
        return () => keys.delete(listener)
      },
    },
    output: {
      write(bytes) {
        raw += bytes.toString()
        plain.write(bytes)
        return true
      },
    },
    onResize(listener) {
      resized = listener
      return () => {}
    },
    detachKeys: ['ctrl+q'],
    readOnly: false,
    name: 'test',
    signal: leaving.signal,
    ...options,
  })
  return {
    type(text) {
      for (const key of keys) key(Buffer.from(text))
    },
    resize(cols, rows) {
      plain.resize(cols, rows)
      resized({ cols, rows })
    },
    plain,
    raw: () => raw,
    end,
    leave: () => leaving.abort(),
  }
}

const seen = (person: Person, text: string): Promise<unknown> =>
  until(text, () => person.plain.text().some((row) => row.includes(text)))

describe('attach', () => {
  it('shows the session, types, detaches, and leaves the terminal as it was', async () => {
    await using host = await startHost({
      script: "printf '\\033[?1000h\\033[?2004h\\033[?25l\\033[?1h\\033[3;10r\\033[31mhello\\n'; cat",
    })
    const person = sitDown(host)
    const before = plainTerminal(80, 24)
    before.write('my shell $ ')
    await seen(person, 'hello')
    expect(person.plain.look().modes).toMatchObject({ mouseTrackingMode: 'vt200', bracketedPasteMode: true })
    person.type('typed\r')
    await seen(person, 'typed')
    person.type('x\x11rest')
    expect(await person.end).toEqual({ why: 'detached', rest: Buffer.from('rest') })
    expect(person.plain.look()).toEqual(before.look())
    await until('the x', async () => (await peekOf(host)).lines.join().includes('x'))
  })

  it('never lets a program leave our alternate screen', async () => {
    await using host = await startHost({
      script:
        "echo main-text; read _; printf '\\033[?1049h'; echo alternate-text; read _; printf '\\033[?1049l\\033[3J'; echo back; read _; printf '\\033c'; echo reset; cat",
    })
    const person = sitDown(host)
    await seen(person, 'main-text')
    person.type('\r')
    await seen(person, 'alternate-text')
    await until('only that', () => !person.plain.text().join().includes('main-text'))
    person.type('\r')
    await seen(person, 'back')
    await seen(person, 'main-text')
    person.type('\r')
    await until('only the reset', () => person.plain.text()[0] === 'reset')
    expect(person.raw().match(/\x1b\[\?1049[hl]|\x1bc|\x1b\[3J/g)).toEqual(['\x1b[?1049h'])
    person.leave()
    expect(await person.end).toMatchObject({ why: 'detached' })
    expect(person.plain.text()[0]).toBe('my shell $ ')
  })

  it('follows the window', async () => {
    await using host = await startHost({
      script: "trap 'stty size' WINCH; echo ready; while :; do sleep 0.05; done",
    })
    const person = sitDown(host)
    await seen(person, 'ready')
    person.resize(70, 20)
    await seen(person, '20 70')
    person.leave()
    await person.end
  })

  it('tells how the session ended, after its last output', async () => {
    await using host = await startHost({ script: 'read _; echo bye; exit 5' })
    const person = sitDown(host)
    await until('it', () => person.raw().includes('\x1b[?2026l'))
    person.type('\r')
    expect(await person.end).toMatchObject({ why: 'exited', exit: { code: 5 } })
    expect(person.raw()).toContain('bye')
    expect(person.plain.text()[0]).toBe('my shell $ ')
  })

  it('says so when the host is lost, or is not there', async () => {
    await using host = await startHost({ script: 'echo hello; cat' })
    const person = sitDown(host)
    await seen(person, 'hello')
    kill(host.pid, 'SIGKILL')
    expect(await person.end).toMatchObject({ why: 'lost' })
    expect(person.plain.text()[0]).toBe('my shell $ ')
    expect(await sitDown(host).end).toEqual({ why: 'lost', says: expect.stringMatching(/does not run/) })
  })

  it('only looks when told so, and still leaves by its key', async () => {
    await using host = await startHost({ script: 'echo ready; cat' })
    const person = sitDown(host, { readOnly: true })
    await seen(person, 'ready')
    person.type('forbidden\r')
    person.type('\x11')
    expect(await person.end).toMatchObject({ why: 'detached' })
    expect((await peekOf(host)).lines.slice(0, 2)).toEqual(['ready', ''])
  })

  it('waits for a terminal that takes no more, and is not flooded', async () => {
    await using host = await startHost({ script: 'read _; seq 1 1000000; echo the-end; cat' })
    let room: (() => void) | undefined
    let blocked = 0
    const plain = plainTerminal(80, 24)
    let isSlow = true
    const person = sitDown(host, {
      output: {
        write(bytes) {
          plain.write(bytes)
          if (isSlow) blocked++
          return !isSlow
        },
        onceDrained: (listener) => (room = listener),
      },
    })
    await until('a screen', () => room !== undefined)
    person.type('\r')
    isSlow = false
    room?.()
    await until('the end', () => plain.text().includes('the-end'))
    expect(blocked).toBeGreaterThan(0)
    person.leave()
    await person.end
  })
})
