import { findBy } from '../terminal/find.ts'

/** Longest OSC we read, as the status protocol has it. */
const LONGEST_OSC = 4096
const LONGEST_MODES = 64

export type ScannerListener = {
  /** OSC 0 or 2. */
  title(title: string): void
  /** OSC 7501, what stands behind its number: `state=idle:…`. */
  status(payload: string): void
  /** `ESC ] 7501 ; ? ST`: the program asks whether anybody here reads its status. */
  statusQuery(): void
  bell(): void
}

const OSC = Buffer.from('\x1b]')
const PRIVATE = Buffer.from('\x1b[?')

/**
 * Reads from raw output the few things that must be known at once and without an emulator: status, title, bell
 * and bracketed paste. Searches with the runtime's own search for what is rare in any output, so a chunk without
 * any costs next to nothing.
 */
export class Scanner {
  /** DECSET 2004: pasted text is to be wrapped. */
  bracketedPaste = false
  #held: Buffer = Buffer.alloc(0)
  readonly #listener: ScannerListener

  constructor(listener: ScannerListener) {
    this.#listener = listener
  }

  push(chunk: Buffer): void {
    const bytes = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk
    const unfinished = Math.min(this.#oscs(bytes), this.#modes(bytes))
    // A copy: the reader's buffer is reused.
    if (unfinished < bytes.length) this.#held = Buffer.from(bytes.subarray(unfinished))
    else if (this.#held.length > 0) this.#held = Buffer.alloc(0)
  }

  /** Returns where an unfinished OSC begins, or the end. */
  #oscs(bytes: Buffer): number {
    let from = 0
    let bell = bytes.indexOf(0x07)
    for (let at = findBy(bytes, OSC, 1); at !== -1; at = findBy(bytes, OSC, 1, from)) {
      if (bell !== -1 && bell < at) this.#listener.bell()
      const window = bytes.subarray(at + 2, at + 2 + LONGEST_OSC + 1)
      const end = endOf(window)
      if (end === -1) {
        if (window.length <= LONGEST_OSC) return at
        from = at + 2 // too long to be for us
      } else {
        if (window[end] !== CAN && window[end] !== SUB) this.#osc(window.subarray(0, end))
        from = at + 2 + end + 1
      }
      if (bell !== -1 && bell < from) bell = bytes.indexOf(0x07, from)
    }
    if (bell !== -1) this.#listener.bell()
    return bytes.at(-1) === ESC ? bytes.length - 1 : bytes.length
  }

  #osc(body: Buffer): void {
    const [first] = body
    if (first !== 0x30 && first !== 0x32 && first !== 0x37) return
    const text = body.toString('utf8')
    const cut = text.indexOf(';')
    const number = text.slice(0, cut)
    const payload = text.slice(cut + 1)
    if (cut === -1) return
    if (number === '0' || number === '2') this.#listener.title(payload)
    else if (number !== '7501') return
    else if (payload === '?') this.#listener.statusQuery()
    else this.#listener.status(payload)
  }

  /** Returns where unfinished modes begin, or the end. */
  #modes(bytes: Buffer): number {
    for (let at = findBy(bytes, PRIVATE, 2); at !== -1; at = findBy(bytes, PRIVATE, 2, at + 3)) {
      let end = at + 3
      while (isParameter(bytes[end])) end++
      const final = bytes[end]
      if (final === undefined) {
        if (end - at < LONGEST_MODES) return at
        continue
      }
      if (final !== 0x68 && final !== 0x6c) continue
      if (
        bytes
          .toString('latin1', at + 3, end)
          .split(';')
          .includes('2004')
      )
        this.bracketedPaste = final === 0x68
    }
    const tail = bytes.subarray(-2)
    if (tail.at(-1) === ESC) return bytes.length - 1
    return tail.length === 2 && tail[0] === ESC && tail[1] === 0x5b ? bytes.length - 2 : bytes.length
  }
}

const ESC = 0x1b
const CAN = 0x18
const SUB = 0x1a

/** Where a string sequence ends: BEL, ESC (of `ESC \`), or what breaks it off. -1 = not in here. */
function endOf(window: Buffer): number {
  let end = -1
  for (const byte of [0x07, ESC, CAN, SUB]) {
    const at = (end === -1 ? window : window.subarray(0, end)).indexOf(byte)
    if (at !== -1) end = at
  }
  return end
}

function isParameter(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x3b
}

/**
 * The parameters of one OSC 7501 message, `state=…:msg=…`; `msg` and `title` come as base64 and leave as text.
 * A part without `=` is left out.
 */
export function statusParams(payload: string): Record<string, string> {
  const params: Record<string, string> = {}
  for (const part of payload.split(':')) {
    const cut = part.indexOf('=')
    if (cut < 1) continue
    const name = part.slice(0, cut)
    const value = part.slice(cut + 1)
    // The text's own padding `=` and a `:` cannot be confused: base64 has no colon.
    params[name] = name === 'msg' || name === 'title' ? Buffer.from(value, 'base64').toString('utf8') : value
  }
  return params
}
