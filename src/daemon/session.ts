import type { Learned } from '../agents/agent.ts'
import type { Exit } from '../protocol/host.ts'
import {
  SIGNALS_KEPT,
  type Activity,
  type Identity,
  type Life,
  type Session,
  type SessionRules,
  type Signal,
  type SignalSource,
  type StopWhy,
} from '../protocol/session.ts'
import type { Usage } from '../protocol/usage.ts'

/**
 * The life of a session as a pure function: record and what happened → record. Nothing here does I/O, so each
 * rule of what is shown can be read and tested as a table.
 */
export type Happening =
  | { type: 'launched'; host: Identity; agentPid: number }
  | { type: 'launch-failed'; why: string }
  /** Its host lives, although the record did not say so. */
  | { type: 'found'; host: Identity; agentPid: number; generation: number }
  | { type: 'relaunching'; by: 'person' | 'roost' }
  | { type: 'learned'; learned: Learned }
  | { type: 'stopping'; why: StopWhy /** For the chain: the numbers that decided. */; reason?: string }
  | { type: 'ended'; exit: Exit /** Its last line. */; said?: string }
  /** The host is gone and left no word of the agent's end. */
  | { type: 'host-gone'; why: string }
  | { type: 'rebooted' }
  | { type: 'answered'; says: string }
  | { type: 'renamed'; name: string }
  | { type: 'pinned'; pinned: boolean }
  | { type: 'paused'; paused: boolean }
  /** A person was told what its channel means. */
  | { type: 'channel-told' }
  | { type: 'ruled'; rules: SessionRules }
  | { type: 'used'; usage: Usage }
  /** It died unasked and will be started again. */
  | { type: 'restarting'; deaths: number[]; afterMs: number }
  | { type: 'gave-up'; deaths: number[]; why: string }
  /** A person does not want what has ended to come back. */
  | { type: 'left-stopped' }

export function nextSession(session: Session, happening: Happening, now: number): Session {
  switch (happening.type) {
    case 'relaunching':
      return {
        ...session,
        generation: session.generation + 1,
        life: { status: 'starting', since: now },
        signals: keep(session, signal(happening.by, now, 'started again')),
      }
    case 'launched':
      return {
        ...session,
        life: {
          status: 'running',
          since: now,
          host: happening.host,
          agentPid: happening.agentPid,
          activity: { kind: 'unknown', what: 'starting up', since: now },
        },
        signals: keep(session, signal('process', now, `pid ${happening.agentPid} started`)),
      }
    case 'found': {
      const { host, agentPid, generation } = happening
      const activity = { kind: 'unknown', what: 'found again', since: now } as const
      return {
        ...session,
        generation,
        life: { status: 'running', since: now, host, agentPid, activity },
        signals: keep(session, signal('roost', now, `found its host, pid ${host.pid}`)),
      }
    }
    case 'launch-failed':
      return ended(
        session,
        { status: 'failed', since: now, why: happening.why },
        signal('roost', now, happening.why),
      )
    case 'learned':
      return learn(session, happening.learned, now)
    case 'stopping':
      return stopping(session, happening.why, happening.reason, now)
    case 'ended':
      return agentEnded(session, happening.exit, happening.said)
    case 'host-gone':
      return hostGone(session, happening.why, now)
    case 'rebooted':
      return hostGone(session, REBOOT, now)
    case 'answered':
      if (session.life.status !== 'running') return session
      return {
        ...session,
        life: { ...session.life, activity: { kind: 'working', what: happening.says, since: now } },
        signals: keep(session, signal('person', now, happening.says)),
      }
    case 'renamed':
      return session.name === happening.name ? session : { ...session, name: happening.name }
    case 'restarting':
      return {
        ...session,
        deaths: happening.deaths,
        signals: keep(
          session,
          signal('roost', now, `it ended unasked; starts again in ${Math.round(happening.afterMs / 1000)} s`),
        ),
      }
    case 'gave-up':
      return {
        ...ended(
          session,
          { status: 'failed', since: now, why: happening.why },
          signal('roost', now, happening.why),
        ),
        deaths: happening.deaths,
      }
    case 'left-stopped':
      return ended(
        session,
        { status: 'stopped', since: now, why: 'user' },
        signal('person', now, 'stop asked for'),
      )
    case 'paused': {
      const says = happening.paused ? 'paused: everything asks' : 'no longer paused'
      return { ...session, paused: happening.paused, signals: keep(session, signal('person', now, says)) }
    }
    case 'channel-told':
      return session.channelTold ? session : { ...session, channelTold: true }
    case 'ruled':
      return { ...session, rules: happening.rules }
    case 'used':
      return { ...session, usage: happening.usage }
    case 'pinned':
      return session.pinned === happening.pinned ? session : { ...session, pinned: happening.pinned }
  }
}

const signal = (source: SignalSource, at: number, says: string): Signal => ({ source, at, says })

/** The chain `roost explain` prints: bounded, and a signal that only repeats the last one moves its time. */
function keep(session: Session, next: Signal): Signal[] {
  const last = session.signals.at(-1)
  const before =
    last && last.source === next.source && last.says === next.says
      ? session.signals.slice(0, -1)
      : session.signals
  return [...before, next].slice(-SIGNALS_KEPT)
}

function ended(session: Session, life: Life, why: Signal): Session {
  return { ...session, life, signals: keep(session, why) }
}

// A stop that a person asked for stays theirs, whatever else wanted to stop it first.
function stopping(session: Session, why: StopWhy, reason: string | undefined, now: number): Session {
  const { life } = session
  if (life.status === 'stopping')
    return why === 'user' && life.why !== 'user' ? { ...session, life: { ...life, why } } : session
  if (life.status !== 'running') return session
  const says =
    reason ?? { user: 'stop asked for', evict: 'stopped to save memory', respawn: 'restart asked for' }[why]
  return {
    ...session,
    life: { status: 'stopping', since: now, why, host: life.host, agentPid: life.agentPid },
    signals: keep(session, signal(why === 'evict' ? 'roost' : 'person', now, says)),
  }
}

function agentEnded(session: Session, exit: Exit, said: string | undefined): Session {
  if (exit.generation !== session.generation) return session // an older host's last word
  const how = exit.signal ? `ended by ${exit.signal}` : `exit code ${exit.code}`
  const why = signal('process', exit.at, how)
  if (session.life.status === 'stopping')
    return ended(session, { status: 'stopped', since: exit.at, why: session.life.why }, why)
  const { life } = session
  // An agent that was done and then left: what it said last is what came of it.
  const answer =
    exit.code === 0 && life.status === 'running' && life.activity.kind === 'idle'
      ? life.activity.what
      : undefined
  const words = said || answer
  return ended(
    session,
    {
      status: 'exited',
      since: exit.at,
      code: exit.code,
      ...(exit.signal && { signal: exit.signal }),
      ...(words && { said: words }),
    },
    why,
  )
}

/** Why a session failed whose machine restarted under it: those may be resumed by themselves. */
export const REBOOT = 'reboot'

function hostGone(session: Session, why: string, now: number): Session {
  const says = signal('process', now, why === REBOOT ? 'the machine restarted' : why)
  if (session.life.status === 'stopping')
    return ended(session, { status: 'stopped', since: now, why: session.life.why }, says)
  return ended(session, { status: why === REBOOT ? 'failed' : 'lost', since: now, why }, says)
}

function learn(session: Session, learned: Learned, now: number): Session {
  const signals = keep(session, signal(learned.source, now, learned.says))
  switch (learned.type) {
    case 'title':
      return learned.title === session.title ? session : { ...session, title: learned.title, signals }
    case 'conversation': {
      const same =
        learned.resumeId === session.resumeId &&
        (learned.transcript ?? session.transcript) === session.transcript
      if (same) return session
      const { transcript: _, ...rest } = session
      const path =
        learned.transcript ?? (learned.resumeId === session.resumeId ? session.transcript : undefined)
      return { ...rest, resumeId: learned.resumeId, ...(path && { transcript: path }), signals }
    }
    case 'activity': {
      if (session.life.status !== 'running') return session
      const activity = carryOn(session.life.activity, learned.activity, now)
      if (activity === session.life.activity) return session
      return { ...session, life: { ...session.life, activity }, signals }
    }
    case 'requests-over':
      return session
  }
}

type Now<A> = A extends Activity ? Omit<A, 'since'> : never

/** The same kind of activity goes on: its age counts from its beginning, only the words change. */
function carryOn(before: Activity, next: Now<Activity>, now: number): Activity {
  const need = 'need' in before ? before.need : undefined
  const nextNeed = 'need' in next ? next.need : undefined
  if (before.kind !== next.kind || need !== nextNeed) return { ...next, since: now }
  if (next.what === undefined || before.what === next.what) return before
  return { ...next, since: before.since }
}

/** How much a source's word on the activity counts; a lesser one is heard only while no better one has spoken. */
const RANK: Record<SignalSource, number> = {
  person: 3,
  roost: 3,
  process: 3,
  osc: 3,
  hook: 3,
  registry: 3,
  // Only what an agent writes down as it happens is ever learned from it.
  transcript: 3,
  title: 1,
  // A title may say "ready" while a dialog stands on the screen: of the two the last one counts.
  screen: 1,
  output: 0,
}

/** True when `source` may say what the session is doing, given the best source that has spoken so far. */
export function trusted(source: SignalSource, best: SignalSource | undefined): boolean {
  return best === undefined || RANK[source] >= RANK[best]
}
