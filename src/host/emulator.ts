/* oxlint-disable no-underscore-dangle -- the private fields of other libraries are named so */
import headless from '@xterm/headless'
import type { Terminal as TerminalType } from '@xterm/headless'
import { Unicode11Addon } from '@xterm/addon-unicode11'
import { boundRepeats } from '../terminal/repeats.ts'

/** Lines kept above the screen, for `text` and for a window that grows. */
const SCROLLBACK = 1000

/**
 * The parts of @xterm/headless 6.0.0 beneath its public interface that painting, saving and feeding need: cells
 * as numbers (the public way makes an object a cell, five times slower) and state it does not show at all.
 * Tests hold them against the public interface.
 */
export type Core = {
  writeSync(bytes: Uint8Array): void
  buffers: { normal: Buf; alt: Buf; active: Buf; activateAltBuffer(): void; activateNormalBuffer(): void }
  coreService: {
    isCursorHidden: boolean
    isCursorInitialized: boolean
    modes: { insertMode: boolean }
    decPrivateModes: {
      applicationCursorKeys: boolean
      applicationKeypad: boolean
      bracketedPasteMode: boolean
      cursorBlink: boolean | undefined
      cursorStyle: 'block' | 'underline' | 'bar' | undefined
      origin: boolean
      reverseWraparound: boolean
      sendFocus: boolean
      synchronizedOutput: boolean
      wraparound: boolean
    }
  }
  coreMouseService: { activeProtocol: string; activeEncoding: string }
  optionsService: { options: { convertEol: boolean; cursorBlink: boolean } }
  _charsetService: { charset: Charset; glevel: number; _charsets: Charset[] }
  _oscLinkService: {
    getLinkData(id: number): Link | undefined
    registerLink(link: Link): number
  }
  _inputHandler: {
    _curAttrData: Attr
    _parser: { precedingJoinState: number }
    eraseInDisplay(params: { params: number[] }, respectProtect: boolean): boolean
  }
}
export type Charset = Record<string, string> | undefined
export type Link = { id?: string; uri: string }
export type Extended = { _ext: number; _urlId: number; clone(): Extended }
export type Attr = { fg: number; bg: number; extended: Extended; clone(): Attr }
export type Line = {
  /** Three numbers a cell: content, foreground, background; see Cell. */
  _data: Uint32Array
  _combined: Record<number, string>
  _extendedAttrs: Record<number, Extended | undefined>
  isWrapped: boolean
  length: number
}
export type Buf = {
  lines: { length: number; maxLength: number; get(index: number): Line | undefined; push(line: Line): void }
  ybase: number
  ydisp: number
  x: number
  y: number
  scrollTop: number
  scrollBottom: number
  tabs: Record<number, boolean | undefined>
  savedX: number
  savedY: number
  savedCurAttrData: Attr
  savedCharset: Charset
  getBlankLine(attr: Attr): Line
}

/** Bits of a cell's three numbers (common/buffer/Constants.ts of xterm.js). */
export const Cell = {
  codepoint: 0x1fffff,
  combined: 0x200000,
  widthShift: 22,
  colorMode: 0x3000000,
  color16: 0x1000000,
  color256: 0x2000000,
  colorRgb: 0x3000000,
  rgb: 0xffffff,
  inverse: 0x4000000,
  bold: 0x8000000,
  underline: 0x10000000,
  blink: 0x20000000,
  invisible: 0x40000000,
  strike: 0x80000000,
  italic: 0x4000000,
  dim: 0x8000000,
  extended: 0x10000000,
  overline: 0x40000000,
  underlineStyleShift: 26,
} as const

/** What programs switch that xterm.js does not keep: the person's terminal must be told all the same. */
export type Extras = {
  /** Private modes by number. */
  modes: Set<number>
  /** Kitty keyboard flags, a stack a screen, the last one in force. */
  kitty: { normal: number[]; alternate: number[] }
  /** xterm's modifyOtherKeys. */
  otherKeys: number
  /** Tab stops were ever other than every eight columns. */
  tabs: boolean
}

/** 5 reverse video, 1005/1015 old mouse encodings, 1007 wheel as arrows, 2031 colour scheme reports, 2048 size reports. */
export const EXTRA_MODES = [5, 1005, 1007, 1015, 2031, 2048]
const KITTY_DEPTH = 32

export type Emulator = { terminal: TerminalType; core: Core; extras: Extras }

export function openEmulator(cols: number, rows: number): Emulator {
  const terminal = new headless.Terminal({
    cols,
    rows,
    scrollback: SCROLLBACK,
    // Sessions are started at a size nobody looks with: the line with the cursor must fit the window like others.
    reflowCursorLine: true,
    allowProposedApi: true,
    logLevel: 'off',
  })
  terminal.loadAddon(new Unicode11Addon())
  terminal.unicode.activeVersion = '11'
  boundRepeats(terminal)
  // The one cast: see Core.
  const core = (terminal as unknown as { _core: Core })._core
  const extras: Extras = { modes: new Set(), kitty: { normal: [], alternate: [] }, otherKeys: 0, tabs: false }
  watchExtras({ terminal, core, extras })
  mendErase({ terminal, core, extras })
  return { terminal, core, extras }
}

function watchExtras({ terminal, core, extras }: Emulator): void {
  const stack = (): number[] =>
    core.buffers.active === core.buffers.alt ? extras.kitty.alternate : extras.kitty.normal
  const first = (params: (number | number[])[], at: number): number => {
    const value = params[at]
    return typeof value === 'number' && value > 0 ? value : 0
  }
  const reset = (): false => {
    extras.modes.clear()
    extras.kitty = { normal: [], alternate: [] }
    extras.otherKeys = 0
    return false // xterm.js does the rest
  }
  const { parser } = terminal
  for (const final of ['h', 'l'])
    parser.registerCsiHandler({ prefix: '?', final }, (params) => {
      for (const mode of params)
        if (typeof mode === 'number' && EXTRA_MODES.includes(mode)) setIn(extras.modes, mode, final === 'h')
      return false
    })
  // https://sw.kovidgoyal.net/kitty/keyboard-protocol/: push, pop, set (1 all, 2 add, 3 take away).
  parser.registerCsiHandler({ prefix: '>', final: 'u' }, (params) => {
    const flags = stack()
    flags.push(first(params, 0))
    if (flags.length > KITTY_DEPTH) flags.shift()
    return true
  })
  parser.registerCsiHandler({ prefix: '<', final: 'u' }, (params) => {
    const flags = stack()
    flags.length = Math.max(0, flags.length - (first(params, 0) || 1))
    return true
  })
  parser.registerCsiHandler({ prefix: '=', final: 'u' }, (params) => {
    const flags = stack()
    const now = flags.pop() ?? 0
    const value = first(params, 0)
    const how = first(params, 1) || 1
    flags.push(how === 2 ? now | value : how === 3 ? now & ~value : value)
    return true
  })
  parser.registerCsiHandler({ prefix: '>', final: 'm' }, (params) => {
    if (params.length === 0 || first(params, 0) === 4) extras.otherKeys = first(params, 1)
    return true
  })
  parser.registerEscHandler({ final: 'c' }, reset)
  parser.registerCsiHandler({ intermediates: '!', final: 'p' }, reset)
}

/**
 * xterm.js 6.0.0 throws on "erase up to here" (CSI 1 J) at the end of the last line: it unwraps the line below,
 * and there is none. For that one call there is.
 */
function mendErase({ terminal, core }: Emulator): void {
  for (const prefix of ['', '?'])
    terminal.parser.registerCsiHandler({ ...(prefix && { prefix }), final: 'J' }, ([what]) => {
      const { lines, y } = core.buffers.active
      if (what !== 1 || lines.get(y + 1)) return false
      const spare = core.buffers.active.getBlankLine(core._inputHandler._curAttrData)
      const { get } = lines
      lines.get = (index) => get.call(lines, index) ?? spare
      try {
        return core._inputHandler.eraseInDisplay({ params: [1] }, prefix === '?')
      } finally {
        lines.get = get
      }
    })
}

function setIn(set: Set<number>, value: number, isIn: boolean): void {
  if (isIn) set.add(value)
  else set.delete(value)
}
