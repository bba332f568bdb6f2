import type { Asked, Learned } from '../agents/agent.ts'
import { isOver } from '../agents/over.ts'
import type { AuditEntry } from '../protocol/audit.ts'
import { tailAudit } from '../store/audit.ts'
import type { HookEvent, HostEvent } from '../protocol/host.ts'
import type { Closed, Risk, RiskReason } from '../protocol/request.ts'
import type { Daemon, Desk } from './daemon.ts'
import { profileOf } from './gate.ts'
import type { Live } from './live.ts'
import { note } from './note.ts'
import { openRequest, type Open } from './request.ts'

/** A held hook that a person must answer becomes a request in every open view. */
export function holdRequest(
  daemon: Daemon,
  live: Live,
  asked: {
    event: HookEvent
    hold: string
    asked: Asked
    judged: { risk: Risk; reasons: RiskReason[]; notes?: string[] }
  },
): void {
  const { session } = live
  const open = openRequest({ session: session.id, generation: session.generation, ...asked })
  if (live.open.some(({ request }) => request.id === open.request.id)) return // told again after a reconnect
  live.open.push(open)
  // Asked before this daemon was there: the last one has most likely written it down, if it came that far.
  const before = asked.event.at < daemon.startedAt
  if (!before || !isRecorded(daemon, open))
    record(daemon, open, 'agent', { asks: open.request.tool, input: open.request.input })
  daemon.broadcast({ event: 'request.opened', data: open.request })
  daemon.lives.touch(live)
}

/** What cannot be looked up is written down again: rather twice than not at all. */
function isRecorded(daemon: Daemon, open: Open): boolean {
  return newestOf(daemon, open) !== undefined
}

function newestOf({ paths }: Pick<Daemon, 'paths'>, { request }: Open): AuditEntry | undefined {
  try {
    return tailAudit(paths.audit, { limit: 1, request: request.id }).entries[0]
  } catch {
    return undefined
  }
}

/** The daemon before this one had seen its end: that the host tells of it again is no news. */
function wasOver(daemon: Pick<Daemon, 'paths' | 'startedAt'>, open: Open): boolean {
  if (open.request.since >= daemon.startedAt) return false
  const newest = newestOf(daemon, open)
  return newest?.verdict !== undefined || newest?.who === 'dialog' || newest?.who === 'gone'
}

/** Takes a request off the list without an answer of ours. */
export function closeRequest(daemon: Desk, live: Live, open: Open, end: Pick<Closed, 'by' | 'says'>): void {
  if (!live.open.includes(open)) return
  record(daemon, open, end.by, end.says)
  dropRequest(daemon, live, open, end)
}

/** Without a word in the audit. */
function dropRequest(daemon: Desk, live: Live, open: Open, end: Pick<Closed, 'by' | 'says'>): void {
  live.open = live.open.filter((other) => other !== open)
  daemon.broadcast({
    event: 'request.closed',
    data: { id: open.request.id, session: live.session.id, ...end },
  })
  daemon.lives.touch(live)
}

const LEFT = "closed in the agent's own dialog"
const ANSWERED = "answered in the agent's own dialog"

/** Between the last words of a process and the news that it has ended, ms. */
const ENDS_MS = 300

/** The agent hung up: its own dialog was left, or the wait ran out. */
export function gone(daemon: Daemon, live: Live, event: HostEvent & { type: 'hook-gone' }): void {
  const open = live.open.find(({ hold }) => hold === event.hold)
  if (!open) return
  const says = {
    timeout: "it waited too long; answer it in the agent's own prompt",
    closed: LEFT,
    attended: 'somebody is in the session: the agent asks there, in its own dialog',
  }[event.why]
  if (event.why !== 'closed')
    return closeRequest(daemon, live, open, { by: event.why === 'timeout' ? 'gone' : 'dialog', says })
  open.hungUp = true
  // One that was killed hangs up, too, and its end is told a moment later: that is no answer in a dialog.
  setTimeout(() => closeRequest(daemon, live, open, { by: 'dialog', says }), ENDS_MS).unref()
}

/** The agent went on: what it asked was answered in its own dialog, whose hook it does not cancel. */
export function requestsOver(
  daemon: Desk & Pick<Daemon, 'startedAt'>,
  live: Live,
  over: Learned & { type: 'requests-over' },
): void {
  const fits = live.open.filter(({ request }) => isOver(request, over))
  // One call ran: of two requests with the very same input the older one is over.
  for (const open of over.input === undefined ? fits : fits.slice(0, 1)) {
    if (wasOver(daemon, open)) dropRequest(daemon, live, open, { by: 'gone', says: 'it was answered before' })
    else closeRequest(daemon, live, open, { by: 'dialog', says: open.hungUp ? LEFT : ANSWERED })
    // A late answer is ignored by the agent; this frees the host's side.
    live.link?.call('answer', { hold: open.hold, body: {} }).catch(() => {})
  }
}

/** Into the audit: what became of a request, and by whom. */
export function record(daemon: Desk, open: Open, who: string, what: unknown): void {
  note(daemon, entryOf(daemon, open, { who, what }))
}

export function entryOf(
  daemon: Desk,
  { request }: Open,
  { who, what, verdict }: { who: string; what: unknown; verdict?: string },
): AuditEntry {
  const live = daemon.lives.get(request.session)
  return {
    at: daemon.now(),
    kind: 'request',
    session: request.session,
    who,
    what: {
      request: request.id,
      tool: request.tool,
      inputHash: request.inputHash,
      ...(typeof what === 'object' ? what : { says: what }),
    },
    ...(verdict && { verdict }),
    ...(request.reasons.length > 0 && { reasons: request.reasons.map(({ text }) => text) }),
    ...(live && { profile: profileOf(daemon, live.session) }),
  }
}
