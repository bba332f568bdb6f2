import type { Channel, NoticeEvent } from '../../protocol/notice.ts'
import type { SessionView } from '../../protocol/session.ts'
import type { NotifyConfig } from '../../store/config-notify.ts'
import { newsOf, type Piece } from './news.ts'
import { isQuietAt } from './quiet.ts'

/**
 * What is told, and when: pure. One message per session and state; what comes together is told together; nothing of
 * what the person is looking at.
 */
export type Notices = {
  readonly sessions: ReadonlyMap<string, Known>
  /** When something was last told, epoch ms. */
  readonly toldAt: number
}

type Known = {
  event?: NoticeEvent
  /** Its working time began then; kept through a question in between. */
  workingFrom?: number
  /** When it is to be told; absent: told, or not worth it. */
  dueAt?: number
}

/** A state must last this long to be told: what is settled at once by a rule or a person is no news, ms. */
export const SETTLE_MS = 1500
/** At most one message in this time; what comes meanwhile is told together, ms. */
export const GAP_MS = 10_000
/** A state that began longer ago was found, not witnessed: a daemon that starts repeats no old news, ms. */
export const FRESH_MS = 60_000
/** A turn shorter than this ends before who asked has gone away, ms. */
export const TURN_MS = 30_000

export const noNotices: Notices = { sessions: new Map(), toldAt: 0 }

/** Takes in what a session has become. */
export function heard(notices: Notices, view: SessionView, now: number): Notices {
  const before = notices.sessions.get(view.id)
  const after = nextKnown(before, view, now)
  return before === after ? notices : { ...notices, sessions: new Map(notices.sessions).set(view.id, after) }
}

function nextKnown(before: Known | undefined, view: SessionView, now: number): Known {
  const piece = newsOf(view)
  const { life } = view
  if (!piece) {
    const working =
      life.status === 'running' && life.activity.kind === 'working' ? life.activity.since : undefined
    const from = working === undefined ? undefined : (before?.workingFrom ?? working)
    if (before && before.event === undefined && before.workingFrom === from) return before
    return from === undefined ? {} : { workingFrom: from }
  }
  const { event, since } = piece
  if (before?.event === event) return before
  const from = before?.workingFrom
  const tooShort = event === 'idle' && (from === undefined || since - from < TURN_MS)
  const old = now - since > FRESH_MS
  return {
    event,
    ...(event === 'needs-input' && from !== undefined && { workingFrom: from }),
    ...(!tooShort && !old && { dueAt: now + SETTLE_MS }),
  }
}

export function forgotten(notices: Notices, id: string): Notices {
  if (!notices.sessions.has(id)) return notices
  const sessions = new Map(notices.sessions)
  sessions.delete(id)
  return { ...notices, sessions }
}

type Circumstances = {
  now: number
  config: NotifyConfig
  session(id: string): SessionView | undefined
  /** Until when the person counts as looking at it, epoch ms; 0 = not. */
  lookingUntil(id: string): number
}

export type Told = { piece: Piece; channels: Channel[] }

/** What is to be told now, and when to look again (epoch ms; undefined = not before something happens). */
export function due(
  notices: Notices,
  { now, config, session, lookingUntil }: Circumstances,
): { tell: Told[]; notices: Notices; nextAt: number | undefined } {
  const gapEnds = notices.toldAt + GAP_MS
  const sessions = new Map(notices.sessions)
  const tell: Told[] = []
  if (now >= gapEnds)
    for (const [id, known] of sessions) {
      if (known.dueAt === undefined || known.dueAt > now) continue
      const { dueAt: _due, ...told } = known
      const view = session(id)
      const piece = view && newsOf(view)
      const looking = lookingUntil(id)
      const isSeen = view !== undefined && (view.attached > 0 || looking > now)
      // Who looked at it and went away without an answer is told then.
      if (isSeen && view.attached === 0 && piece?.event === 'needs-input') {
        sessions.set(id, { ...told, dueAt: looking })
        continue
      }
      sessions.set(id, told)
      if (!piece || isSeen || isQuietAt(now, config.quiet)) continue
      const channels = config[piece.event]
      if (channels.length > 0) tell.push({ piece, channels })
    }
  const waits = [...sessions.values()].flatMap(({ dueAt }) => dueAt ?? [])
  const after: Notices = { sessions, toldAt: tell.length > 0 ? now : notices.toldAt }
  const nextAt = waits.length > 0 ? Math.max(Math.min(...waits), after.toldAt + GAP_MS) : undefined
  return { tell, notices: after, nextAt }
}
