import type { Stats, StatsSpan } from '../protocol/stats.ts'
import { messageOf } from '../protocol/thrown.ts'
import type { Control } from '../client/control.ts'

/** Looked up again this often while somebody looks, ms. */
const AGAIN_MS = 5000

type Options = {
  control(): Control | undefined
  seen(stats: Stats): void
  failed(says: string): void
}

/** Asks for the stats while they are on the screen, and never else. */
export class StatsReader {
  readonly #options: Options
  #span: StatsSpan | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(options: Options) {
    this.#options = options
  }

  /** Undefined looks no more. Cheap to call with the same again. */
  look(span: StatsSpan | undefined): void {
    if (span === this.#span) return
    this.#span = span
    clearTimeout(this.#timer)
    if (span !== undefined) void this.#ask(span)
  }

  close(): void {
    this.look(undefined)
  }

  async #ask(span: StatsSpan): Promise<void> {
    const again = () => {
      if (this.#span === span) this.#timer = setTimeout(() => void this.#ask(span), AGAIN_MS)
    }
    const control = this.#options.control()
    if (!control) return again() // the header says that the daemon is away
    try {
      const stats = await control.call('stats.get', { span })
      if (this.#span !== span) return
      this.#options.seen(stats)
      again()
    } catch (error) {
      if (this.#span !== span) return
      this.#options.failed(messageOf(error))
      again()
    }
  }
}
