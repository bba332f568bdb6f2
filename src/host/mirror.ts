import { Backlog } from './backlog.ts'
import type { openScreen, Saved, Screen } from './screen.ts'

type ScreenModule = { openScreen: typeof openScreen }

/** Parsed at one go: a few milliseconds, in which keys and output wait. */
const SLICE_BYTES = 64 * 1024
/** After so many slices a flood is faster than we are. */
const PATIENCE = 12
/** Parsed for one who only wants to be up to date in a flood: some screens full. */
const HURRIED_BYTES = 128 * 1024
/** The emulator goes this long after the last look: ten megabytes for a screen nobody watches. */
const FORGET_MS = 60_000
/** From here on it is fed although nobody looks, so that the backlog never has to be cut. */
const LAGGING_BYTES = 1024 * 1024
const LAG_CHECK_MS = 100
/** More than this in LAG_CHECK_MS is a flood, which parsing would only slow down. */
const FLOOD_BYTES = 512 * 1024

/**
 * What a terminal fed with all the session's output would show, made only when somebody looks: the raw bytes are
 * kept, an emulator is loaded and fed on demand, and is put away as a compressed copy when nobody has looked for
 * a while. Equal to a plain emulator fed with everything, but after a flood that outran it (see Backlog).
 */
export class Mirror {
  readonly #load: () => Promise<ScreenModule>
  readonly #onTorn: () => void
  #backlog = new Backlog()
  #state: { is: 'away'; from: { cols: number; rows: number } | Saved } | { is: 'open'; screen: Screen }
  #opening: Promise<Screen> | undefined
  #lookers = 0
  #lookedAt = 0
  #forget: NodeJS.Timeout | undefined
  #lagCheck: NodeJS.Timeout | undefined
  #sinceCheck = 0
  #lost = 0
  #seenLost = 0

  /** `onTorn`: output was left out, and the program draws the whole screen itself: it should do so again. */
  constructor(options: { cols: number; rows: number; load(): Promise<ScreenModule>; onTorn(): void }) {
    this.#load = options.load
    this.#onTorn = options.onTorn
    this.#state = { is: 'away', from: { cols: options.cols, rows: options.rows } }
  }

  push(bytes: Buffer): void {
    this.#backlog.push(bytes)
    this.#sinceCheck += bytes.length
    if (this.#backlog.bytes > LAGGING_BYTES)
      this.#lagCheck ??= setTimeout(() => this.#checkLag(), LAG_CHECK_MS)
  }

  resize(cols: number, rows: number): void {
    this.#backlog.size(cols, rows)
  }

  /**
   * Calls `act` with the screen as of all output so far, and with the bytes of a sequence that has begun but not
   * ended. `act` runs at once when the screen has caught up: no output comes in between. `hurry`: in the middle of
   * a flood, where the next look would skip what this one has parsed.
   */
  async look<T>(act: (screen: Screen, rest: Buffer) => T, hurry = false): Promise<T> {
    this.#lookers++
    try {
      const screen = await this.#open()
      if (hurry) this.#backlog.skip(HURRIED_BYTES)
      for (let slices = 0; !this.#feed(screen, slices); slices++)
        await new Promise((done) => setImmediate(done))
      if (this.#wasTorn() && screen.isAlternate()) this.#onTorn()
      return act(screen, this.#backlog.rest())
    } finally {
      this.#lookers--
      this.#lookedAt = Date.now()
      this.#forget ??= setTimeout(() => this.#putAway(), FORGET_MS)
    }
  }

  /** Whether a stretch of output was left out since the last call. */
  #wasTorn(): boolean {
    const lost = this.#backlog.skips + this.#lost
    const was = lost > this.#seenLost
    this.#seenLost = lost
    return was
  }

  close(): void {
    clearTimeout(this.#forget)
    clearTimeout(this.#lagCheck)
  }

  /** Feeds one slice; true when there is nothing more to feed. */
  #feed(screen: Screen, slices: number): boolean {
    let budget = SLICE_BYTES
    if (slices >= PATIENCE) {
      this.#backlog.skip()
      budget = Number.POSITIVE_INFINITY
    }
    while (budget > 0) {
      const item = this.#backlog.next(SLICE_BYTES)
      if (item === undefined) {
        this.#backlog.settle()
        return true
      }
      if (item.type === 'size') screen.resize(item.cols, item.rows)
      else {
        if (!screen.feed(item.bytes)) this.#lost++
        budget -= item.bytes.length
      }
    }
    return false
  }

  #open(): Promise<Screen> {
    if (this.#state.is === 'open') return Promise.resolve(this.#state.screen)
    const { from } = this.#state
    this.#opening ??= this.#load()
      .then(({ openScreen }) => {
        const screen = openScreen(from)
        this.#state = { is: 'open', screen }
        return screen
      })
      .finally(() => (this.#opening = undefined))
    return this.#opening
  }

  #putAway(): void {
    this.#forget = undefined
    if (this.#state.is !== 'open') return
    const left = this.#lookedAt + FORGET_MS - Date.now()
    if (this.#lookers > 0 || left > 0) {
      this.#forget = setTimeout(() => this.#putAway(), Math.max(left, 1000))
      return
    }
    const { screen } = this.#state
    this.#state = { is: 'away', from: screen.save() }
    screen.close()
  }

  #checkLag(): void {
    this.#lagCheck = undefined
    const isFlood = this.#sinceCheck > FLOOD_BYTES
    this.#sinceCheck = 0
    if (this.#backlog.bytes <= LAGGING_BYTES) return
    if (isFlood) this.#lagCheck = setTimeout(() => this.#checkLag(), LAG_CHECK_MS)
    else this.look(() => {}).catch(() => {}) // whoever looks next is told what is wrong
  }
}
