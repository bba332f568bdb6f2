import type { Checkout } from '../protocol/session.ts'
import type { Log } from '../store/log.ts'
import { checkoutOf } from './checkout.ts'
import { envOfLive } from './environment.ts'
import type { Paths } from '../store/paths.ts'
import type { Live } from './live.ts'

/** A folder is looked at again at most this often, however busy its session is, ms. */
const REST_MS = 5000
/** One whose status took too long is left alone for this long, ms. */
const SLOW_REST_MS = 10 * 60_000
/** Ended sessions that a client is shown the branch of: the latest ones. */
const ENDED_LOOKED_AT = 20

/**
 * Keeps the branch and the number of changed files of each session's folder, while somebody looks: after its agent has
 * done something, and when a client begins to watch. Nothing runs by the clock, and nothing without a client.
 */
export function createCheckouts(options: {
  paths: Paths
  log: Log
  lives(): Live[]
  watched(): boolean
  changed(live: Live): void
}) {
  const next = new Map<string, { at: number; timer: NodeJS.Timeout | undefined }>()

  async function look(live: Live): Promise<void> {
    const { cwd } = live.session
    const since = Date.now()
    const found = await checkoutOf(cwd, envOfLive(options, live)).catch((error: unknown) => {
      options.log.debug('checkout', { session: live.session.id, error: String(error) })
      return undefined
    })
    const slow = found !== undefined && found.changed === undefined && Date.now() - since > 1000
    next.set(cwd, { at: Date.now() + (slow ? SLOW_REST_MS : REST_MS), timer: undefined })
    for (const other of options.lives()) if (other.session.cwd === cwd) take(other, found)
  }

  function take(live: Live, found: Checkout | undefined): void {
    if (live.checkout?.branch === found?.branch && live.checkout?.changed === found?.changed) return
    live.checkout = found
    options.changed(live)
  }

  function soon(live: Live): void {
    const { cwd } = live.session
    const known = next.get(cwd)
    if (known?.timer) return
    if (known && known.at > Date.now() && !options.watched()) return // who asked will have left by then
    const timer = setTimeout(() => void look(live), Math.max(0, (known?.at ?? 0) - Date.now()))
    next.set(cwd, { at: known?.at ?? 0, timer })
  }

  return {
    /** Its agent may have done something. */
    stirred(live: Live): void {
      const { life } = live.session
      if (life === live.lookedAt || !options.watched()) return
      live.lookedAt = life
      soon(live)
    },
    /** A client looks, or begins to watch: what is found comes as a change. */
    watch(): void {
      const alive = (live: Live) => live.session.life.status === 'running'
      const ended = options
        .lives()
        .filter((live) => !alive(live))
        .toSorted((a, b) => b.session.life.since - a.session.life.since)
        .slice(0, ENDED_LOOKED_AT)
      for (const live of [...options.lives().filter(alive), ...ended]) soon(live)
    },
    close(): void {
      for (const { timer } of next.values()) clearTimeout(timer)
    },
  }
}

export type Checkouts = ReturnType<typeof createCheckouts>
