import type { RespawnPolicy, Session } from '../protocol/session.ts'

/** Deaths older than this no longer count, ms. */
const STABLE_MS = 10 * 60_000
/** So many deaths within STABLE_MS, and it is left for the person to look at. */
const DEATHS_LIMIT = 5
const BACKOFF_FIRST_MS = 1000
const BACKOFF_LAST_MS = 60_000
const JITTER = 0.2

export type Respawn =
  | { type: 'leave' }
  | { type: 'restart'; afterMs: number; deaths: number[] }
  | { type: 'give-up'; why: string; deaths: number[] }

/** The policy a session has: its own, else what a pin implies. */
function policyOf(session: Pick<Session, 'respawn' | 'pinned'>): RespawnPolicy {
  return session.respawn ?? (session.pinned ? 'on-failure' : 'never')
}

/**
 * What to do about an agent that has just ended, `random` in 0..1. One that was stopped, by whomever, is left
 * alone: only a death that nobody asked for brings it back.
 */
export function chooseRespawn(session: Session, now: number, random: number): Respawn {
  const { life } = session
  const policy = policyOf(session)
  const failed = life.status === 'lost' || (life.status === 'exited' && life.code !== 0)
  const ended = failed || life.status === 'exited'
  if (policy === 'never' || !ended || (policy === 'on-failure' && !failed)) return { type: 'leave' }
  // Not twice for the same death: the last daemon may have counted it before it died itself.
  const before = (session.deaths ?? []).filter((at) => at > now - STABLE_MS && at < life.since)
  const deaths = [...before, now]
  if (deaths.length >= DEATHS_LIMIT)
    return {
      type: 'give-up',
      deaths,
      why: `it ended ${deaths.length} times within ${STABLE_MS / 60_000} minutes; look at its log, then start it again`,
    }
  const backoff = Math.min(BACKOFF_LAST_MS, BACKOFF_FIRST_MS * 2 ** (deaths.length - 1))
  return { type: 'restart', deaths, afterMs: Math.round(backoff * (1 + JITTER * (2 * random - 1))) }
}
