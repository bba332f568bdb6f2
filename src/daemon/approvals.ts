import type { Asked, Learned } from '../agents/agent.ts'
import { isOver } from '../agents/over.ts'
import type { AuditEntry } from '../protocol/audit.ts'
import { tailAudit } from '../store/audit.ts'
import type { HostEvent } from '../protocol/host.ts'
import { gist, type Answer, type Closed, type Risk, type RiskReason } from '../protocol/request.ts'
import type { Daemon } from './daemon.ts'
import { profileOf, vetAlways, writeAlways } from './gate.ts'
import { keysFor, press } from './keyed.ts'
import type { Live } from './live.ts'
import { note } from './note.ts'
import { openRequest, type Open } from './request.ts'
import { Refusal } from './server.ts'

/** A held hook that a person must answer becomes a request in every open view. */
export function holdRequest(
  daemon: Daemon,
  live: Live,
  asked: {
    event: HostEvent & { type: 'hook' }
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
function isRecorded(daemon: Daemon, { request }: Open): boolean {
  try {
    return tailAudit(daemon.paths.audit, { limit: 1, request: request.id }).entries.length > 0
  } catch {
    return false
  }
}

/**
 * Hands a person's answer to the agent. The first answer wins.
 * @throws Refusal `conflict` when the input is not the one that was seen, or the agent no longer waits.
 */
export async function answerRequest(
  daemon: Daemon,
  params: { id: string; inputHash: string; answer: Answer },
  who: string,
): Promise<Closed> {
  const live = daemon.lives.all().find(({ open }) => open.some(({ request }) => request.id === params.id))
  const open = live?.open.find(({ request }) => request.id === params.id)
  if (!live || !open) throw alreadyAnswered(params.id)
  if (open.request.inputHash !== params.inputHash)
    throw new Refusal('conflict', `request ${params.id} has changed since it was shown; look at it again`)
  const agent = daemon.agents().named(live.session.agent)
  const kept =
    params.answer.verdict === 'always' && open.request.always?.by === 'roost'
      ? (params.answer.rule ?? open.request.always.rule)
      : undefined
  // A rule of Roost's own is written here; the agent hears a plain yes.
  const given: Answer = kept === undefined ? params.answer : { verdict: 'allow' }
  const body = agent?.keys ? {} : agent?.answer?.(open.request, given, open.asked)
  if (body === undefined)
    throw new Refusal(
      'conflict',
      `${live.session.agent} cannot take "${wordsOf(params.answer)}" for this request; answer it in the session: roost attach ${live.session.id}`,
    )
  if (!live.link)
    throw new Refusal(
      'conflict',
      `session ${live.session.id} does not answer right now; try again in a moment`,
    )
  if (kept !== undefined) await writeAlways(daemon, live, open.request, kept)
  const keyed = agent?.keys && (await keysFor(live, agent, open, given))
  if (!live.open.includes(open)) throw alreadyAnswered(params.id)
  const entry = entryOf(daemon, open, { who, what: params.answer, verdict: params.answer.verdict })
  if (params.answer.verdict === 'deny') note(daemon, entry)
  else allowed(daemon, entry)
  // Out of the list before the wait: a second answer must not find it.
  live.open = live.open.filter((other) => other !== open)
  const before = live.session.life
  let delivered: boolean
  try {
    if (keyed) await press(daemon, live, keyed, who)
    delivered = keyed ? true : (await live.link.call('answer', { hold: open.hold, body })).delivered
  } catch (cause) {
    // Not delivered for all we know: it stays open, and the host says on the next try whether it still waits.
    live.open.push(open)
    throw new Refusal(
      'conflict',
      `session ${live.session.id} did not take the answer; try again in a moment`,
      { cause },
    )
  }
  if (!delivered) {
    live.open.push(open)
    closeRequest(daemon, live, open, { by: 'gone', says: 'the agent no longer waits for it' })
    throw new Refusal('conflict', `request ${params.id}: the agent no longer waits for it`)
  }
  const says = `${wordFor(params.answer)} by ${who}`
  const closed: Closed = {
    id: open.request.id,
    session: live.session.id,
    by: 'person',
    says,
    verdict: params.answer.verdict,
  }
  daemon.broadcast({ event: 'request.closed', data: closed })
  // The agent's next words may have come along with the host's reply: they are newer, and must not be undone.
  if (live.session.life === before)
    daemon.lives.happen(live, {
      type: 'answered',
      says: `${says}: ${gist(open.request.tool, open.request.input).slice(0, 200)}`,
    })
  daemon.lives.touch(live)
  return closed
}

/** Whether a rule that a person has changed may be written for an open request. @throws Refusal `not-found` */
export function vetRule(daemon: Daemon, { id, rule }: { id: string; rule: string }): { refusal?: string } {
  const live = daemon.lives.all().find(({ open }) => open.some(({ request }) => request.id === id))
  const request = live?.open.find((open) => open.request.id === id)?.request
  if (!live || !request) throw alreadyAnswered(id)
  const refusal = vetAlways(daemon, live, request, rule)
  return refusal === undefined ? {} : { refusal }
}

const wordsOf = (answer: Answer): string =>
  answer.verdict === 'deny' && answer.interrupt === true ? 'deny --interrupt' : answer.verdict

const alreadyAnswered = (id: string) =>
  new Refusal('not-found', `request ${id} is not open any more; it was answered or the agent went on`)

const wordFor = (answer: Answer) =>
  answer.verdict === 'allow' && answer.input !== undefined
    ? 'allowed as changed'
    : { allow: 'allowed', always: 'always allowed', deny: 'denied', answers: 'answered' }[answer.verdict]

/** Takes a request off the list without an answer of ours. */
export function closeRequest(daemon: Daemon, live: Live, open: Open, end: Pick<Closed, 'by' | 'says'>): void {
  if (!live.open.includes(open)) return
  live.open = live.open.filter((other) => other !== open)
  record(daemon, open, end.by, end.says)
  daemon.broadcast({
    event: 'request.closed',
    data: { id: open.request.id, session: live.session.id, ...end },
  })
  daemon.lives.touch(live)
}

/** The agent hung up: its own dialog was left, or the wait ran out. */
export function gone(daemon: Daemon, live: Live, event: HostEvent & { type: 'hook-gone' }): void {
  const open = live.open.find(({ hold }) => hold === event.hold)
  if (!open) return
  const says = {
    timeout: "it waited too long; answer it in the agent's own prompt",
    closed: "closed in the agent's own dialog",
    attended: 'somebody is in the session: the agent asks there, in its own dialog',
  }[event.why]
  closeRequest(daemon, live, open, { by: event.why === 'timeout' ? 'gone' : 'dialog', says })
}

/** The agent went on: what it asked was answered in its own dialog, whose hook it does not cancel. */
export function requestsOver(daemon: Daemon, live: Live, over: Learned & { type: 'requests-over' }): void {
  const fits = live.open.filter(({ request }) => isOver(request, over))
  // One call ran: of two requests with the very same input the older one is over.
  for (const open of over.input === undefined ? fits : fits.slice(0, 1)) {
    closeRequest(daemon, live, open, { by: 'dialog', says: "answered in the agent's own dialog" })
    // A late answer is ignored by the agent; this frees the host's side.
    live.link?.call('answer', { hold: open.hold, body: {} }).catch(() => {})
  }
}

/** Before the agent hears of it: what is not written down must not be allowed. @throws Refusal `internal` */
function allowed(daemon: Daemon, entry: AuditEntry): void {
  try {
    daemon.audit.append(entry)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Refusal('internal', `not answered: ${why}`, { cause })
  }
}

function record(daemon: Daemon, open: Open, who: string, what: unknown): void {
  note(daemon, entryOf(daemon, open, { who, what }))
}

function entryOf(
  daemon: Daemon,
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
