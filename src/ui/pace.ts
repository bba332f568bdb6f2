import type { Event } from './model/events.ts'
import type { State } from './model/state.ts'
import type { Surroundings } from './term/surroundings.ts'
import { nextTickAt } from './ticks.ts'

/** News is drawn at most this often, ms; keys at once. Over a network every byte is somebody's money. */
const AMBIENT_MS: Record<Surroundings['line'], number> = { local: 250, ssh: 500, mosh: 1000 }
const ANSWER_MS = 1500
const TICK_MIN_MS = 20
/** How long a standing screen waits for the daemon, and then for the peek beside the list, ms. */
const STANDING_MS = 1500
const PEEK_MS = 60
/** setTimeout holds 31 bits of ms; an age that changes in weeks is looked at again in a day. */
const DAY_MS = 86_400_000

type Options = {
  line: Surroundings['line']
  now(): number
  state(): State
  paint(): void
  /** Time has come for something on the screen to change by itself. */
  tick(): void
}

/** When frames are drawn: news together and not too often, ages when they change, nothing when nothing changes. */
export class Pace {
  readonly #o: Options
  #paintTimer: NodeJS.Timeout | undefined
  #tickTimer: NodeJS.Timeout | undefined
  #paintedAt = 0
  /** Nothing is drawn over the screen that stands until there is something truer. */
  #standing: NodeJS.Timeout | undefined

  constructor(options: Options) {
    this.#o = options
  }

  /** A screen of before is shown: it stays until the daemon has spoken, or a little longer than that takes. */
  stand(ms = STANDING_MS): void {
    clearTimeout(this.#standing)
    this.#standing = setTimeout(() => {
      this.#standing = undefined
      this.#o.paint()
    }, ms)
  }

  get stands(): boolean {
    return this.#standing !== undefined
  }

  /** Something happened outside: drawn soon, together with what else happens by then. */
  news(event: Event['type']): void {
    if (this.#standing) {
      if (event === 'joined') this.stand(PEEK_MS)
      else if (event === 'lost' || event === 'glance') this.stand(0)
      return
    }
    if (this.#paintTimer) return
    const wait = Math.max(0, this.#paintedAt + this.#restMs() - this.#o.now())
    this.#paintTimer = setTimeout(() => {
      this.#paintedAt = this.#o.now()
      this.#o.paint()
    }, wait)
  }

  /** A frame was drawn, for whatever reason: what waited is in it. */
  painted(): void {
    this.close()
    const { now, state, tick } = this.#o
    const at = nextTickAt(state())
    if (at === undefined) return
    const wait = Math.min(DAY_MS, Math.max(this.#tickRestMs(), at - now()))
    this.#tickTimer = setTimeout(() => {
      this.#paintedAt = now()
      tick()
    }, wait)
  }

  close(): void {
    clearTimeout(this.#paintTimer)
    clearTimeout(this.#tickTimer)
    clearTimeout(this.#standing)
    this.#paintTimer = undefined
    this.#standing = undefined
  }

  /** How long news is gathered. What follows a key is most likely its answer, and the person waits for it. */
  #restMs(): number {
    const { now, state, line } = this.#o
    const sinceKey = now() - state().lastKeyAt
    return sinceKey < ANSWER_MS ? Math.min(AMBIENT_MS.local, AMBIENT_MS[line]) : AMBIENT_MS[line]
  }

  /** Ages of many rows change at many moments; a card's keys begin to count at one. */
  #tickRestMs(): number {
    if (this.#o.state().screen.at === 'ask') return TICK_MIN_MS
    return Math.max(TICK_MIN_MS, this.#paintedAt + this.#restMs() - this.#o.now())
  }
}
