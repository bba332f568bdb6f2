import { encodeFrame, encodeJson, Frame } from '../protocol/frames.ts'
import type { Notice } from '../protocol/host.ts'
import type { Mirror } from './mirror.ts'
import { isReport } from './replies.ts'
import type { Painting, Screen } from './screen.ts'

/** A window of another size than the session's is repainted at most this often. */
const REPAINT_MS = 50
/** Painting may take this share of the time: a flood must not be slowed down by those who only look. */
const REPAINT_SHARE = 4

/** Where frames for a terminal go. The buffer may be reused afterwards. */
export type Sink = {
  send(frame: Buffer): void
  /** Nothing waits. */
  readonly isEmpty: boolean
  /** Calls once nothing waits any more; never when it has gone. */
  onceDrained(tell: () => void): void
}

/** One attached terminal. */
export type Attached = {
  name: string
  readOnly: boolean
  cols: number
  rows: number
  outbox: Sink
  /** It took longer to drain than a program waits for. Until it has drained nobody waits for it. */
  isSlow: boolean
  /** When its last screen was made, ms of `performance`, and what it cost. */
  shown: { at: number; cost: number }
  /**
   * `raw`: gets output as it comes. `waiting`: a screen is being made for it, output is left out. `small`: its
   * size is another, it gets pictures; `painted` is what it shows.
   */
  sees: { as: 'waiting' } | { as: 'raw' } | { as: 'small'; painted: Painting; isStale: boolean }
}

export type Attachments = {
  add(terminal: Omit<Attached, 'sees' | 'isSlow' | 'shown'>): Attached
  remove(terminal: Attached): void
  /** Output, as a whole frame. */
  output(frame: Buffer): void
  /** False when it was not somebody typing, or came from one who may not: nothing goes to the program. */
  typed(terminal: Attached, bytes: Buffer): 'typed' | 'report' | 'nothing'
  resized(terminal: Attached, cols: number, rows: number): void
  /** It must get a whole screen: it asked for one. */
  repaint(terminal: Attached): void
  /** The same, because it lost output: not at once when it had one a moment ago. */
  catchUp(terminal: Attached): void
  /** One who types and is not slow has not taken all output yet: see Attached. */
  behind(): Attached | undefined
  broadcast(frame: Buffer): void
  /** The last picture for those who do not get raw output. */
  finish(screen: Screen, rest: Buffer): void
  counts(): { drivers: number; watchers: number }
  close(): void
}

/**
 * Everybody who is attached. The size of the session follows whoever attached or typed last; terminals of that
 * size get raw output, all others pictures cut to their own.
 */
export function openAttachments(options: {
  mirror: Mirror
  cols: number
  rows: number
  resize(cols: number, rows: number): void
  onCount(): void
}): Attachments {
  const { mirror } = options
  let { cols, rows } = options
  /** Most recent first. */
  let terminals: Attached[] = []
  let timer: NodeJS.Timeout | undefined
  let isPainting = false

  const driver = (): Attached | undefined => terminals.find((one) => !one.readOnly)
  const fits = (one: Attached): boolean => one.cols === cols && one.rows === rows
  const notify = (one: Attached, notice: Notice): void => one.outbox.send(encodeJson(Frame.notice, notice))

  const announce = (): void => {
    const at = driver()
    for (const one of terminals)
      notify(one, { type: 'driver', you: one === at, cols, rows, name: at?.name ?? '' })
  }
  /** Brings `one` to the front: the session takes its size. */
  const drive = (one: Attached): void => {
    if (terminals[0] !== one) terminals = [one, ...terminals.filter((other) => other !== one)]
    if (!fits(one)) {
      cols = one.cols
      rows = one.rows
      options.resize(cols, rows)
      for (const other of terminals) refresh(other)
    }
    announce()
  }
  /** Makes a new screen for it; then it goes on with raw output or pictures, as its size is by then. */
  const refresh = (one: Attached): void => {
    if (one.sees.as === 'waiting') return // that screen is made of what there is by then
    one.sees = { as: 'waiting' }
    show(one)
  }
  const show = (one: Attached, hurry = false): void => {
    const began = performance.now()
    const wait = mirror.look((screen, rest) => {
      if (!terminals.includes(one)) return
      paintWhole(one, screen, rest)
      const at = performance.now()
      one.shown = { at, cost: at - began }
    }, hurry)
    wait.catch(() => {
      // No screen can be made (the bundle is gone): raw output is better than nothing.
      one.sees = { as: 'raw' }
    })
  }
  const paintWhole = (one: Attached, screen: Screen, rest: Buffer): void => {
    const exact = fits(one)
    const painting = screen.paint({ cols: one.cols, rows: one.rows, exact, input: !one.readOnly })
    const bytes = Buffer.from(screen.strokes(painting))
    one.outbox.send(encodeFrame(Frame.screen, exact ? Buffer.concat([bytes, rest]) : bytes))
    one.sees = exact ? { as: 'raw' } : { as: 'small', painted: painting, isStale: false }
  }
  const repaintSmall = (): void => {
    timer = undefined
    const stale = terminals.filter((one) => one.sees.as === 'small' && one.sees.isStale)
    if (stale.length === 0 || isPainting) return
    isPainting = true
    const began = performance.now()
    mirror
      .look((screen) => {
        for (const one of stale) {
          if (one.sees.as !== 'small' || !terminals.includes(one) || !one.outbox.isEmpty) continue
          const painting = screen.paint({
            cols: one.cols,
            rows: one.rows,
            exact: false,
            input: !one.readOnly,
          })
          const bytes = screen.strokes(painting, one.sees.painted)
          one.sees = { as: 'small', painted: painting, isStale: false }
          one.outbox.send(encodeFrame(Frame.screen, bytes))
        }
      })
      .catch(() => {})
      .finally(() => {
        isPainting = false
        const pause = Math.max(REPAINT_MS, (performance.now() - began) * REPAINT_SHARE)
        if (terminals.some((one) => one.sees.as === 'small' && one.sees.isStale))
          timer ??= setTimeout(repaintSmall, pause)
      })
  }

  return {
    add(terminal) {
      const one: Attached = {
        ...terminal,
        isSlow: false,
        shown: { at: 0, cost: 0 },
        sees: { as: 'waiting' },
      }
      if (one.readOnly) {
        terminals.push(one)
        announce()
      } else drive(one)
      show(one)
      options.onCount()
      return one
    },
    remove(terminal) {
      const wasDriver = driver() === terminal
      terminals = terminals.filter((one) => one !== terminal)
      const next = driver()
      if (wasDriver && next) drive(next) // with nobody left the size stays as it is
      options.onCount()
    },
    output(frame) {
      let someStale = false
      for (const one of terminals) {
        if (one.sees.as === 'raw') one.outbox.send(frame)
        else if (one.sees.as === 'small') {
          one.sees.isStale = true
          someStale = true
        }
      }
      if (someStale && !isPainting) timer ??= setTimeout(repaintSmall, REPAINT_MS)
    },
    typed(terminal, bytes) {
      if (terminal.readOnly) return 'nothing'
      const report = isReport(bytes)
      if (terminal !== driver()) {
        if (report) return 'nothing' // the driver's terminal answers
        drive(terminal)
      }
      return report ? 'report' : 'typed'
    },
    resized(terminal, newCols, newRows) {
      if (terminal.cols === newCols && terminal.rows === newRows) return
      terminal.cols = newCols
      terminal.rows = newRows
      if (terminal === driver()) drive(terminal)
      else refresh(terminal)
    },
    repaint: refresh,
    catchUp(one) {
      if (one.sees.as === 'waiting') return
      one.sees = { as: 'waiting' }
      const rest = one.shown.at + Math.max(REPAINT_MS, one.shown.cost * REPAINT_SHARE) - performance.now()
      if (rest <= 0) show(one, true)
      else setTimeout(() => terminals.includes(one) && show(one, true), rest)
    },
    behind: () => terminals.find((one) => !one.readOnly && !one.isSlow && !one.outbox.isEmpty),
    broadcast(frame) {
      for (const one of terminals) one.outbox.send(frame)
    },
    finish(screen, rest) {
      for (const one of terminals) if (one.sees.as !== 'raw') paintWhole(one, screen, rest)
    },
    counts() {
      const watchers = terminals.filter((one) => one.readOnly).length
      return { drivers: terminals.length - watchers, watchers }
    },
    close: () => clearTimeout(timer),
  }
}
