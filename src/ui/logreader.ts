import { cleanText } from '../protocol/clean.ts'
import type { Deps } from './deps.ts'
import { settle } from './text.ts'

const LINES = 3000
/** Read again at most this often while output comes, ms, and never more than a tenth of the time. */
const AGAIN_MS = 700
const SHARE = 10

type Options = Pick<Deps, 'readLogText' | 'followLog' | 'now'> & {
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
      if (!stop.signal.aborted)
        this.#options.seen(id, [], error instanceof Error ? error.message : String(error))
    })
  }

  close(): void {
    this.#stop?.abort()
    this.#id = ''
  }

  async #run(id: string, signal: AbortSignal): Promise<void> {
    const { followLog, now } = this.#options
    const folder = await this.#options.folder(id)
    let nextAt = now() + (await this.#read(id, folder, signal)) * SHARE
    let timer: NodeJS.Timeout | undefined
    let failed: (error: unknown) => void = () => {}
    const failure = new Promise<never>((_, reject) => (failed = reject))
    const read = () => {
      timer = undefined
      this.#read(id, folder, signal).then(
        (took) => (nextAt = now() + Math.max(AGAIN_MS, took * SHARE)),
        failed,
      )
    }
    signal.addEventListener('abort', () => clearTimeout(timer))
    const follow = async () => {
      // Raw: rendering is done by the reading; here only that something came matters.
      for await (const _ of followLog(folder, { from: 'end', raw: true, signal })) {
        if (signal.aborted) return
        timer ??= setTimeout(read, Math.max(50, nextAt - now()))
      }
    }
    await Promise.race([follow(), failure])
  }

  /** @returns how long it took, ms. */
  async #read(id: string, folder: string, signal: AbortSignal): Promise<number> {
    const from = this.#options.now()
    const lines = await this.#options.readLogText({ folder, lines: LINES })
    if (!signal.aborted)
      this.#options.seen(
        id,
        lines.map((l) => settle(cleanText(l))),
      )
    return this.#options.now() - from
  }
}
