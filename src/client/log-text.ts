import { Unicode11Addon } from '@xterm/addon-unicode11'
import headless from '@xterm/headless'
import type { IMarker, Terminal } from '@xterm/headless'
import { boundRepeats } from '../terminal/repeats.ts'
import type { Mark } from './log-files.ts'

/** Fed at a time: this many newlines at most scroll before we look, and the scrollback holds four times as many. */
const SLICE_BYTES = 2048
const SCROLLBACK = SLICE_BYTES * 4
/** Longest line handed out, in characters; a longer one is cut and says so. */
const LONGEST_LINE = 256 * 1024

/** Turns raw output into the lines a person would have read. Memory is bounded by SCROLLBACK and what `take` keeps. */
export type TextLog = {
  feed(bytes: Buffer): Promise<void>
  /** A size, or a new program in the same session. */
  mark(mark: Mark): Promise<void>
  /** What is not handed out yet: the rest of a line that has scrolled, and the screen. Without blank lines at the end. */
  rest(): string[]
  /** Hands that out too, and ends. */
  finish(): void
}

/**
 * @param past When a line is handed to `take`: `scrolled` once it has left the screen, `cursor` once the cursor
 * stands below it.
 */
export function openTextLog(options: {
  cols: number
  rows: number
  /** Overrides the recorded widths. */
  fixedCols?: number
  past: 'scrolled' | 'cursor'
  take(line: string): void
}): TextLog {
  const terminal: Terminal = new headless.Terminal({
    cols: options.fixedCols ?? options.cols,
    rows: options.rows,
    scrollback: SCROLLBACK,
    allowProposedApi: true,
    logLevel: 'off',
    // No reflow when the size changes (an old Windows console has none): rows that were handed out in part would become
    // one with rows that were not. Lines are whole without it: a row says whether it goes on in the next, and without
    // what was never written at its end (a spare column, a hole before a wide character) they join as they were.
    windowsPty: { backend: 'winpty', buildNumber: 1 },
  })
  terminal.loadAddon(new Unicode11Addon())
  terminal.unicode.activeVersion = '11'
  boundRepeats(terminal)

  /** Stands on the first line not handed out; moves with it when older ones are dropped. */
  let next: IMarker | undefined
  let open = ''
  let hasOpen = false
  let blanks = 0

  const flush = (): void => {
    if (!hasOpen) return
    hasOpen = false
    const line = open.trimEnd()
    open = ''
    // Blank lines wait until something follows: those at the end are not handed out.
    if (line === '') {
      blanks++
      return
    }
    for (; blanks > 0; blanks--) options.take('')
    options.take(line)
  }
  const add = (text: string, isWrapped: boolean): void => {
    if (!isWrapped) flush()
    hasOpen = true
    if (open.length < LONGEST_LINE) open += text
    else if (!open.endsWith('…')) open += '…'
  }
  const handOut = (end: number): void => {
    const buffer = terminal.buffer.normal
    const start = next && !next.isDisposed ? next.line : 0
    for (let y = start; y < end; y++) {
      const line = buffer.getLine(y)
      if (line) add(line.translateToString(true), line.isWrapped)
    }
    if (end <= start || terminal.buffer.active.type === 'alternate') return
    next?.dispose()
    next = terminal.registerMarker(end - (buffer.baseY + buffer.cursorY))
    // What the cursor has left behind is a whole line, unless it goes on in the next.
    if (options.past === 'cursor' && !(buffer.getLine(end)?.isWrapped ?? false)) flush()
  }
  const look = (): void => {
    if (terminal.buffer.active.type === 'alternate') return // nothing scrolls there
    const { baseY, cursorY } = terminal.buffer.normal
    handOut(options.past === 'scrolled' ? baseY : baseY + cursorY)
  }
  /** Changes nothing: more may come. */
  const rest = (): string[] => {
    const { normal, alternate, active } = terminal.buffer
    const lines: string[] = Array.from({ length: blanks }, () => '')
    let line = hasOpen ? open : undefined
    const close = (): void => {
      if (line !== undefined) lines.push(line.trimEnd())
      line = undefined
    }
    const start = next && !next.isDisposed ? next.line : 0
    for (let y = start; y < normal.baseY + terminal.rows; y++) {
      const row = normal.getLine(y)
      if (!row) continue
      if (!row.isWrapped) close()
      const text = row.translateToString(true)
      line = (line ?? '').length < LONGEST_LINE ? (line ?? '') + text : `${line}`.replace(/…?$/, '…')
    }
    close()
    while (lines.at(-1) === '') lines.pop()
    if (active.type === 'alternate')
      for (let y = 0; y < terminal.rows; y++)
        lines.push((alternate.getLine(y)?.translateToString(true) ?? '').trimEnd())
    while (lines.at(-1) === '') lines.pop()
    return lines
  }
  const write = (bytes: Buffer | string): Promise<void> =>
    new Promise((resolve) => {
      if (bytes.length === 0) return resolve()
      for (let at = 0; at < bytes.length; at += SLICE_BYTES)
        terminal.write(
          bytes.slice(at, at + SLICE_BYTES),
          at + SLICE_BYTES < bytes.length ? look : () => resolve(look()),
        )
    })

  return {
    feed: write,
    async mark({ cols, rows, isStart }) {
      // Whatever modes the program before has left on.
      // Leaving an alternate screen that is not there would still fetch back an old cursor (xterm, ctlseqs).
      const leave = terminal.buffer.active.type === 'alternate' ? '\x1b[?1049l' : ''
      if (isStart) await write(`\x18${leave}\x1b[!p\x1b[?7h`)
      if (isStart && terminal.buffer.active.cursorX > 0) await write('\r\n')
      terminal.resize(options.fixedCols ?? cols, rows)
    },
    rest,
    finish() {
      for (const line of rest()) options.take(line)
      terminal.dispose()
    },
  }
}
