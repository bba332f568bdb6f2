import { mkdtempSync, rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { followLog, readLogRaw, readLogText, watchLog } from '../../src/client/log.ts'
import { openOutputLog, type OutputLog } from '../../src/host/output-log.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync('/tmp/rt-')))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function openLog(
  options: { bytes?: number; generation?: number; cols?: number; rows?: number } = {},
): OutputLog {
  return openOutputLog({
    folder,
    bytes: options.bytes ?? 1_000_000,
    generation: options.generation ?? 1,
    cols: options.cols ?? 20,
    rows: options.rows ?? 4,
    onError: (message) => expect.unreachable(message),
    now: () => 1,
  })
}
const text = (lines = 1000): Promise<string[]> => readLogText({ folder, lines })

describe('the log as text', () => {
  it('is what scrolled by and the screen, without escapes, wrapped lines in one', async () => {
    const log = openLog()
    log.append(Buffer.from('\x1b[31mred\x1b[0m one\r\n'))
    log.append(Buffer.from(`${'w'.repeat(50)} end\r\n`))
    for (let i = 0; i < 10; i++) log.append(Buffer.from(`line ${i}\r\n`))
    log.append(Buffer.from('half\x1b[1A\rLINE\x1b[1B\r\n\r\n\r\n'))
    expect(await text()).toEqual([
      'red one',
      `${'w'.repeat(50)} end`,
      ...Array.from({ length: 9 }, (_, i) => `line ${i}`),
      'LINE 9',
      'half',
    ])
    expect(await text(2)).toEqual(['LINE 9', 'half'])
    expect(await text(0)).toEqual([])
  })

  it('is there at once whatever a program says to repeat', async () => {
    const log = openLog()
    for (const final of Array.from('LMSTIZb')) log.append(Buffer.from(`a\x1b[2147483647${final}`))
    log.append(Buffer.from('\x1b[2J\x1b[Hstill here\r\n'))
    expect((await text()).at(-1)).toBe('still here')
  })

  it('is laid out at the sizes it had', async () => {
    const log = openLog({ cols: 10 })
    log.append(Buffer.from('\x1b[1;9Hab\r\n'))
    log.size(30, 4)
    log.append(Buffer.from('\x1b[3;20Hfar\r\n'))
    expect(await text()).toEqual(['        ab', '', `${' '.repeat(19)}far`])
  })

  it('keeps what a full-screen program before left on out of the next one', async () => {
    const first = openLog()
    first.append(Buffer.from('before\r\n\x1b[?1049h\x1b[2;3r\x1b[?6hinside'))
    first.close()
    openLog({ generation: 2 }).append(Buffer.from('second\r\n'))
    expect(await text()).toEqual(['before', 'second'])
  })

  it('shows the screen of a full-screen program that is still on it', async () => {
    openLog().append(Buffer.from('shell\r\n\x1b[?1049h\x1b[2J\x1b[2;2Hmenu'))
    expect(await text()).toEqual(['shell', '', ' menu'])
  })

  it('reads megabytes, and a line of one megabyte, in bounded time', async () => {
    const log = openLog({ bytes: 16_000_000, cols: 80, rows: 24 })
    log.append(Buffer.from('x'.repeat(1_000_000)))
    log.append(Buffer.from('\r\n'))
    const part = Array.from(
      { length: 1000 },
      (_, i) => `\x1b[3${i % 8}mnumber ${i}\x1b[0m of a thousand lines\r\n`,
    ).join('')
    for (let i = 0; i < 120; i++) log.append(Buffer.from(part))
    const lines = await text(200_000)
    expect(lines.length).toBe(120_001)
    expect(lines.at(-1)).toBe('number 999 of a thousand lines')
  })

  it('of a session that never printed is empty', async () => {
    expect(await text()).toEqual([])
    openLog()
    expect(await text()).toEqual([])
  })
})

describe('following a log', () => {
  async function take<T>(from: AsyncIterable<T>, enough: (all: T[]) => boolean): Promise<T[]> {
    const all: T[] = []
    for await (const one of from) {
      all.push(one)
      if (enough(all)) break
    }
    return all
  }

  it('gives the bytes that come, over rotations and new generations', async () => {
    let log = openLog({ bytes: 400 })
    log.append(Buffer.from('old'))
    const stop = new AbortController()
    let all = ''
    let bell = (): void => {}
    const following = (async () => {
      for await (const part of followLog(folder, { from: 'end', raw: true, signal: stop.signal })) {
        all += part.toString()
        bell()
      }
    })()
    // Where the end is it finds out when it begins: what comes back shows that it has.
    const knock = setInterval(() => log.append(Buffer.from('.')), 5)
    while (!all.includes('.')) await new Promise<void>((more) => (bell = more))
    clearInterval(knock)
    // Beyond the end of one file and into the next, each piece behind the one before: at a reader's pace.
    const pieces = Array.from({ length: 12 }, (_, i) => `<${String(i + 1).repeat(60)}>`)
    for (const [i, piece] of pieces.entries()) {
      if (i === 6) {
        log.close()
        log = openLog({ bytes: 400, generation: 2 })
      }
      log.append(Buffer.from(piece))
      while (!all.includes(piece)) await new Promise<void>((more) => (bell = more))
    }
    stop.abort()
    await following
    expect(all.replace(/^\.+/, '')).toBe(pieces.join(''))
  })

  it('goes on from where a reader of the raw log stopped', async () => {
    const log = openLog({ bytes: 300 })
    for (let i = 0; i < 5; i++) log.append(Buffer.from(`part ${i} `.padEnd(50, '.')))
    let read = 0
    for await (const part of readLogRaw(folder)) read += part.length
    const stop = new AbortController()
    log.append(Buffer.from('next'))
    const got = await take(
      followLog(folder, { from: read, raw: true, signal: stop.signal }),
      (parts) => parts.length > 0,
    )
    expect(got.join('')).toBe('next')
  })

  it('gives a line once the cursor stands below it', async () => {
    const log = openLog()
    const before = Buffer.from('before\r\n')
    log.append(before)
    const stop = new AbortController()
    const lines: (string | Buffer)[] = []
    const following = (async () => {
      for await (const line of followLog(folder, { from: before.length, raw: false, signal: stop.signal }))
        if (lines.push(line) === 2) stop.abort()
    })()
    const steps = ['pro', 'gress 1\rprogress 2', '\r\n', '\x1b[32mgreen\x1b[0m\r\nunfinished']
    const feed = setInterval(() => {
      const step = steps.shift()
      if (step) log.append(Buffer.from(step))
    }, 10)
    await following
    clearInterval(feed)
    expect(lines).toEqual(['progress 2', 'green'])
  })

  it.each([true, false])(
    'ends when the session is removed (raw: %s): nothing can come any more',
    async (raw) => {
      openLog().append(Buffer.from('one\r\n'))
      const { signal } = new AbortController()
      const got: string[] = []
      for await (const part of followLog(folder, { from: 0, raw, signal })) {
        got.push(String(part).trim())
        rmSync(folder, { recursive: true })
      }
      expect(got).toEqual(['one'])
    },
  )

  it('ends with its signal, also when there is no log yet', async () => {
    const stop = new AbortController()
    const following = take(followLog(folder, { from: 'end', raw: true, signal: stop.signal }), () => true)
    stop.abort()
    expect(await following).toEqual([])
  })
})

describe('a log that is watched', () => {
  /** Watches until `enough`, and gives all that was told. */
  async function watched(folder: string, during: (told: string[][]) => Promise<void>): Promise<string[][]> {
    const stop = new AbortController()
    const told: string[][] = []
    let bell = (): void => {}
    const watching = watchLog({
      folder,
      lines: 50,
      everyMs: 1,
      signal: stop.signal,
      each: (line) => line,
      changed(lines) {
        told.push(lines)
        bell()
      },
    })
    // The first word is what was there.
    if (told.length === 0) await new Promise<void>((done) => (bell = done))
    await during(told)
    stop.abort()
    await watching
    return told
  }
  const until = async (told: string[][], line: string): Promise<void> => {
    while (told.at(-1)?.at(-1) !== line) await new Promise((done) => setTimeout(done, 5))
  }

  it('says the same as reading it anew, at every step, over rotations, sizes and a new program', async () => {
    let log = openLog({ bytes: 4000 })
    for (let i = 0; i < 30; i++) log.append(Buffer.from(`before ${i}\r\n`))
    log.append(Buffer.from('half'))
    await watched(folder, async (told) => {
      expect(told.at(-1)?.at(-1)).toBe('half')
      log.append(Buffer.from(' and whole\r\nnext'))
      await until(told, 'next')
      expect(told.at(-1)).toEqual(await text(50))
      log.append(Buffer.from('\x1b[1A\r\x1b[2Kover\x1b[1B\r\x1b[2Kend'))
      await until(told, 'end')
      expect(told.at(-1)).toEqual(await text(50))
      for (let i = 0; i < 400; i++) log.append(Buffer.from(`line ${i} of many\r\n`))
      log.append(Buffer.from('rotated'))
      await until(told, 'rotated')
      expect(told.at(-1)?.slice(-40)).toEqual((await text(50)).slice(-40))
      log.size(40, 6)
      log.append(Buffer.from(`\r\n${'w'.repeat(60)}\r\nwider`))
      await until(told, 'wider')
      expect(told.at(-1)?.slice(-10)).toEqual((await text(50)).slice(-10))
      log.close()
      log = openLog({ bytes: 4000, generation: 2, cols: 40, rows: 6 })
      log.append(Buffer.from('a new program'))
      await until(told, 'a new program')
      expect(told.at(-1)?.slice(-10)).toEqual((await text(50)).slice(-10))
    })
  })
})
