import type { SessionView } from '../protocol/session.ts'
import type { Deeds } from './deeds.ts'
import type { Deps } from './deps.ts'
import type { Event } from './model/events.ts'
import type { Tty } from './term/tty.ts'
import { awake, visit } from './visit.ts'

type Options = {
  deps: Deps
  tty(): Tty
  /** The theme's, for the dashboard. */
  colours(): string
  deeds: Deeds
  detachKeys: string[]
  /** The session as it is known now. */
  known(id: string): SessionView | undefined
  /** The terminal is ours again, with what there is to say of it: all is to be drawn. */
  back(event: Event): void
  /** The view ends. */
  signal: AbortSignal
}

/** Lends the terminal: to a session, to the dashboard. */
export class Lending {
  readonly #o: Options

  constructor(options: Options) {
    this.#o = options
  }

  attach(id: string, watching: boolean): void {
    const { deps, deeds, signal, tty } = this.#o
    const known = () => this.#o.known(id)
    const session = known()
    // A session that runs needs no daemon. And nothing is awaited on the way to it: what is typed behind
    // Enter belongs to it.
    if (session?.hostSocket) return void this.#visit(session, watching)
    const { now } = deps
    deeds.run('', async (control) =>
      this.#visit(await awake(id, { control, size: tty().size(), known, now, signal }), watching),
    )
  }

  async dashboard(): Promise<void> {
    const { deps, signal, tty, back, colours } = this.#o
    const { says } = await deps.dashboard(tty().lend(), colours(), signal)
    if (signal.aborted) return
    back({
      type: 'back',
      ...(says !== undefined && { says: `dashboard: ${says}` }),
      failed: says !== undefined,
    })
  }

  async #visit(session: SessionView, watching: boolean): Promise<void> {
    const { deps, detachKeys, signal, tty, back } = this.#o
    const end = await visit(session, { attach: deps.attach, tty: tty(), detachKeys, watching, signal })
    if (!signal.aborted) back(end)
  }
}
