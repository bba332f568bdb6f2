/* oxlint-disable no-underscore-dangle -- the private fields of other libraries are named so */
import { Cell, type Core, type Line } from './emulator.ts'
import { sgr } from './sgr.ts'

const RESET = '\x1b[0m'
/** Attributes that show on an empty cell: inverse, underline, strike; overline. */
const SEEN_FG = Cell.inverse | Cell.underline | Cell.strike
const SEEN_BG = Cell.colorMode | Cell.overline

/**
 * One line of the screen, `cols` cells at most, as text and SGR sequences only; with `links` also OSC 8. What is
 * empty and shows nothing at its end is left out. Begins and ends with default attributes.
 */
export function rowText(line: Line | undefined, cols: number, links?: Core['_oscLinkService']): string {
  if (!line) return ''
  const end = visibleEnd(line, cols)
  let text = ''
  let fg = 0
  let bg = 0
  let ext = 0
  let link = 0
  for (let x = 0; x < end; x++) {
    const content = line._data[x * 3] ?? 0
    const width = content >>> Cell.widthShift
    // The second half of a wide character; but one that was cut off from its first half is a cell of its own.
    if (width === 0 && (content & Cell.codepoint) === 0 && x > 0 && widthAt(line, x - 1) === 2) continue
    const cellFg = line._data[x * 3 + 1] ?? 0
    const cellBg = line._data[x * 3 + 2] ?? 0
    const extended = cellBg & Cell.extended ? line._extendedAttrs[x] : undefined
    const cellExt = extended?._ext ?? 0
    const cellLink = links ? (extended?._urlId ?? 0) : 0
    if (cellLink !== link) {
      text += linkTo(cellLink, links)
      link = cellLink
    }
    if (cellFg !== fg || cellBg !== bg || cellExt !== ext) {
      text += cellFg === 0 && cellBg === 0 ? RESET : sgr(cellFg, cellBg, cellExt)
      fg = cellFg
      bg = cellBg
      ext = cellExt
    }
    text += cellText(line, x, cols)
  }
  if (link !== 0) text += linkTo(0, links)
  return fg === 0 && bg === 0 && ext === 0 ? text : text + RESET
}

/** What stands in the cell: one space where nothing does, or where half of a wide character is cut or written over. */
export function cellText(line: Line, x: number, cols: number): string {
  const content = line._data[x * 3] ?? 0
  const width = content >>> Cell.widthShift
  if (width === 0 || (width === 2 && (x + 1 >= cols || widthAt(line, x + 1) !== 0))) return ' '
  if (content & Cell.combined) return line._combined[x] ?? ' '
  const code = content & Cell.codepoint
  return code === 0 ? ' ' : String.fromCodePoint(code)
}

function widthAt(line: Line, x: number): number {
  return (line._data[x * 3] ?? 0) >>> Cell.widthShift
}

function visibleEnd(line: Line, cols: number): number {
  let end = Math.min(cols, line.length)
  for (; end > 0; end--) {
    const content = line._data[(end - 1) * 3] ?? 0
    const code = content & (Cell.codepoint | Cell.combined)
    const isBlank = code === 0 || code === 0x20
    // The empty second half of a wide character belongs to it.
    if (!isBlank || (content >>> Cell.widthShift === 0 && end > 1 && widthAt(line, end - 2) === 2)) break
    if ((line._data[(end - 1) * 3 + 1] ?? 0) & SEEN_FG || (line._data[(end - 1) * 3 + 2] ?? 0) & SEEN_BG)
      break
  }
  return end
}

function linkTo(id: number, links: Core['_oscLinkService'] | undefined): string {
  const link = id === 0 ? undefined : links?.getLinkData(id)
  if (!link) return '\x1b]8;;\x1b\\'
  return `\x1b]8;${link.id === undefined ? '' : `id=${link.id}`};${link.uri}\x1b\\`
}
