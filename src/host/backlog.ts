import { modesOf, unfinishedTail } from './sequences.ts'

/** Most raw bytes kept for an emulator that has not read them. */
const MOST_BYTES = 2 * 1024 * 1024
/** What is kept of a flood that outran the emulator: some thousand lines, more than any scrollback we keep. */
const KEPT_BYTES = 512 * 1024
const SMALLEST = 16 * 1024
/** A sequence longer than this (a picture) is fed in parts; a snapshot in its middle cannot be exact. */
const LONGEST_SEQUENCE = 64 * 1024

export type Item = { type: 'bytes'; bytes: Buffer } | { type: 'size'; cols: number; rows: number }

/**
 * Output and size changes, in order, that the emulator has not seen. One buffer that grows up to MOST_BYTES; past
 * that the oldest bytes are replaced by what they did to the terminal's modes, and their text is lost to the
 * screen (never to the log).
 */
export class Backlog {
  #buffer = Buffer.allocUnsafeSlow(SMALLEST)
  #start = 0
  #end = 0
  /** `at`: index into #buffer. */
  #sizes: { at: number; cols: number; rows: number }[] = []
  /** How often a flood was skipped. */
  skips = 0

  get bytes(): number {
    return this.#end - this.#start
  }

  push(chunk: Buffer): void {
    if (this.#end + chunk.length > this.#buffer.length) this.#makeRoom(chunk.length)
    this.#end += chunk.copy(this.#buffer, this.#end)
  }

  size(cols: number, rows: number): void {
    this.#sizes = this.#sizes.filter((size) => size.at !== this.#end) // nothing was printed in between
    this.#sizes.push({ at: this.#end, cols, rows })
  }

  /**
   * The next thing to feed, at most `most` bytes and a view into the backlog: use it before the next call. Bytes
   * always end outside a sequence. Undefined = the emulator has seen all there is but `rest()`.
   */
  next(most: number): Item | undefined {
    const [size] = this.#sizes
    const end = Math.min(this.#end, this.#start + most, size?.at ?? Number.POSITIVE_INFINITY)
    const slice = this.#buffer.subarray(this.#start, end)
    const tail = unfinishedTail(slice)
    const whole = tail < slice.length ? slice.length - tail : 0
    if (whole > 0) return this.#taken(slice.subarray(0, whole))
    // A change of size in the middle of a sequence may as well come before it.
    if (size && end === size.at) {
      this.#sizes.shift()
      return { type: 'size', cols: size.cols, rows: size.rows }
    }
    return slice.length >= Math.min(most, LONGEST_SEQUENCE) ? this.#taken(slice) : undefined
  }

  #taken(bytes: Buffer): Item {
    this.#start += bytes.length
    return { type: 'bytes', bytes }
  }

  /** The sequence that has begun but not ended; a copy. */
  rest(): Buffer {
    return Buffer.from(this.#buffer.subarray(this.#start, this.#end))
  }

  /** Gives memory back when there is little in it. */
  settle(): void {
    if (this.bytes < SMALLEST && this.#buffer.length > SMALLEST) this.#move(SMALLEST)
  }

  /** Leaves out the oldest bytes so that at most `kept` are left. */
  skip(kept = KEPT_BYTES): void {
    if (this.bytes <= kept) return
    const cut = this.#cut(kept)
    const modes = modesOf(this.#buffer.subarray(this.#start, cut))
    const last = this.#sizes.findLast((size) => size.at <= cut)
    const start = cut - modes.length
    modes.copy(this.#buffer, start)
    this.#start = start
    this.#sizes = this.#sizes.filter((size) => size.at > cut)
    if (last) this.#sizes.unshift({ ...last, at: start })
    this.skips++
  }

  /** A place to go on from: after a line's end, or else at the start of a sequence or character. */
  #cut(kept: number): number {
    const from = this.#end - kept
    const window = this.#buffer.subarray(from, from + kept / 2)
    const line = window.indexOf(0x0a)
    if (line !== -1) return from + line + 1
    const esc = window.indexOf(0x1b)
    if (esc !== -1) return from + esc
    let at = from
    while (at < this.#end && ((this.#buffer[at] ?? 0) & 0xc0) === 0x80) at++ // inside a character
    return at
  }

  #makeRoom(wanted: number): void {
    if (this.bytes + wanted > MOST_BYTES) this.skip()
    const need = this.bytes + wanted
    let capacity = this.#buffer.length
    while (capacity < need * 1.25 && capacity < MOST_BYTES * 1.25) capacity *= 2
    this.#move(Math.min(capacity, MOST_BYTES * 1.25))
  }

  #move(capacity: number): void {
    const to = capacity === this.#buffer.length ? this.#buffer : Buffer.allocUnsafeSlow(capacity)
    const from = this.#start
    const have = this.#buffer.copy(to, 0, this.#start, this.#end)
    this.#buffer = to
    this.#start = 0
    this.#end = have
    this.#sizes = this.#sizes.map((size) => ({ ...size, at: size.at - from }))
  }
}
