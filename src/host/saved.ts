/* oxlint-disable no-underscore-dangle -- the private fields of other libraries are named so */
import { deserialize, serialize } from 'node:v8'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import {
  type Attr,
  type Buf,
  type Charset,
  type Core,
  type Emulator,
  type Extended,
  type Extras,
  type Line,
  openEmulator,
} from './emulator.ts'

/** A whole emulator as bytes, ~1/20 of its size alive. Read only by the process that wrote it. */
export type Saved = Buffer

type SavedAttr = { fg: number; bg: number; ext: number; url: number }
type SavedLine = {
  /** Without the blank ones at its end. */
  cells: Uint32Array
  /** Cells in all; after a change of size not always the screen's width. */
  length: number
  isWrapped: boolean
  combined: Record<number, string>
  extended: [x: number, ext: number, url: number][]
}
type SavedBuffer = Pick<
  Buf,
  'ybase' | 'ydisp' | 'x' | 'y' | 'scrollTop' | 'scrollBottom' | 'savedX' | 'savedY'
> & {
  lines: SavedLine[]
  /** Not always what the size asks for: a buffer that was empty when the size changed keeps the old one. */
  maxLength: number
  tabs: Buf['tabs']
  savedAttr: SavedAttr
  savedCharset: Charset
}
type State = {
  cols: number
  rows: number
  normal: SavedBuffer
  alt: SavedBuffer
  isAlternate: boolean
  attr: SavedAttr
  charset: Charset
  glevel: number
  charsets: Charset[]
  core: Pick<Core['coreService'], 'isCursorHidden' | 'isCursorInitialized' | 'modes' | 'decPrivateModes'>
  mouse: { activeProtocol: string; activeEncoding: string }
  options: { convertEol: boolean; cursorBlink: boolean }
  joinState: number
  links: [id: number, link: { id?: string; uri: string }][]
  extras: Extras
}

/** Everything later output can build on; not titles and palette, which are told elsewhere or belong to the terminal. */
export function save({ terminal, core, extras }: Emulator): Saved {
  const links = new Map<number, { id?: string; uri: string }>()
  const note = (url: number): number => {
    const link = url === 0 ? undefined : core._oscLinkService.getLinkData(url)
    if (link) links.set(url, { ...link })
    return url
  }
  const { coreService: service, _charsetService: sets, coreMouseService: mouse } = core
  const { convertEol, cursorBlink } = core.optionsService.options
  const state: State = {
    cols: terminal.cols,
    rows: terminal.rows,
    normal: saveBuffer(core.buffers.normal, note),
    alt: saveBuffer(core.buffers.alt, note),
    isAlternate: core.buffers.active === core.buffers.alt,
    attr: saveAttr(core._inputHandler._curAttrData, note),
    charset: sets.charset,
    glevel: sets.glevel,
    charsets: [...sets._charsets],
    core: {
      isCursorHidden: service.isCursorHidden,
      isCursorInitialized: service.isCursorInitialized,
      modes: { ...service.modes },
      decPrivateModes: { ...service.decPrivateModes },
    },
    mouse: { activeProtocol: mouse.activeProtocol, activeEncoding: mouse.activeEncoding },
    options: { convertEol, cursorBlink },
    joinState: core._inputHandler._parser.precedingJoinState,
    links: [...links],
    extras,
  }
  return deflateRawSync(serialize(state), { level: 1 })
}

export function restore(saved: Saved): Emulator {
  // Written by save() of this same process.
  const state = deserialize(inflateRawSync(saved)) as State
  const emulator = openEmulator(state.cols, state.rows)
  const { core } = emulator
  const links = new Map(state.links.map(([id, link]) => [id, core._oscLinkService.registerLink(link)]))
  const url = (id: number): number => links.get(id) ?? 0
  restoreBuffer(core, core.buffers.normal, state.normal, url)
  if (state.isAlternate) core.buffers.activateAltBuffer()
  restoreBuffer(core, core.buffers.alt, state.alt, url)
  restoreAttr(core._inputHandler._curAttrData, state.attr, url)
  Object.assign(core._charsetService, {
    charset: state.charset,
    glevel: state.glevel,
    _charsets: state.charsets,
  })
  Object.assign(core.coreService, {
    isCursorHidden: state.core.isCursorHidden,
    isCursorInitialized: state.core.isCursorInitialized,
  })
  Object.assign(core.coreService.modes, state.core.modes)
  Object.assign(core.coreService.decPrivateModes, state.core.decPrivateModes)
  Object.assign(core.coreMouseService, state.mouse)
  Object.assign(core.optionsService.options, state.options)
  core._inputHandler._parser.precedingJoinState = state.joinState
  Object.assign(emulator.extras, state.extras)
  return emulator
}

function saveBuffer(buffer: Buf, note: (url: number) => number): SavedBuffer {
  const { ybase, ydisp, x, y, scrollTop, scrollBottom, savedX, savedY } = buffer
  const lines: SavedLine[] = []
  for (let at = 0; at < buffer.lines.length; at++) {
    const line = buffer.lines.get(at)
    if (line) lines.push(saveLine(line, note))
  }
  return {
    ybase,
    ydisp,
    x,
    y,
    scrollTop,
    scrollBottom,
    savedX,
    savedY,
    lines,
    maxLength: buffer.lines.maxLength,
    tabs: { ...buffer.tabs },
    savedAttr: saveAttr(buffer.savedCurAttrData, note),
    savedCharset: buffer.savedCharset,
  }
}

/** A blank cell: nothing in it, one column wide, no attributes. */
const BLANK = 1 << 22

function saveLine(line: Line, note: (url: number) => number): SavedLine {
  let end = line.length
  while (
    end > 0 &&
    line._data[(end - 1) * 3] === BLANK &&
    !line._data[end * 3 - 2] &&
    !line._data[end * 3 - 1]
  )
    end--
  const extended: SavedLine['extended'] = []
  for (const [x, attrs] of Object.entries(line._extendedAttrs))
    if (attrs) extended.push([Number(x), attrs._ext, note(attrs._urlId)])
  return {
    cells: line._data.slice(0, end * 3),
    length: line.length,
    isWrapped: line.isWrapped,
    combined: { ...line._combined },
    extended,
  }
}

function restoreBuffer(core: Core, buffer: Buf, saved: SavedBuffer, url: (id: number) => number): void {
  const { lines, maxLength, savedAttr, savedCharset, tabs, ...places } = saved
  const plain = core._inputHandler._curAttrData.clone() // of a new emulator: the default attributes
  buffer.lines.length = 0
  buffer.lines.maxLength = maxLength
  for (const from of lines) {
    const line = buffer.getBlankLine(plain)
    if (line.length !== from.length) setLength(line, from.length)
    line._data.set(from.cells)
    line.isWrapped = from.isWrapped
    Object.assign(line._combined, from.combined)
    for (const [x, ext, link] of from.extended)
      line._extendedAttrs[x] = extendedOf(plain.extended, ext, url(link))
    buffer.lines.push(line)
  }
  Object.assign(buffer, places, { savedCharset, tabs })
  restoreAttr(buffer.savedCurAttrData, savedAttr, url)
}

function setLength(line: Line, length: number): void {
  const data = new Uint32Array(length * 3)
  for (let x = 0; x < length; x++) data[x * 3] = BLANK
  line._data = data
  line.length = length
}

function saveAttr(attr: Attr, note: (url: number) => number): SavedAttr {
  return { fg: attr.fg, bg: attr.bg, ext: attr.extended._ext, url: note(attr.extended._urlId) }
}

function restoreAttr(attr: Attr, saved: SavedAttr, url: (id: number) => number): void {
  attr.fg = saved.fg
  attr.bg = saved.bg
  attr.extended = extendedOf(attr.extended, saved.ext, url(saved.url))
}

function extendedOf(like: Extended, ext: number, url: number): Extended {
  const made = like.clone()
  made._ext = ext
  made._urlId = url
  return made
}
