import headless from '@xterm/headless'
// oxlint-disable-next-line import/default -- CommonJS at run time, whatever its ESM typings say
import unicode11 from '@xterm/addon-unicode11'
import type { Terminal } from '@xterm/headless'
import { openPty } from '../../src/host/pty.ts'
import { PATIENCE_MS } from './patience.ts'

/** A program running in a real pty, watched through a headless terminal. */
export type Screen = {
  /**
   * Resolves with the text once `want` holds for it. Looked at after each whole drawing, as a terminal shows it: never
   * between the two marks (mode 2026) of a large one. @throws with the whole screen after `ms`.
   */
  waitFor(want: (text: string) => boolean, what: string, ms?: number): Promise<string>
  /** The visible rows, right-trimmed, joined by newlines. */
  text(): string
  /** Types bytes as they stand, in one write. */
  write(keys: string): void
  resize(cols: number, rows: number): void
  /** Every byte the program has written so far. */
  raw(): Buffer
  /** For modes, cursor and cells. */
  readonly term: Terminal
  readonly pid: number
  readonly exit: Promise<{ code: number; signal?: number }>
  /** Hangs up, as closing a terminal window does, and waits for the end; kills what ignores that. */
  close(): Promise<void>
}

export type ScreenOptions = {
  file: string
  args?: string[]
  /** The whole environment; TERM and LANG are added when absent. */
  env?: Record<string, string | undefined>
  cwd?: string
  cols?: number
  rows?: number
}

// A program that ignores SIGHUP must not outlive its test.
const HANGUP_PATIENCE_MS = 3000
const DRAWN = Buffer.from('\x1b[?2026l')

export async function openScreen(options: ScreenOptions): Promise<Screen> {
  const { cols = 80, rows = 24, cwd = process.cwd() } = options
  const term = openTerminal(cols, rows)
  const env = { TERM: 'xterm-256color', LANG: 'C.UTF-8', ...(options.env ?? process.env), PWD: cwd }
  const bytes: Buffer[] = []
  const waiting = new Set<() => void>()
  const lookAll = () => {
    for (const look of waiting) look()
  }
  let end: { code: number; signal?: number } | undefined
  let ended: (end: { code: number; signal?: number }) => void = () => {}
  const exit = new Promise<{ code: number; signal?: number }>((resolve) => (ended = resolve))
  // The host's own: it hands out all output before the end, however late this process comes to read it.
  const child = openPty({
    file: options.file,
    args: options.args ?? [],
    env: Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    umask: process.umask(),
    cwd,
    cols,
    rows,
    onOutput(view) {
      const chunk = Buffer.from(view)
      bytes.push(chunk)
      for (const part of drawings(chunk)) term.write(part, lookAll)
    },
    onEnd({ code, signal }) {
      const number = signal === undefined ? undefined : code - 128
      // Through the terminal's queue, so that all output is on the screen before anybody hears of the end.
      term.write('', () => {
        end = number === undefined ? { code } : { code: 0, signal: number }
        lookAll()
        ended(end)
      })
    },
    onDrained() {},
  })
  // A real terminal answers queries; so does this one.
  term.onData((reply) => child.write(Buffer.from(reply)))

  const text = () => screenText(term)
  const kill = (signal: NodeJS.Signals) => {
    try {
      process.kill(child.pid, signal)
    } catch {
      // It has ended already.
    }
  }
  return {
    term,
    pid: child.pid,
    exit,
    text,
    raw: () => Buffer.concat(bytes),
    write: (keys) => child.write(Buffer.from(keys)),
    resize(nextCols, nextRows) {
      term.resize(nextCols, nextRows)
      child.resize(nextCols, nextRows)
    },
    waitFor(want, what, ms = PATIENCE_MS) {
      return new Promise((resolve, reject) => {
        const stop = () => {
          clearTimeout(deadline)
          waiting.delete(look)
        }
        const fail = (why: string) => {
          stop()
          reject(new Error(`${why} waiting for ${what}; the screen is:\n${text()}`))
        }
        const look = () => {
          if (term.modes.synchronizedOutputMode && !end) return
          const now = text()
          if (want(now)) {
            stop()
            resolve(now)
          } else if (end) fail(`the program ended (${JSON.stringify(end)}) while`)
        }
        const deadline = setTimeout(() => fail(`gave up after ${ms} ms`), ms)
        waiting.add(look)
        look()
      })
    },
    async close() {
      if (!end) kill('SIGHUP')
      const hard = setTimeout(() => kill('SIGKILL'), HANGUP_PATIENCE_MS)
      await exit
      clearTimeout(hard)
      term.dispose()
    },
  }
}

/** Cut behind each large drawing, so that none is passed over because the next came in the same chunk. */
function drawings(chunk: Buffer): Buffer[] {
  const parts: Buffer[] = []
  let from = 0
  for (let at = chunk.indexOf(DRAWN); at >= 0; at = chunk.indexOf(DRAWN, from)) {
    parts.push(chunk.subarray(from, at + DRAWN.length))
    from = at + DRAWN.length
  }
  return from < chunk.length ? [...parts, chunk.subarray(from)] : parts
}

/** A headless terminal with the widths of today's terminals (Unicode 11 rather than xterm.js' default 6). */
export function openTerminal(cols: number, rows: number): Terminal {
  // Quiet: garbage is part of what is tested.
  const term = new headless.Terminal({
    cols,
    rows,
    allowProposedApi: true,
    scrollback: 1000,
    logLevel: 'off',
  })
  // oxlint-disable-next-line import/no-named-as-default-member -- as above
  term.loadAddon(new unicode11.Unicode11Addon())
  term.unicode.activeVersion = '11'
  return term
}

export function screenText(term: Terminal): string {
  const buffer = term.buffer.active
  const lines: string[] = []
  for (let y = 0; y < term.rows; y++)
    lines.push(buffer.getLine(buffer.baseY + y)?.translateToString(true) ?? '')
  return lines.join('\n')
}
