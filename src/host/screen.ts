import type { Peek } from '../protocol/host.ts'
import { type Buf, openEmulator } from './emulator.ts'
import { type Painting, paint, strokes, type View } from './paint.ts'
import { rowText } from './rows.ts'
import { restore, type Saved, save } from './saved.ts'

export type { Painting, Saved, View }

/**
 * The screen of a session. A bundle of its own, loaded when somebody looks for the first time: most sessions of
 * a big list are never looked at, and it weighs more than the rest of the host.
 */
export type Screen = {
  /** False when the emulator failed on these bytes: what they would have shown is lost, what was there is kept. */
  feed(bytes: Buffer): boolean
  resize(cols: number, rows: number): void
  paint(view: View): Painting
  strokes(painting: Painting, before?: Painting): string
  peek(): Peek
  /** The newest `lines` of scrollback and screen, SGR only. Empty lines at the end are left out. */
  text(lines: number): string[]
  isAlternate(): boolean
  save(): Saved
  close(): void
}

export function openScreen(from: { cols: number; rows: number } | Saved): Screen {
  let emulator = Buffer.isBuffer(from) ? restore(from) : openEmulator(from.cols, from.rows)
  const active = (): Buf => emulator.core.buffers.active
  const row = (index: number): string => rowText(active().lines.get(index), emulator.terminal.cols)
  const isAlternate = (): boolean => active() === emulator.core.buffers.alt
  return {
    feed(bytes) {
      try {
        // Deprecated for handlers that wait; ours do not, and a snapshot must be of exactly these bytes.
        emulator.core.writeSync(bytes)
        return true
      } catch {
        // An emulator that threw takes nothing more: go on with another in the same state.
        const broken = emulator
        emulator = restore(save(broken))
        broken.terminal.dispose()
        return false
      }
    },
    resize: (cols, rows) => emulator.terminal.resize(cols, rows),
    paint: (view) => paint(emulator, view),
    strokes,
    peek() {
      const { cols, rows } = emulator.terminal
      const { x, y, ybase } = active()
      const lines = Array.from({ length: rows }, (_, at) => row(ybase + at))
      const visible = !emulator.core.coreService.isCursorHidden
      return { cols, rows, cursor: { x: Math.min(x, cols - 1), y, visible }, lines, alternate: isAlternate() }
    },
    text(wanted) {
      let end = active().lines.length
      while (end > 0 && row(end - 1) === '') end--
      const start = Math.max(0, end - wanted)
      return Array.from({ length: end - start }, (_, at) => row(start + at))
    },
    isAlternate,
    save: () => save(emulator),
    close: () => emulator.terminal.dispose(),
  }
}
