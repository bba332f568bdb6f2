import { bodyRows, type Size } from '../layout.ts'

/** How far a text reaches beyond its window, in lines: a page is what one key moves, `last` the lowest top line. */
export type Extent = { page: number; last: number }

/** A page leaves the last line in view, to read on from. */
export const extentOf = (lines: number, rows: number): Extent => ({
  page: Math.max(1, rows - 1),
  last: Math.max(0, lines - rows),
})

/** Of a text in a panel that takes all of the body. */
export const panelExtent = (lines: number, size: Size): Extent => extentOf(lines, bodyRows(size) - 2) // its frame

/** The line on top after a key. */
export function scrolled(
  top: number,
  key: 'down' | 'up' | 'page-down' | 'page-up',
  { page, last }: Extent,
): number {
  const by = { down: 1, up: -1, 'page-down': page, 'page-up': -page }[key]
  // In a window that has grown since, the end stands higher than it did.
  return Math.min(last, Math.max(0, Math.min(top, last) + by))
}
