/** Presses and the wheel (1000), positions as decimal numbers (1006): xterm's ctlseqs, "Mouse Tracking". */
export const MOUSE_ON = '\u001b[?1000h\u001b[?1006h'
export const MOUSE_OFF = '\u001b[?1006l\u001b[?1000l'

/** What a person did with the mouse; cells from 0. */
export type Click = { does: 'click' | 'wheel-up' | 'wheel-down'; x: number; y: number }

const REPORT = /^\u001b\[<(\d+);(\d+);(\d+)M$/
const MODIFIERS = 4 | 8 | 16
const DOES: Record<number, Click['does']> = { 0: 'click', 64: 'wheel-up', 65: 'wheel-down' }

/** The press or turn a whole report tells of; undefined for what is of no use here: releases, other buttons. */
export function clickOf(report: string): Click | undefined {
  const [, button, x, y] = REPORT.exec(report) ?? []
  const does = DOES[Number(button) & ~MODIFIERS]
  return button !== undefined && does ? { does, x: Number(x) - 1, y: Number(y) - 1 } : undefined
}

const WHOLE = /\u001b\[<\d+;\d+;\d+[Mm]/g
const HALF = /\u001b\[<[\d;]*$/
/** Reports that were on their way when the mouse was let go come within this, ms. */
const LATE_MS = 1000

/** Keeps late reports from whom the terminal is lent to: a program that wants no mouse would take them for text. */
export class LateReports {
  readonly #until: number
  readonly #now: () => number
  #held: string

  /** `held`: the beginning of a report that was read already. */
  constructor(now: () => number, held = '') {
    this.#now = now
    this.#until = now() + LATE_MS
    this.#held = HALF.test(held) ? held : ''
  }

  strip(chunk: Buffer): Buffer {
    if (this.#held === '' && this.#now() >= this.#until) return chunk
    // Bytes one by one: what is not ours must leave as it came.
    const text = (this.#held + chunk.toString('latin1')).replace(WHOLE, '')
    const half = this.#now() < this.#until ? HALF.exec(text) : undefined
    this.#held = half?.[0] ?? ''
    return Buffer.from(text.slice(0, text.length - this.#held.length), 'latin1')
  }
}
