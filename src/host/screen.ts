import type { Peek } from '../protocol/host.ts'
import { openEmulator } from './emulator.ts'
import { type Painting, paint, strokes, type View } from './paint.ts'
import { rowText } from './rows.ts'
import { restore, type Saved, save } from './saved.ts'

export type { Painting, Saved, View }

/**
 * The screen of a session. A bundle of its own, loaded when somebody looks for the first time: most sessions of
 * a big list are never looked at, and it weighs more than the rest of the host.
 */
export type Screen = {
  feed(bytes: Buffer): void
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
  const emulator = Buffer.isBuffer(from) ? restore(from) : openEmulator(from.cols, from.rows)
  const { terminal, core } = emulator
  const active = (): typeof core.buffers.active => core.buffers.active
  return {
    // Deprecated for handlers that wait; ours do not, and a snapshot must be of exactly these bytes.
    feed: (bytes) => core.writeSync(bytes),
    resize: (cols, rows) => terminal.resize(cols, rows),
    paint: (view) => paint(emulator, view),
    strokes,
    peek() {
      const buffer = active()
      const lines = Array.from({ length: terminal.rows }, (_, y) =>
        rowText(buffer.lines.get(buffer.ybase + y), terminal.cols),
      )
      const cursor = {
        x: Math.min(buffer.x, terminal.cols - 1),
        y: buffer.y,
        visible: !core.coreService.isCursorHidden,
      }
      return { cols: terminal.cols, rows: terminal.rows, cursor, lines, alternate: this.isAlternate() }
    },
    text(wanted) {
      const buffer = active()
      let end = buffer.lines.length
      while (end > 0 && rowText(buffer.lines.get(end - 1), terminal.cols) === '') end--
      const start = Math.max(0, end - wanted)
      return Array.from({ length: end - start }, (_, at) =>
        rowText(buffer.lines.get(start + at), terminal.cols),
      )
    },
    isAlternate: () => active() === core.buffers.alt,
    save: () => save(emulator),
    close: () => terminal.dispose(),
  }
}
