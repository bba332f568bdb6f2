import type { Session } from '../protocol/session.ts'

/** What the choice needs to know of one session. */
export type Candidate = {
  session: Session
  /** Terminals attached now. */
  attached: number
  /** Requests open now. */
  requests: number
  /** How long it has been idle with nobody attached, ms of time the machine was awake. */
  quietMs: number
  /** Memory of its processes, bytes; undefined = not asked. */
  memory?: number | undefined
}

/** Memory pressure, worst last: `low` starts nothing by itself, `high` costs idle unpinned sessions, `critical` idle pinned ones too. */
export type Pressure = 'none' | 'low' | 'high' | 'critical'

export type Eviction = { id: string; why: string }

/**
 * Whether a session may be stopped to save memory at all. Never while it works, waits for the person, or
 * somebody looks; and never one whose conversation could not be brought back: a plain program that is quiet
 * may be a server.
 */
export function evictable({ session, attached, requests }: Omit<Candidate, 'quietMs'>): boolean {
  const { life } = session
  return (
    life.status === 'running' &&
    life.activity.kind === 'idle' &&
    attached === 0 &&
    requests === 0 &&
    session.resumeId !== undefined
  )
}

/** All sessions whose idle time is over. `idleStopMs` 0 = never. Pinned ones are exempt. */
export function chooseIdle(candidates: Candidate[], idleStopMs: number): Eviction[] {
  if (idleStopMs <= 0) return []
  return candidates
    .filter((c) => evictable(c) && !c.session.pinned && c.quietMs >= idleStopMs)
    .map(({ session, quietMs }) => ({
      id: session.id,
      why: `idle for ${Math.round(quietMs / 60_000)} min with nobody attached`,
    }))
}

/**
 * The one session to stop for want of memory, or none: the largest idle unpinned one; an idle pinned one only
 * when pressure is critical and no unpinned one is left.
 */
export function chooseForMemory(candidates: Candidate[], pressure: Pressure): Eviction | undefined {
  if (pressure === 'none' || pressure === 'low') return undefined
  const able = candidates.filter(evictable).toSorted((a, b) => (b.memory ?? 0) - (a.memory ?? 0))
  const unpinned = able.find(({ session }) => !session.pinned)
  const chosen = unpinned ?? (pressure === 'critical' ? able[0] : undefined)
  if (!chosen) return undefined
  const size = chosen.memory === undefined ? '' : `, ${Math.round(chosen.memory / 1_048_576)} MB`
  return {
    id: chosen.session.id,
    why: `memory pressure ${pressure}; idle${chosen.session.pinned ? ' and pinned' : ''}${size}`,
  }
}
