import { Ground } from './ground.ts'
import type { LateReports } from './mouse.ts'

/** Typed between the key that lends the terminal and the borrower's first read, bytes. */
const AHEAD_LIMIT = 64 * 1024

/** Who the terminal is lent to: what is typed for it, and where its output stands. */
export class Borrower {
  /** Called after a stop from outside: all must be drawn again. */
  resumed: (() => void) | undefined
  /** Set while reports of the mouse may still be on their way. */
  late: LateReports | undefined
  #take: ((chunk: Buffer) => void) | undefined
  readonly #ahead: Buffer[] = []
  #held = 0
  readonly #ground = new Ground()
  #untold = ''

  hand(chunk: Buffer): void {
    if (chunk.length === 0) return
    if (this.#take) return this.#take(chunk)
    if (this.#held + chunk.length > AHEAD_LIMIT) return
    this.#ahead.push(chunk)
    this.#held += chunk.length
  }

  /** From now on keys go there, those typed ahead first. Returns the way to stop. */
  onData(listener: (chunk: Buffer) => void): () => void {
    this.#take = listener
    for (const chunk of this.#ahead.splice(0)) listener(chunk)
    return () => {
      if (this.#take === listener) this.#take = undefined
    }
  }

  /** Asked to put something in between: what may be written now; the rest waits for a gap. */
  tell(bytes: string): string {
    if (this.#ground.isFree) return bytes
    this.#untold = bytes
    return ''
  }

  /** It has written; what may follow right behind it. */
  wrote(bytes: Buffer | string): string {
    this.#ground.push(Buffer.from(bytes))
    return this.#ground.isFree ? this.untold() : ''
  }

  /** What waited for a gap; once. */
  untold(): string {
    const bytes = this.#untold
    this.#untold = ''
    return bytes
  }
}
