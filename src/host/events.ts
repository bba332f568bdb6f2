import { EVENTS_KEPT, type HookEvent, type HostEvent } from '../protocol/host.ts'

/** A hook's body larger than this is kept with its long strings cut; whoever is connected gets all of it. */
const BODY_BYTES = 256 * 1024
const STRING_CHARS = 2000

type Unnumbered<E> = E extends unknown ? Omit<E, 'seq' | 'at'> : never
/** An event before it has a number and a time. */
export type News = Unnumbered<HostEvent>

/** Kinds of which only the last one says anything. */
const STATE: ReadonlySet<HostEvent['type']> = new Set([
  'title',
  'status',
  'output',
  'attached',
  'log-error',
  'exit',
])

/**
 * Numbers what happens and keeps what a daemon that was away must learn: every hook that still waits, the last
 * of each kind that is a state, and the newest EVENTS_KEPT of the others.
 */
export class Events {
  #seq = 0
  readonly #held = new Map<string, HostEvent>()
  readonly #states = new Map<string, HostEvent>()
  #others: HostEvent[] = []
  readonly #listeners = new Set<(event: HostEvent) => void>()

  emit(news: News): void {
    const event: HostEvent = { seq: ++this.#seq, at: Date.now(), ...news }
    this.#keep(event)
    for (const listener of this.#listeners) listener(event)
  }

  /** Kept events newer than `since` first, then everything as it happens. Returns the way to stop. */
  follow(since: number, listener: (event: HostEvent) => void): () => void {
    const kept = [...this.#held.values(), ...this.#states.values(), ...this.#others]
    for (const event of kept.filter((e) => e.seq > since).sort((a, b) => a.seq - b.seq)) listener(event)
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** A held hook got its answer: a daemon that comes later must not ask about it. */
  forgetHold(hold: string): void {
    this.#held.delete(hold)
  }

  #keep(event: HostEvent): void {
    if (event.type === 'hook-gone') this.#held.delete(event.hold)
    if (event.type === 'hook' && event.hold !== undefined) this.#held.set(event.hold, slim(event))
    else if (STATE.has(event.type)) this.#states.set(event.type, event)
    else this.#others = [...this.#others, event.type === 'hook' ? slim(event) : event].slice(-EVENTS_KEPT)
  }
}

function slim(event: HookEvent): HostEvent {
  const size = JSON.stringify(event.body)?.length ?? 0
  if (size <= BODY_BYTES) return event
  const body = cut(event.body, 0)
  return { ...event, body: isRecord(body) ? { ...body, roostCut: true } : body }
}

/** The same shape with long strings and lists shortened. */
function cut(value: unknown, depth: number): unknown {
  if (typeof value === 'string')
    return value.length > STRING_CHARS ? `${value.slice(0, STRING_CHARS)}…` : value
  if (depth > 8) return null
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => cut(item, depth + 1))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 100)
      .map(([key, item]) => [key, cut(item, depth + 1)]),
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
