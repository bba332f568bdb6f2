/* oxlint-disable no-underscore-dangle -- the private fields of other libraries are named so */
import { type Buf, Cell, type Charset, type Core, type Emulator, EXTRA_MODES, type Line } from './emulator.ts'
import { cellText, rowText } from './rows.ts'
import { sgr } from './sgr.ts'

/** Who looks. `exact`: its size is the session's and raw output follows. `input`: it may type. */
export type View = { cols: number; rows: number; exact: boolean; input: boolean }

/** A whole screen for one view: a text for each of its rows, and what comes after them: modes and cursor. */
export type Painting = { rows: string[]; modes: string }

/**
 * The screen as `view` sees it. A smaller window shows the rows around the cursor and the left edge; a larger
 * one is blank around the screen.
 */
export function paint(emulator: Emulator, view: View): Painting {
  const { core, terminal } = emulator
  const buffer = core.buffers.active
  const top = Math.max(0, Math.min(buffer.y - view.rows + 1, terminal.rows - view.rows))
  const rows: string[] = []
  for (let y = 0; y < view.rows; y++) {
    const line = top + y < terminal.rows ? buffer.lines.get(buffer.ybase + top + y) : undefined
    rows.push(rowText(line, view.cols, core._oscLinkService))
  }
  const place = view.exact ? exactPlace(emulator) : croppedPlace(core, view, top)
  const input = inputModes(emulator, view.input)
  return { rows, modes: place + input + (core.coreService.isCursorHidden ? '' : '\x1b[?25h') }
}

/**
 * Bytes that bring a terminal, in whatever state but on its alternate screen, to show the painting. With the
 * one before it only the rows that differ are written.
 */
export function strokes(painting: Painting, before?: Painting): string {
  // Shown at once where terminals know how (2026); every mode that changes how rows are written is off first.
  let text = '\x1b[?2026h\x1b[?25l\x1b[?6l\x1b[?7h\x1b[?69l\x1b[4l\x1b[r\x1b(B\x1b)B\x0f\x1b[0m'
  for (const [y, row] of painting.rows.entries()) {
    if (before?.rows[y] === row) continue
    // Cleared before and not behind: after the last column an erase would take that column away.
    text += `\x1b[${y + 1};1H\x1b[2K${row}`
  }
  return `${text}${painting.modes}\x1b[?2026l`
}

function croppedPlace(core: Core, view: View, top: number): string {
  const { x, y } = core.buffers.active
  const row = Math.max(1, Math.min(y - top + 1, view.rows))
  return `\x1b[${row};${Math.min(x + 1, view.cols)}H`
}

/** Scroll region, tab stops, saved cursor, cursor, character sets: all that raw output builds on. */
function exactPlace(emulator: Emulator): string {
  const { core, terminal } = emulator
  const { cols, rows } = terminal
  const buffer = core.buffers.active
  const { decPrivateModes: modes, modes: ansi } = core.coreService
  const attr = core._inputHandler._curAttrData
  let text = tabStops(emulator) + savedCursor(buffer, rows)
  if (buffer.scrollTop > 0 || buffer.scrollBottom < rows - 1)
    text += `\x1b[${buffer.scrollTop + 1};${buffer.scrollBottom + 1}r`
  // From here on rows count from the region's top.
  if (modes.origin) text += '\x1b[?6h'
  const row = Math.max(0, buffer.y - (modes.origin ? buffer.scrollTop : 0)) + 1
  const line = buffer.lines.get(buffer.ybase + buffer.y)
  text += line && buffer.x >= cols ? pendingWrap(line, row, cols) : `\x1b[${row};${buffer.x + 1}H`
  text += sgr(attr.fg, attr.bg, attr.extended._ext) + charsets(core)
  if (ansi.insertMode) text += '\x1b[4h'
  return modes.wraparound ? text : `${text}\x1b[?7l`
}

/** A cursor behind the last column exists only after printing there: print that cell once more. */
function pendingWrap(line: Line, row: number, cols: number): string {
  const isSecondHalf = (line._data[(cols - 1) * 3] ?? 0) >>> Cell.widthShift === 0
  const x = isSecondHalf ? cols - 2 : cols - 1
  const fg = line._data[x * 3 + 1] ?? 0
  const bg = line._data[x * 3 + 2] ?? 0
  return `\x1b[${row};${x + 1}H${sgr(fg, bg, line._extendedAttrs[x]?._ext ?? 0)}${cellText(line, x, cols)}`
}

/** Saving takes the cursor, attributes and character set of the moment. */
function savedCursor(
  { savedX, savedY, ybase, savedCurAttrData: attr, savedCharset }: Buf,
  rows: number,
): string {
  const y = Math.max(0, Math.min(savedY - ybase, rows - 1))
  const drawing = isDrawing(savedCharset)
  return `\x1b[${y + 1};${savedX + 1}H${sgr(attr.fg, attr.bg, 0)}${drawing ? '\x1b(0' : ''}\x1b7${drawing ? '\x1b(B' : ''}`
}

function tabStops({ core, terminal: { cols }, extras }: Emulator): string {
  const { tabs } = core.buffers.active
  const stops = Array.from({ length: cols }, (_, x) => x).filter((x) => tabs[x])
  const isUsual = stops.length === Math.ceil(cols / 8) && stops.every((x) => x % 8 === 0)
  if (isUsual && !extras.tabs) return ''
  extras.tabs = true // from now on every painting sets them, since a terminal may have got others from us
  return `\x1b[3g${stops.map((x) => `\x1b[1;${x + 1}H\x1bH`).join('')}`
}

/** Only line drawing is carried over: the national sets of the 1980s have no users left. */
function charsets({ _charsetService: { charset, glevel, _charsets: sets } }: Core): string {
  const g0 = glevel === 0 ? charset : sets[0]
  const g1 = glevel === 1 ? charset : sets[1]
  return `${isDrawing(g0) ? '\x1b(0' : ''}${isDrawing(g1) ? '\x1b)0' : ''}${glevel === 1 ? '\x0e' : ''}`
}

function isDrawing(charset: Charset): boolean {
  return charset?.q === '\u2500'
}

const MOUSE: Record<string, string> = { X10: '9', VT200: '1000', DRAG: '1002', ANY: '1003' }
const ENCODING: Record<string, string> = { SGR: '1006', SGR_PIXELS: '1016' }

/** How keys, mouse and paste are to be sent, cursor style and what else outlives a repaint. */
function inputModes({ core, extras }: Emulator, mayType: boolean): string {
  const { decPrivateModes: modes } = core.coreService
  const on = (mode: string | number, wanted: boolean): string => `\x1b[?${mode}${wanted ? 'h' : 'l'}`
  const protocol = MOUSE[core.coreMouseService.activeProtocol]
  const encoding = ENCODING[core.coreMouseService.activeEncoding]
  const kitty = core.buffers.active === core.buffers.alt ? extras.kitty.alternate : extras.kitty.normal
  let text = ''
  // Old ones off first: some terminals keep one mouse mode and let any `l` end it.
  for (const mode of Object.values(MOUSE)) if (!mayType || mode !== protocol) text += on(mode, false)
  for (const mode of Object.values(ENCODING)) if (!mayType || mode !== encoding) text += on(mode, false)
  if (mayType && protocol) text += on(protocol, true)
  if (mayType && encoding) text += on(encoding, true)
  text += on(1, mayType && modes.applicationCursorKeys)
  text += mayType && modes.applicationKeypad ? '\x1b=' : '\x1b>'
  text += on(45, modes.reverseWraparound)
  text += on(1004, mayType && modes.sendFocus)
  text += on(2004, mayType && modes.bracketedPasteMode)
  for (const mode of EXTRA_MODES) text += on(mode, extras.modes.has(mode) && (mayType || mode === 5))
  // Unknown to older terminals: not sent unless a program used them.
  if (kitty.length > 0) text += `\x1b[=${mayType ? (kitty.at(-1) ?? 0) : 0};1u`
  if (extras.otherKeys > 0) text += `\x1b[>4;${mayType ? extras.otherKeys : 0}m`
  return text + cursorStyle(modes)
}

function cursorStyle({ cursorStyle, cursorBlink }: Core['coreService']['decPrivateModes']): string {
  const style = cursorStyle === undefined ? 0 : { block: 2, underline: 4, bar: 6 }[cursorStyle]
  return `\x1b[${style === 0 ? 0 : style - (cursorBlink ? 1 : 0)} q`
}
