import { line, span, type Line, type Tone } from '../line.ts'

/** Eighths of a cell, from the bottom. */
const UP = ['', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/** One cell for each value, the largest the highest. What is more than nothing shows. */
export function spark(values: readonly number[]): string {
  const most = Math.max(...values, 0)
  return values
    .map((value) => (value <= 0 || most === 0 ? ' ' : UP[Math.max(1, Math.round((value / most) * 8))]))
    .join('')
}

/** A lying bar, `part` of 0 to 1 of the cells; padded to them. Not full cells: bars below each other stay apart. */
export function bar(part: number, cells: number): string {
  const long = Math.round(Math.min(1, Math.max(0, part)) * cells)
  return '▆'.repeat(part > 0 ? Math.max(1, long) : 0).padEnd(cells)
}

/** `▰▰▰▱▱`: how full something is. What is told as 0% is empty. */
export function meter(part: number, cells: number): string {
  const full = Math.min(cells, Math.max(part >= 0.005 ? 1 : 0, Math.round(part * cells)))
  return '▰'.repeat(full) + '▱'.repeat(cells - full)
}

/** The tone of a meter: full is a reason to look. */
export const fullness = (part: number): Tone => (part >= 0.9 ? 'failed' : part >= 0.75 ? 'needs' : 'working')

export type Column = { value: number; label: string }

/** Upright bars, `rows` high without the line of labels, in at most `cols` cells. A label stands below its bar. */
export function columns(all: readonly Column[], size: { cols: number; rows: number }): Line[] {
  const each = Math.max(1, Math.min(8, Math.floor(size.cols / Math.max(1, all.length))))
  const gap = each > 2 ? 1 : 0
  const shown = all.slice(-Math.floor(size.cols / each))
  const most = Math.max(...shown.map(({ value }) => value), 0)
  const out: Line[] = []
  for (let row = size.rows - 1; row >= 0; row--)
    out.push(
      line(
        shown
          .map(({ value }) => {
            const eighths =
              most === 0 || value <= 0 ? 0 : Math.max(1, Math.round((value / most) * size.rows * 8))
            const here = Math.min(8, Math.max(0, eighths - row * 8))
            return (UP[here] || ' ').repeat(each - gap) + ' '.repeat(gap)
          })
          .join('')
          .trimEnd(),
        'accent',
      ),
    )
  out.push(labels(shown, each))
  return out
}

/** As many labels as have room. */
function labels(shown: readonly Column[], each: number): Line {
  let text = ''
  for (const [i, { label }] of shown.entries()) {
    const at = i * each
    if (text.length > at || (text.length > 0 && text.length + 1 > at)) continue
    text = text.padEnd(at) + label
  }
  return [span(text, 'quiet')]
}
