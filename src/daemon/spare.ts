import {
  chooseForMemory,
  chooseIdle,
  evictable,
  type Candidate,
  type Eviction,
  type Pressure,
} from './evict.ts'
import type { Live } from './live.ts'
import { pressureOf, STALL_WINDOW_MS, type MemorySample, type Reading } from './memory.ts'

/** How often it looks while some session could be stopped. With none there is no timer at all. */
const TICK_MS = 5000
/** Clocks drift, ticks come late; more than this is another time of day, ms. */
const CLOCK_SET_MS = 10_000
/** After one session was stopped for want of memory: let the kernel count before the next is chosen, ms. */
const SETTLE_MS = 10_000

/**
 * Stops what is idle: after its time, and earlier when memory runs short. Idle time is counted in time the
 * machine was awake (a monotonic clock stands still in sleep and knows no clock changes), so that opening a
 * laptop after a night, or a corrected clock, ends nothing.
 */
export function createSpare(options: {
  lives(): Live[]
  idleStopMs(): number
  stop(live: Live, eviction: Eviction): Promise<void>
  /** What is shown of a session has changed. */
  changed(live: Live): void
  said(reading: Reading, before: Pressure): void
  awake(): number
  readMemory(now: number): MemorySample | undefined
  memoryOf(agentPid: number): number | undefined
}) {
  let timer: NodeJS.Timeout | undefined
  let samples: MemorySample[] = []
  let reading: Reading = { pressure: 'none', says: 'memory not measured' }
  let settleUntil = 0

  function candidates(): Candidate[] {
    const now = options.awake()
    return options.lives().map((live) => {
      const { session, attached, open } = live
      const candidate = { session, attached, requests: open.length }
      mark(live, evictable(candidate), now)
      return { ...candidate, quietMs: live.quietFrom === undefined ? 0 : now - live.quietFrom }
    })
  }

  function mark(live: Live, able: boolean, now: number): void {
    const ms = options.idleStopMs()
    const was = live.stopsAt
    live.quietFrom = able ? (live.quietFrom ?? now) : undefined
    if (live.quietFrom === undefined || ms <= 0 || live.session.pinned) live.stopsAt = undefined
    else {
      const at = Date.now() + ms - (now - live.quietFrom)
      // Told anew only when the clock was set or the machine has slept.
      if (live.stopsAt === undefined || Math.abs(at - live.stopsAt) > CLOCK_SET_MS) live.stopsAt = at
    }
    if (live.stopsAt !== was) options.changed(live)
  }

  async function tick(): Promise<void> {
    const now = options.awake()
    for (const eviction of chooseIdle(candidates(), options.idleStopMs())) await act(eviction)
    const sample = options.readMemory(now)
    if (!sample) return
    samples = [...samples.filter(({ at }) => at >= now - 2 * STALL_WINDOW_MS), sample]
    const before = reading.pressure
    reading = pressureOf(samples, before)
    if (reading.pressure !== before) options.said(reading, before)
    if (now < settleUntil) return
    const eviction = chooseForMemory(
      reading.pressure === 'high' || reading.pressure === 'critical' ? weighed() : [],
      reading.pressure,
    )
    if (!eviction) return
    settleUntil = now + SETTLE_MS
    await act({ ...eviction, why: `${eviction.why}; ${reading.says}` })
  }

  const weighed = (): Candidate[] =>
    candidates().map((candidate) => {
      const { life } = candidate.session
      return life.status === 'running' ? { ...candidate, memory: options.memoryOf(life.agentPid) } : candidate
    })

  async function act(eviction: Eviction): Promise<void> {
    const live = options.lives().find(({ session }) => session.id === eviction.id)
    if (live) await options.stop(live, eviction)
  }

  return {
    /** To be called after every change: the timer runs only while there is something to stop. */
    look(): void {
      const any = candidates().some(evictable)
      if (!any) {
        clearTimeout(timer)
        timer = undefined
        return
      }
      timer ??= setTimeout(() => {
        timer = undefined
        void tick().finally(() => this.look())
      }, TICK_MS)
    },
    reading: () => reading,
    close: () => clearTimeout(timer),
  }
}
