import { bodyRows, type Size } from '../layout.ts'
import type { LogScreen } from '../model/screens.ts'
import { wrap } from '../text.ts'

/** Rows of output the log screen shows: all but its frame. */
export const logRows = (size: Size): number => Math.max(1, bodyRows(size) - 2)

type Wrapped = { cols: number; rows: string[] }
const wrapped = new WeakMap<readonly string[], Wrapped>()

/** The output broken to the width of the screen. */
export function logLines(screen: Pick<LogScreen, 'lines' | 'of'>, size: Size): string[] {
  const cols = size.cols - 4
  const known = wrapped.get(screen.lines)
  if (known?.cols === cols) return known.rows
  const rows = screen.lines.flatMap((l) =>
    l === '' ? [''] : screen.of === 'talk' ? hung(l, cols) : wrap(l, cols, 'anywhere'),
  )
  wrapped.set(screen.lines, { cols, rows })
  return rows
}

/** Broken at words, and set in below who says it. */
const hung = (text: string, cols: number): string[] =>
  wrap(text.slice(2), cols - 2, 'words').map((row, i) => (i === 0 ? text.slice(0, 2) : '  ') + row)

/** The first row that shows. */
export function logTop(screen: LogScreen, size: Size): number {
  const last = Math.max(0, logLines(screen, size).length - logRows(size))
  return screen.top === 'follow' ? last : Math.min(screen.top, last)
}

/** Rows that hold the text looked for, upper and lower case alike. */
export function matches(screen: LogScreen, size: Size): number[] {
  const want = screen.find.toLowerCase()
  if (want === '') return []
  const out: number[] = []
  for (const [i, row] of logLines(screen, size).entries()) if (row.toLowerCase().includes(want)) out.push(i)
  return out
}
