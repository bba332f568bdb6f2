import { rowOf, type Cell } from './cells.ts'

// A gap of equal cells this short is cheaper to write again than to jump over (`CSI r;cH` is 6–8 bytes).
const GAP = 6
const ASCII_OR_BOX = /^[\u0020-\u007e\u2500-\u257f\u2580-\u259f]?$/

/**
 * Draws frames by writing only the cells that changed. Every run is addressed absolutely, and again after
 * each character whose width terminals might measure differently, so that one odd title cannot shift a row.
 */
export class Painter {
  #rows: Cell[][] = []
  #lines: string[] = []
  #cols = 0

  /** The bytes that turn the last frame into this one; '' when nothing changed. */
  draw(frame: string, cols: number, rows: number): string {
    const lines = frame.split('\n').slice(0, rows)
    while (lines.length < rows) lines.push('')
    let out = ''
    if (cols !== this.#cols || rows !== this.#lines.length) {
      out += '\u001b[0m\u001b[2J'
      this.#cols = cols
      this.#lines = lines.map(() => '')
      this.#rows = lines.map(() => rowOf('', cols))
    }
    for (const [y, text] of lines.entries()) {
      if (text === this.#lines[y]) continue
      const row = rowOf(text, cols)
      out += diff(this.#rows[y] ?? [], row, y)
      this.#rows[y] = row
      this.#lines[y] = text
    }
    return out
  }

  /** The terminal shows this frame already. */
  know(frame: string, cols: number, rows: number): void {
    this.draw(frame, cols, rows)
  }

  /** The terminal shows something else now: the next frame is drawn whole. */
  forget(): void {
    this.#cols = 0
    this.#lines = []
  }
}

function diff(before: Cell[], now: Cell[], y: number): string {
  let out = ''
  let style = ''
  let at = -1 // where the terminal's cursor is known to be, -1 = must be addressed
  let x = 0
  const end = usedCells(now)
  const wasEnd = usedCells(before)
  while (x < end) {
    if (same(before[x], now[x])) {
      x++
      continue
    }
    while (now[x]?.text === '' && x > 0) x-- // the rest of a wide character changed: write the whole
    if (at !== x) {
      const gap = at >= 0 && x > at && x - at <= GAP ? now.slice(at, x) : undefined
      if (gap?.every((c) => c.style === style && ASCII_OR_BOX.test(c.text) && c.text !== ''))
        out += gap.map((c) => c.text).join('')
      else out += `\u001b[${y + 1};${x + 1}H`
    }
    const cell = now[x]
    if (!cell) break
    if (cell.style !== style) {
      out += cell.style === '' ? '\u001b[0m' : `\u001b[0;${cell.style}m`
      style = cell.style
    }
    out += cell.text
    x++
    while (now[x]?.text === '') x++
    at = ASCII_OR_BOX.test(cell.text) ? x : -1
  }
  if (style !== '') out += '\u001b[0m'
  if (wasEnd > end) out += `${at === end ? '' : `\u001b[${y + 1};${end + 1}H`}\u001b[K`
  return out
}

function same(a: Cell | undefined, b: Cell | undefined): boolean {
  return a?.text === b?.text && a?.style === b?.style
}

/** Cells up to the last one that is not plain space. */
function usedCells(row: Cell[]): number {
  let end = row.length
  while (end > 0 && row[end - 1]?.text === ' ' && row[end - 1]?.style === '') end--
  return end
}
