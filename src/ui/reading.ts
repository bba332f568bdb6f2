import type { SessionView } from '../protocol/session.ts'
import { LogReader } from './logreader.ts'
import type { Event } from './model/events.ts'
import { TalkReader } from './talkreader.ts'

type Options = {
  watchLog: ConstructorParameters<typeof LogReader>[0]['watchLog']
  folder(id: string): Promise<string>
  control: ConstructorParameters<typeof TalkReader>[0]['control']
  dispatch(event: Event): void
}

/** What the log screen shows of a session: its output, or its conversation; read while it is looked at. */
export class Reading {
  readonly #log: LogReader
  readonly #talk: TalkReader

  constructor({ watchLog, folder, control, dispatch }: Options) {
    const seen = (of: 'talk' | 'output') => (id: string, lines: readonly string[], problem?: string) =>
      dispatch({ type: 'log', id, of, lines, ...(problem ? { problem } : {}) })
    this.#log = new LogReader({ watchLog, folder, seen: seen('output') })
    this.#talk = new TalkReader({ control, seen: seen('talk') })
  }

  look(log: string | undefined, talk: SessionView | undefined): void {
    this.#log.look(log)
    this.#talk.look(talk)
  }

  close(): void {
    this.#log.close()
    this.#talk.close()
  }
}
