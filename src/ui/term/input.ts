import { StringDecoder } from 'node:string_decoder'
import { clickOf, type Click } from './mouse.ts'

/** One thing the person did. `raw` is the text it was read from, to hand the rest of a chunk on. */
export type Token =
  | { type: 'key'; key: string; raw: string }
  /** A bracketed paste, whole, as it was sent. */
  | { type: 'paste'; text: string; raw: string }
  | { type: 'mouse'; click: Click; raw: string }

/** How long an ESC may wait for the rest of a sequence before it counts as the key, ms. Split sequences are
 * rare and arrive within a few ms; longer would make the Escape key feel slow. */
export const ESCAPE_MS = 40
/** A paste whose end never comes must not swallow the keyboard for ever, ms. */
const PASTE_MS = 5000
/** A reply that was asked for may come in pieces over a slow line, ms. */
const REPLY_MS = 1000
/** Replies to queries are short; anything longer is not one. */
const REPLY_LIMIT = 4096
const PASTE_LIMIT = 1024 * 1024

const PASTE_START = '\u001b[200~'
const PASTE_END = '\u001b[201~'

const NAMED: Record<string, string> = {
  '\r': 'enter',
  '\n': 'ctrl+j',
  '\t': 'tab',
  ' ': 'space',
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u001b': 'esc',
  '\u0000': 'ctrl+space',
}
const FINALS: Record<string, string> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  Z: 'backtab',
}
const TILDES: Record<string, string> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
}

/**
 * Reads a terminal's bytes into keys: one token a key however many came in one chunk, whatever the chunk
 * borders cut. Alt+x is Escape, then x. Replies to queries are told to `heard` and never are keys; focus
 * reports and what the mouse does beside a click and the wheel yield nothing.
 */
export class Tokenizer {
  #utf8 = new StringDecoder('utf8')
  #held = ''
  /** Set while a reply is on its way: half of one is then no key. */
  awaits = false
  readonly #heard: (reply: string) => void

  constructor(heard: (reply: string) => void = () => {}) {
    this.#heard = heard
  }

  push(chunk: Buffer): Token[] {
    this.#held += this.#utf8.write(chunk)
    return this.#read(false)
  }

  /** How long to wait for more bytes before `flush`, ms; undefined when nothing is held. */
  get waiting(): number | undefined {
    if (this.#held === '') return undefined
    if (this.#held.startsWith(PASTE_START)) return PASTE_MS
    return this.awaits && HALF_REPLY.test(this.#held) ? REPLY_MS : ESCAPE_MS
  }

  /** Nothing more came: what is held counts as it stands. */
  flush(): Token[] {
    return this.#read(true)
  }

  /** Gives up what is held: for a change of who reads the terminal. */
  take(): Buffer {
    const held = Buffer.from(this.#held + this.#utf8.end())
    this.#held = ''
    return held
  }

  #read(final: boolean): Token[] {
    const out: Token[] = []
    while (this.#held !== '') {
      const piece = next(this.#held, final)
      if (piece === 'more') break
      this.#held = this.#held.slice(piece.length)
      if (piece.token) out.push(piece.token)
      if (piece.reply) this.#heard(piece.reply)
    }
    return out
  }
}

/** What a reply to OSC 11 or DA1 begins with. A bare ESC is mostly the key. */
const HALF_REPLY = /^\u001b(?:\]|\[\?)/

type Piece = 'more' | { length: number; token?: Token; reply?: string }

function next(text: string, final: boolean): Piece {
  if (text[0] !== '\u001b') return plainKey(text)
  if (text.startsWith(PASTE_START)) return paste(text, final)
  const second = text[1]
  if (second === undefined) return final ? key('esc', text[0]) : 'more'
  if (second === '[') return csi(text, final)
  if (second === 'O') return ss3(text, final)
  if (']P_^X'.includes(second)) return reply(text, final)
  return key('esc', '\u001b') // Alt+x: the x is read next
}

const key = (name: string, raw: string): Piece => ({
  length: raw.length,
  token: { type: 'key', key: name, raw },
})

function plainKey(text: string): Piece {
  const raw = String.fromCodePoint(text.codePointAt(0) ?? 0)
  const named = NAMED[raw]
  if (named) return key(named, raw)
  const code = raw.charCodeAt(0)
  if (code < 32) return key(`ctrl+${String.fromCharCode(code + 96)}`, raw)
  // A character of several code points (a letter and its accents) is several keys; text puts them together.
  return code >= 0x80 && code < 0xa0 ? { length: raw.length } : key(raw, raw)
}

function paste(text: string, final: boolean): Piece {
  const end = text.indexOf(PASTE_END, PASTE_START.length)
  if (end === -1 && !final && text.length < PASTE_LIMIT) return 'more'
  const length = end === -1 ? text.length : end + PASTE_END.length
  const body = text.slice(PASTE_START.length, end === -1 ? length : end)
  return { length, token: { type: 'paste', text: body, raw: text.slice(0, length) } }
}

// ECMA-48: parameters 0x30–3f, intermediates 0x20–2f, final 0x40–7e.
const CSI = /^\u001b\[([0-?]*)([ -/]*)([@-~])/
const CSI_SO_FAR = /^\u001b\[[0-?]*[ -/]*$/

function csi(text: string, final: boolean): Piece {
  // X10 mouse reports have three bytes after the final one.
  if (text.startsWith('\u001b[M'))
    return text.length >= 6 || final ? { length: Math.min(6, text.length) } : 'more'
  // Linux console: F1–F5 are ESC [ [ A–E.
  if (text.startsWith('\u001b[['))
    return text.length >= 4 || final ? { length: Math.min(4, text.length) } : 'more'
  const match = CSI.exec(text)
  if (!match) {
    if (CSI_SO_FAR.test(text) && !final && text.length < REPLY_LIMIT) return 'more'
    if (CSI_SO_FAR.test(text) && text.length > 2) return { length: text.length } // cut off: no keys in there
    return key('esc', '\u001b') // Alt+[ and then something else
  }
  const [raw, parameters = '', , last = ''] = match
  const [first = '', modifiers = ''] = parameters.split(';')
  if (last === '~') return named(raw, TILDES[first])
  if (parameters.startsWith('<')) {
    const click = clickOf(raw)
    return { length: raw.length, ...(click && { token: { type: 'mouse', click, raw } }) }
  }
  if (last === 'u') return kitty(raw, first, modifiers)
  if (last === 'c') return told(raw)
  // Only plain arrows and those with modifiers: `CSI 1;5A`. Others with these finals are replies.
  if (/^(?:|1|1;\d+)$/.test(parameters)) return named(raw, FINALS[last])
  return { length: raw.length }
}

const told = (reply: string): Piece => ({ length: reply.length, reply })

function named(raw: string, name: string | undefined): Piece {
  return name ? key(name, raw) : { length: raw.length }
}

/** Some terminals stay in kitty's keyboard mode after a program that crashed: `CSI code ; modifiers u`. */
function kitty(raw: string, first: string, modifiers: string): Piece {
  const code = Number.parseInt(first, 10)
  if (!Number.isInteger(code) || code <= 0 || code >= 0xe000) return { length: raw.length }
  const held = Number.parseInt(modifiers || '1', 10) - 1
  const character = String.fromCodePoint(code)
  if (held & 4 && /[a-z]/.test(character)) return key(`ctrl+${character}`, raw)
  return key(NAMED[character] ?? character, raw)
}

function ss3(text: string, final: boolean): Piece {
  const third = text[2]
  if (third === undefined) return final ? key('esc', '\u001b') : 'more'
  if (third === 'M') return key('enter', text.slice(0, 3)) // the keypad's Enter
  const name = FINALS[third]
  if (name && name !== 'backtab') return key(name, text.slice(0, 3))
  if (/[P-S]/.test(third)) return { length: 3 } // F1–F4
  return key('esc', '\u001b')
}

/** OSC, DCS, APC, PM, SOS up to ST (or BEL): what a terminal answers to a query. */
function reply(text: string, final: boolean): Piece {
  const end = /\u0007|\u001b\\/.exec(text.slice(2))
  if (end) return told(text.slice(0, 2 + end.index + end[0].length))
  if (text.length === 2) return final ? key('esc', '\u001b') : 'more' // Alt+]
  if (!final && text.length < REPLY_LIMIT) return 'more'
  return { length: text.length }
}
