import type { Rgb } from '../../protocol/theme.ts'
import { ESCAPE_MS } from './input.ts'
import { ASK, backgroundOf, isBackground, isDevice } from '../look/terminal.ts'

/** A terminal that says nothing in this time will not, ms. */
const ANSWER_MS = 1000
// Bytes one by one: what is not ours must leave as it came.
const BYTES = 'latin1'
/** Whole answers, and the beginning of one at the end of a chunk. */
const WHOLE = /\u001b\]11;[^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b\[\?[\d;]*c/g
const HALF = /\u001b(?:\][^\u0007\u001b]*\u001b?|\[?|\[\?[\d;]*)$/

/**
 * Asks the terminal what is behind its text. Whoever reads the terminal when the answer comes, nobody takes it for
 * something typed: not the session it is lent to, not the shell it is left to.
 */
export class Asking {
  readonly #told: (back: Rgb) => void
  #timer: NodeJS.Timeout | undefined
  #waiting: (() => void)[] = []
  #held = ''

  constructor(told: (back: Rgb) => void) {
    this.#told = told
  }

  /** An answer may still come. */
  get open(): boolean {
    return this.#timer !== undefined
  }

  ask(write: (bytes: string) => void): void {
    if (this.open) return
    this.#timer = setTimeout(() => this.#end(), ANSWER_MS)
    write(ASK)
  }

  /** A reply the terminal gave while the view reads it. */
  heard(reply: string): void {
    const back = isBackground(reply) ? backgroundOf(reply) : undefined
    if (back) this.#told(back)
    if (isDevice(reply)) this.#end()
  }

  /** What is left of a chunk for whom the terminal is lent to. */
  strip(chunk: Buffer): Buffer {
    if (!this.open) return chunk
    let text = this.#held + chunk.toString(BYTES)
    this.#held = ''
    text = text.replace(WHOLE, (reply) => {
      // Behind the answer for the device all others are the borrower's.
      if (!this.open) return reply
      this.heard(reply)
      return ''
    })
    const half = this.open ? HALF.exec(text) : undefined
    if (!half) return Buffer.from(text, BYTES)
    this.#held = half[0]
    return Buffer.from(text.slice(0, half.index), BYTES)
  }

  /** How long to wait for the rest of what is held back before it is given out, ms. */
  get waiting(): number | undefined {
    if (this.#held === '') return undefined
    return this.#held.length < 3 ? ESCAPE_MS : ANSWER_MS
  }

  /** Gives up what is held back. */
  take(): Buffer {
    const held = Buffer.from(this.#held, BYTES)
    this.#held = ''
    return held
  }

  /** When no answer will come any more: after it came, or after a second. */
  settled(): Promise<void> {
    return this.open ? new Promise((done) => this.#waiting.push(done)) : Promise.resolve()
  }

  #end(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (const done of this.#waiting.splice(0)) done()
  }
}
