import type { Control } from '../client/control.ts'
import type { Message } from '../protocol/control.ts'
import type { SessionView } from '../protocol/session.ts'
import { messageOf } from '../protocol/thrown.ts'
import { talkLines } from './content/talk.ts'

/** As many as the daemon gives at most. */
const MESSAGES = 1000
/** After its record changed, ms: soon, and once more for what the agent writes to its file behind its own signal. */
const AFTER_MS = [300, 2000]

type Options = {
  control(): Control | undefined
  seen(id: string, lines: readonly string[], problem?: string): void
}

/** Reads one session's conversation, and again when the session stirs, while it is looked at. */
export class TalkReader {
  readonly #options: Options
  #session: SessionView | undefined
  #timers: NodeJS.Timeout[] = []
  #known = ''

  constructor(options: Options) {
    this.#options = options
  }

  /** Undefined looks no more. Cheap to call with the same again. */
  look(session: SessionView | undefined): void {
    if (session === this.#session) return
    const isOther = session?.id !== this.#session?.id
    this.#session = session
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers = []
    if (session === undefined) return
    const { id } = session
    if (isOther) {
      this.#known = ''
      void this.#ask(id)
    } else this.#timers = AFTER_MS.map((ms) => setTimeout(() => void this.#ask(id), ms))
  }

  close(): void {
    this.look(undefined)
  }

  async #ask(id: string): Promise<void> {
    const { control, seen } = this.#options
    try {
      const daemon = control()
      if (!daemon) throw new Error('The daemon is away; the conversation is read when it is back.')
      const messages: Message[] = await daemon.call('session.messages', { id, limit: MESSAGES })
      const lines = talkLines(messages)
      const all = lines.join('\n')
      if (this.#session?.id !== id || all === this.#known) return
      this.#known = all
      seen(id, lines)
    } catch (error) {
      if (this.#session?.id === id) seen(id, [], messageOf(error))
    }
  }
}
