import { findBy } from './find.ts'

/** A sequence cut at the end of a chunk is at most this long; a longer one is none of ours. */
const LONGEST = 64
const ALTERNATE = new Set(['47', '1047', '1049'])
const PRIVATE = Buffer.from('\x1b[?')
const RESET = Buffer.from('\x1bc')
const FORGET = Buffer.from('\x1b[3J')
const OSC = Buffer.from('\x1b]')

/**
 * Takes out of a program's output what must not reach the person's terminal: switching between main and
 * alternate screen (we are on the alternate one throughout), full reset, and clearing the scrollback, which is
 * the person's. `onSwitch` is told when the program's own screen is now another one and must be painted anew.
 */
export class ScreenFilter {
  readonly #onSwitch: () => void
  #held: Buffer = Buffer.alloc(0)
  /** The program changed colours of the terminal itself. */
  changedColours = false

  constructor(onSwitch: () => void) {
    this.#onSwitch = onSwitch
  }

  /** What is to be written. A sequence that may be one of these and is not complete waits for its rest. */
  push(chunk: Buffer): Buffer {
    let bytes = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk
    this.#held = Buffer.alloc(0)
    const cut = heldFrom(bytes)
    if (cut < bytes.length) {
      this.#held = Buffer.from(bytes.subarray(cut))
      bytes = bytes.subarray(0, cut)
    }
    this.changedColours ||= changesColours(bytes)
    const rest = this.#without(bytes, RESET, 0)
    if (rest !== bytes) this.#onSwitch()
    return this.#withoutModes(this.#without(rest, FORGET, 3))
  }

  /** A whole screen comes: it holds what was waited for. */
  restart(): void {
    this.#held = Buffer.alloc(0)
  }

  /** `rare`: its byte to find it by. */
  #without(bytes: Buffer, sequence: Buffer, rare: number): Buffer {
    let at = findBy(bytes, sequence, rare)
    if (at === -1) return bytes
    const parts: Buffer[] = []
    let from = 0
    for (; at !== -1; at = findBy(bytes, sequence, rare, from)) {
      parts.push(bytes.subarray(from, at))
      from = at + sequence.length
    }
    return Buffer.concat([...parts, bytes.subarray(from)])
  }

  #withoutModes(bytes: Buffer): Buffer {
    let out: Buffer[] | undefined
    let from = 0
    for (let at = findBy(bytes, PRIVATE, 2); at !== -1; at = findBy(bytes, PRIVATE, 2, at + 3)) {
      let end = at + 3
      while (isParameter(bytes[end])) end++
      const final = bytes[end]
      if (final !== 0x68 && final !== 0x6c) continue
      const modes = bytes.toString('latin1', at + 3, end).split(';')
      const kept = modes.filter((mode) => !ALTERNATE.has(mode))
      if (kept.length === modes.length) continue
      out ??= []
      out.push(bytes.subarray(from, at))
      if (kept.length > 0) out.push(Buffer.from(`\x1b[?${kept.join(';')}${String.fromCharCode(final)}`))
      from = end + 1
      this.#onSwitch()
    }
    return out ? Buffer.concat([...out, bytes.subarray(from)]) : bytes
  }
}

/** Palette and default colours: OSC 4, 10, 11, 12. */
function changesColours(bytes: Buffer): boolean {
  for (let at = findBy(bytes, OSC, 1); at !== -1; at = findBy(bytes, OSC, 1, at + 2)) {
    const [first, second] = bytes.subarray(at + 2, at + 4)
    if (first === 0x31 || (first === 0x34 && second === 0x3b)) return true
  }
  return false
}

/** Where a sequence begins, at the end of `bytes`, that may turn out to be one of ours. */
function heldFrom(bytes: Buffer): number {
  const at = bytes.lastIndexOf(0x1b)
  if (at === -1 || bytes.length - at > LONGEST) return bytes.length
  const tail = bytes.toString('latin1', at)
  return /^\x1b(?:\[(?:\?[\d;]*|3)?)?$/.test(tail) ? at : bytes.length
}

function isParameter(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x3b
}
