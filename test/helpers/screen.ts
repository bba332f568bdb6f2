import pty from 'node-pty'
import headless from '@xterm/headless'
// oxlint-disable-next-line import/default -- CommonJS at run time, whatever its ESM typings say
import unicode11 from '@xterm/addon-unicode11'
import type { Terminal } from '@xterm/headless'

/** A program running in a real pty, watched through a headless terminal. */
export type Screen = {
  /** Resolves with the text once `want` holds for it. @throws with the whole screen after `ms` (default 10 s). */
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

const WAIT_MS = 10_000
// A program that ignores SIGHUP must not outlive its test.
const HANGUP_PATIENCE_MS = 3000

export async function openScreen(options: ScreenOptions): Promise<Screen> {
  const { cols = 80, rows = 24 } = options
  const term = openTerminal(cols, rows)
  const child = pty.spawn(options.file, options.args ?? [], {
    name: 'xterm-256color',
    cols,
    rows,
    cwd: options.cwd ?? process.cwd(),
    env: { TERM: 'xterm-256color', LANG: 'C.UTF-8', ...(options.env ?? process.env) },
    encoding: null,
  })
  const bytes: Buffer[] = []
  const waiting = new Set<() => void>()
  let end: { code: number; signal?: number } | undefined
  const exit = new Promise<{ code: number; signal?: number }>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      end = { code: exitCode, ...(signal ? { signal } : {}) }
      // Through the terminal's queue, so that all output is on the screen before anybody hears of the end.
      term.write('', () => {
        for (const look of waiting) look()
        resolve(end ?? { code: exitCode })
      })
    })
  })
  child.onData((data: string | Buffer) => {
    const chunk = Buffer.from(data) // with `encoding: null` it is a Buffer whatever the type says
    bytes.push(chunk)
    term.write(chunk, () => {
      for (const look of waiting) look()
    })
  })
  // A real terminal answers queries; so does this one.
  term.onData((reply) => {
    if (!end) child.write(reply)
  })

  const text = () => screenText(term)
  return {
    term,
    pid: child.pid,
    exit,
    text,
    raw: () => Buffer.concat(bytes),
    write: (keys) => child.write(keys),
    resize(nextCols, nextRows) {
      term.resize(nextCols, nextRows)
      child.resize(nextCols, nextRows)
    },
    waitFor(want, what, ms = WAIT_MS) {
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
      if (!end) child.kill('SIGHUP')
      const hard = setTimeout(() => child.kill('SIGKILL'), HANGUP_PATIENCE_MS)
      await exit
      clearTimeout(hard)
      term.dispose()
    },
  }
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
