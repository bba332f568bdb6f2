import { QUIET_MS } from '../protocol/host.ts'

/** Tells when output begins and when it has stopped for QUIET_MS. One timer, and only while there is output. */
export class Activity {
  /** Epoch ms of the last output, 0 before the first. */
  lastAt = 0
  readonly #tell: (active: boolean) => void
  #timer: NodeJS.Timeout | undefined

  constructor(tell: (active: boolean) => void) {
    this.#tell = tell
  }

  output(): void {
    this.lastAt = Date.now()
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(() => this.#check(), QUIET_MS)
    this.#tell(true)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #check(): void {
    this.#timer = undefined
    const left = this.lastAt + QUIET_MS - Date.now()
    if (left <= 0) this.#tell(false)
    else this.#timer = setTimeout(() => this.#check(), left)
  }
}
