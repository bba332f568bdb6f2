import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const WORDS =
  'const let return await function import export session daemon pty buffer render useState the of to and a is in for that with this attach error handler stream output token file line test pass fail build check'.split(
    ' ',
  )
const RARE = [
  '日本語',
  'セッション',
  '完了しました',
  '测试',
  '会话',
  '🚀',
  '✅',
  '⚠️',
  '👩‍💻',
  '→',
  '…',
  'é',
  'ü',
]
const SPINNER = Array.from('✻✽✶✢·*')

/** Numbers from 0 to 1, the same at every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** What agents print: coloured diffs, prose, boxes, wide characters, and the frames of a repainting prompt. */
function writer(seed: number) {
  const random = seeded(seed)
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1))
  const one = (from: string[]): string => from[between(0, from.length - 1)] ?? ''
  const words = (count: number): string => {
    const text = Array.from({ length: count }, () => one(WORDS))
    if (random() < 0.15) text.splice(between(0, count), 0, one(RARE))
    return text.join(' ')
  }
  const line = (): string => {
    const kind = random()
    const number = between(1, 1999)
    if (kind < 0.35) {
      const [back, sign] =
        [
          ['48;2;33;58;43', '+'],
          ['48;2;74;34;29', '-'],
          ['49', ' '],
        ][between(0, 2)] ?? []
      return `     \x1b[2m${String(number).padStart(4)}\x1b[22m \x1b[${back}m${sign} \x1b[38;5;${between(17, 230)}m${words(3)}\x1b[39m ${words(between(3, 9))}\x1b[0m`
    }
    if (kind < 0.6) return `\x1b[38;2;255;255;255m⏺\x1b[39m ${words(between(8, 22))}`
    if (kind < 0.75)
      return `  ⎿  \x1b[1m${words(2)}\x1b[22m(\x1b[36m${words(1)}\x1b[39m) \x1b[90m${words(between(2, 8))}\x1b[39m`
    if (kind < 0.85) return ` \x1b[32m✓\x1b[39m ${words(between(4, 10))} \x1b[33m${between(1, 900)}ms\x1b[39m`
    return kind < 0.95 ? words(between(6, 16)) : ''
  }
  /** One repaint: erases the lines of the last one and draws them again. */
  const frame = (rows: number): string =>
    `\x1b[2K${'\x1b[1A\x1b[2K'.repeat(rows - 1)}\x1b[G${[
      `\x1b[38;2;215;119;87m${one(SPINNER)} ${words(1)}…\x1b[39m \x1b[2m(${between(1, 300)}s · ↑ ${between(1, 99) / 10}k tokens · esc to interrupt)\x1b[22m`,
      '',
      `\x1b[2m╭${'─'.repeat(118)}╮\x1b[22m`,
      ...Array.from(
        { length: rows - 5 },
        () => `\x1b[2m│\x1b[22m > ${words(6).padEnd(113).slice(0, 113)} \x1b[2m│\x1b[22m`,
      ),
      `\x1b[2m╰${'─'.repeat(118)}╯\x1b[22m`,
      '  \x1b[2m? for shortcuts\x1b[22m',
    ].join('\r\n')}`
  const block = (): string => {
    const lines = Array.from({ length: between(3, 30) }, () => `${line()}\r\n`).join('')
    if (random() >= 0.6) return lines
    return `${lines}${'\r\n'.repeat(7)}${Array.from({ length: between(1, 6) }, () => frame(8)).join('')}\r\n`
  }
  const screen = (): string => {
    const rows = Array.from({ length: 50 }, () => {
      let row = ''
      for (let width = 0; width < 184; ) {
        const word = one(WORDS)
        row += `\x1b[38;5;${between(17, 230)}m${word}\x1b[0m `
        width += word.length + 1
      }
      return row
    })
    rows[0] = `@@TOP@@ ${'x'.repeat(180)}`
    rows[49] = `${'y'.repeat(180)} @@END@@`
    return `\x1b[H\x1b[2J${rows.join('\r\n')}`
  }
  return { line, block, screen }
}

const UNIT_BYTES = 5_000_000

export type Data = {
  /** So many megabytes of agent-like output. */
  stream(mb: number): string
  /** 10,000 lines of the same kind, without repaints. */
  lines: string
  /** A full screen of 200x50; @@TOP@@ in its first row, @@END@@ in its last. */
  screen: string
}

/** Makes the files once; they are the same at every run and everywhere. */
export function data(): Data {
  const folder = join(tmpdir(), 'roost-bench-data-1')
  mkdirSync(folder, { recursive: true })
  const made = (name: string, make: () => string | Buffer): string => {
    const path = join(folder, name)
    if (existsSync(path)) return path
    writeFileSync(`${path}.${process.pid}`, make())
    renameSync(`${path}.${process.pid}`, path)
    return path
  }
  return {
    stream: (mb) =>
      made(`stream${mb}.bin`, () => {
        const { block } = writer(7)
        const parts: string[] = []
        for (let bytes = 0; bytes < UNIT_BYTES; ) {
          const part = block()
          parts.push(part)
          bytes += Buffer.byteLength(part)
        }
        const unit = Buffer.from(parts.join(''))
        return Buffer.concat(
          Array.from({ length: Math.ceil((mb * 1e6) / unit.length) }, () => unit),
        ).subarray(0, mb * 1e6)
      }),
    lines: made('lines10k.txt', () => {
      const { line } = writer(8)
      return Array.from({ length: 10_000 }, () => `${line()}\r\n`).join('')
    }),
    screen: made('screen.txt', () => writer(9).screen()),
  }
}
