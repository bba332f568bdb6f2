import { Frame } from '../protocol/frames.ts'
import type { Peek } from '../protocol/host.ts'
import { HOST_PROTOCOL } from '../protocol/version.ts'
import type { SessionView } from '../protocol/session.ts'
import { messageOf } from '../protocol/thrown.ts'
import type { Control } from '../client/control.ts'
import type { HostConnection } from '../client/host.ts'
import type { Deps } from './deps.ts'
import { HISTORY_LINES } from './model/peek.ts'
import type { Glance } from './model/state.ts'

/** Screens a second at most. */
const HZ = 2
/** A session must stay selected this long before it is looked at: moving through a list costs nothing, ms. */
const SETTLE_MS = 120
/** Looked at again after a host went away under us, ms. */
const AGAIN_MS = 2000
const MESSAGES = 60
/** Last sights kept, so that coming back shows something at once. */
const KEPT = 24

type Options = {
  dialHost: Deps['dialHost']
  control(): Control | undefined
  /** What a session printed last, as plain text. */
  printed(id: string, lines: number): Promise<string[]>
  seen(glance: Glance): void
  /** What scrolled by, and the screen, oldest first. */
  recalled(id: string, lines: readonly string[]): void
}

/** Looks at one session at a time: its live screen while it runs, else what was said last. */
export class Glancer {
  readonly #options: Options
  #target = ''
  #timer: NodeJS.Timeout | undefined
  #host: HostConnection | undefined
  #kept = new Map<string, Glance>()

  constructor(options: Options) {
    this.#options = options
  }

  /** Looks at this session from now on; undefined looks at none. Cheap to call with the same one again. */
  look(session: SessionView | undefined): void {
    const target = session ? keyOf(session) : ''
    if (target === this.#target) return
    this.#drop()
    this.#target = target
    if (!session) return
    const known = this.#kept.get(session.id)
    if (known) this.#options.seen(known)
    this.#later(session, SETTLE_MS)
  }

  /** Asks for what scrolled by in the session that is looked at. A host that does not answer has nothing to show. */
  async history(id: string): Promise<void> {
    const host = this.#host
    if (!host || !this.#target.startsWith(`${id} `)) return
    const { lines } = await host.call('text', { lines: HISTORY_LINES }).catch(() => ({ lines: [] }))
    if (this.#host === host && lines.length > 0) this.#options.recalled(id, lines)
  }

  close(): void {
    this.#drop()
    this.#target = ''
  }

  #drop(): void {
    clearTimeout(this.#timer)
    this.#host?.close()
    this.#host = undefined
  }

  #later(session: SessionView, ms: number): void {
    const target = this.#target
    this.#timer = setTimeout(() => {
      const done = session.hostSocket
        ? this.#watch(session, session.hostSocket, target)
        : this.#read(session, target)
      done.catch((error: unknown) => {
        if (target !== this.#target) return
        const why = messageOf(error)
        this.#show({ id: session.id, is: 'nothing', why })
        this.#later(session, AGAIN_MS)
      })
    }, ms)
  }

  async #watch(session: SessionView, socket: string, target: string): Promise<void> {
    const host = await this.#options.dialHost(socket, { protocol: HOST_PROTOCOL, role: 'peek', hz: HZ })
    if (target !== this.#target) return host.close()
    this.#host = host
    host.onFrame((kind, payload) => {
      if (kind !== Frame.peek || target !== this.#target) return
      // Our own host's word.
      const peek = JSON.parse(payload.toString()) as Peek
      this.#show({ id: session.id, is: 'screen', peek })
    })
    await host.closed
    if (target === this.#target) this.#later(session, AGAIN_MS)
  }

  async #read(session: SessionView, target: string): Promise<void> {
    const control = this.#options.control()
    if (!control) return this.#later(session, AGAIN_MS)
    const messages = await control.call('session.messages', { id: session.id, limit: MESSAGES })
    if (target !== this.#target) return
    // A plain program keeps no conversation.
    const lines = messages.length === 0 ? await this.#options.printed(session.id, MESSAGES) : []
    if (target !== this.#target) return
    this.#show(
      lines.length === 0
        ? { id: session.id, is: 'messages', messages }
        : { id: session.id, is: 'screen', peek: stillOf(lines) },
    )
  }

  #show(glance: Glance): void {
    this.#kept.delete(glance.id)
    this.#kept.set(glance.id, glance)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest)
    this.#options.seen(glance)
  }
}

/** Printed lines as a screen on which nothing moves. */
function stillOf(lines: string[]): Peek {
  const cols = Math.max(...lines.map((text) => text.length))
  return { cols, rows: lines.length, cursor: { x: 0, y: 0, visible: false }, lines, alternate: false }
}

/** What makes it another thing to look at. */
const keyOf = (s: SessionView): string => `${s.id} ${s.hostSocket ?? `${s.life.status} ${s.life.since}`}`
