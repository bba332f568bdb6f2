import { cleanText } from '../protocol/clean.ts'
import { messageOf } from '../protocol/thrown.ts'
import type { Deps } from './deps.ts'
import { settle } from './text.ts'

const LINES = 3000
/** Told at most this often while output comes, ms. */
const EVERY_MS = 400

type Options = Pick<Deps, 'watchLog'> & {
  folder(id: string): Promise<string>
  seen(id: string, lines: readonly string[], problem?: string): void
}

/** Reads one session's output and keeps it fresh while it is looked at. */
export class LogReader {
  readonly #options: Options
  #id = ''
  #stop: AbortController | undefined

  constructor(options: Options) {
    this.#options = options
  }

  look(id: string | undefined): void {
    if ((id ?? '') === this.#id) return
    this.close()
    this.#id = id ?? ''
    if (id === undefined) return
    const stop = new AbortController()
    this.#stop = stop
    this.#run(id, stop.signal).catch((error: unknown) => {
      if (!stop.signal.aborted) this.#options.seen(id, [], messageOf(error))
    })
  }

  close(): void {
    this.#stop?.abort()
    this.#id = ''
  }

  async #run(id: string, signal: AbortSignal): Promise<void> {
    const folder = await this.#options.folder(id)
    await this.#options.watchLog({
      folder,
      lines: LINES,
      everyMs: EVERY_MS,
      signal,
      each: (line) => settle(cleanText(line)),
      changed: (lines) => this.#options.seen(id, lines),
    })
  }
}
