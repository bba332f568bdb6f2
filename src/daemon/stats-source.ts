import type { Stats, StatsSpan } from '../protocol/stats.ts'
import type { Daemon } from './daemon.ts'
import { memoryBySession, memoryOfSelf, memorySource } from './memory.ts'
import { statsOf, type Weights } from './stats.ts'
import { createTally } from './tally.ts'

/** A week, and a day for the time zone. */
const KEEP_MS = 8 * 86_400_000
/** Weighing processes takes milliseconds for each: the same answer holds this long, ms. */
const WEIGHED_MS = 4000

/** Answers `stats.get`. Nothing is looked up before somebody asks. */
export function createStats(daemon: Daemon): (span: StatsSpan) => Promise<Stats> {
  const tally = createTally(daemon.paths.audit, KEEP_MS)
  const look = memorySource(process.env)
  let weighed: { at: number; weights: Weights | undefined } | undefined

  function weights(now: number): Weights | undefined {
    if (weighed && now - weighed.at < WEIGHED_MS && now >= weighed.at) return weighed.weights
    const leaders = daemon.lives
      .all()
      .flatMap(({ session: { life } }) => (life.status === 'running' ? [life.agentPid, life.host.pid] : []))
    const sessions = memoryBySession(new Set(leaders))
    weighed = { at: now, weights: sessions && { sessions, own: memoryOfSelf() } }
    return weighed.weights
  }

  let priced = daemon.prices()

  return async (span) => {
    const now = daemon.now()
    // The rows must not say something else than the sums when the person has changed a price.
    if (priced !== daemon.prices()) for (const live of daemon.lives.all()) daemon.lives.touch(live)
    priced = daemon.prices()
    const facts = await tally.facts(now)
    const sample = look(now)
    return statsOf({
      span,
      now,
      facts,
      prices: daemon.prices(),
      slots: ({ from, until }) => daemon.spending.ledger.between(from, until),
      lives: daemon.lives.all(),
      weights: weights(now),
      available: sample && 'available' in sample ? sample.available : undefined,
    })
  }
}
