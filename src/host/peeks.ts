import { encodeFrame, Frame } from '../protocol/frames.ts'
import type { Mirror } from './mirror.ts'
import type { Outbox } from './outbox.ts'

const MOST_HZ = 20

/** Sends the screen to one onlooker, at most `hz` a second and only when it is another. */
export class PeekFeed {
  readonly #mirror: Mirror
  readonly #outbox: Outbox
  readonly #every: number
  #timer: NodeJS.Timeout | undefined
  #isLooking = false
  #isStale = false
  #last = ''

  constructor(options: { mirror: Mirror; outbox: Outbox; hz: number }) {
    this.#mirror = options.mirror
    this.#outbox = options.outbox
    this.#every = 1000 / Math.min(MOST_HZ, Math.max(0.1, options.hz))
    this.#look()
  }

  changed(): void {
    this.#isStale = true
    if (!this.#isLooking) this.#timer ??= setTimeout(() => this.#look(), this.#every)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #look(): void {
    this.#timer = undefined
    this.#isLooking = true
    this.#isStale = false
    this.#mirror
      .look((screen) => {
        if (!this.#outbox.isEmpty) {
          this.#isStale = true // it has not taken the last one yet
          return
        }
        const peek = JSON.stringify(screen.peek())
        if (peek === this.#last) return
        this.#last = peek
        this.#outbox.send(encodeFrame(Frame.peek, peek))
      })
      .catch(() => {})
      .finally(() => {
        this.#isLooking = false
        if (this.#isStale) this.#timer ??= setTimeout(() => this.#look(), this.#every)
      })
  }
}
