export type Size = { cols: number; rows: number }

/** Where the panes of the list screen lie, in cells. Rows count the body between header and footer. */
export type Layout =
  | { shape: 'wide'; listCols: number; peekCols: number; rows: number }
  | { shape: 'stacked'; cols: number; listRows: number; peekRows: number }
  | { shape: 'narrow'; cols: number; rows: number }

const WIDE_FROM = 110
const STACKED_FROM = 60
// Below this a peek would leave too few rows to choose from.
const PEEK_FROM_ROWS = 16
const PEEK_ROWS_MIN = 7
// 80 columns, the frame around them, and the gap before it.
const PEEK_FULL = 80 + 4 + 1
// A row longer than this is hard to follow from one end to the other.
const LIST_MAX = 132

// From this height on a blank row under the header costs nothing and gives calm.
const AIRY_FROM_ROWS = 30

/** Rows above the body: the header, and a blank one where there is room. */
export const topRows = (size: Size): number => (size.rows >= AIRY_FROM_ROWS ? 2 : 1)

/** Rows between header and footer. */
export const bodyRows = (size: Size): number => Math.max(1, size.rows - topRows(size) - 1)

/** `wanted` is how many rows the whole list would take: what it does not need, the peek gets. */
export function layoutOf(size: Size, wanted: number): Layout {
  const rows = bodyRows(size)
  const { cols } = size
  if (cols >= WIDE_FROM) {
    // Most sessions are 80 columns wide: past what shows those, the list gets the room.
    const listCols = Math.max(
      64,
      Math.min(Math.round(cols * 0.54), LIST_MAX),
      Math.min(cols - PEEK_FULL, LIST_MAX),
    )
    return { shape: 'wide', listCols, peekCols: cols - listCols - 1, rows }
  }
  if (cols >= STACKED_FROM) {
    if (size.rows < PEEK_FROM_ROWS) return { shape: 'stacked', cols, listRows: rows, peekRows: 0 }
    const listRows = Math.min(Math.max(wanted, 4), rows - PEEK_ROWS_MIN)
    return { shape: 'stacked', cols, listRows, peekRows: rows - listRows }
  }
  return { shape: 'narrow', cols, rows }
}

/** Rows the list may take before it has to be dense. A peek below it deserves its share. */
export function roomOf(size: Size): number {
  const rows = bodyRows(size)
  const stacked = size.cols >= STACKED_FROM && size.cols < WIDE_FROM && size.rows >= PEEK_FROM_ROWS
  return stacked ? Math.floor(rows * 0.6) : rows
}

/** Columns the list has. */
export function listColsOf(size: Size): number {
  const layout = layoutOf(size, 0)
  return layout.shape === 'wide' ? layout.listCols : layout.cols
}

export function listRowsOf(layout: Layout): number {
  return layout.shape === 'stacked' ? layout.listRows : layout.rows
}

/** Smaller than this there is nothing sensible to draw. */
export const fits = ({ cols, rows }: Size): boolean => cols >= 24 && rows >= 6
