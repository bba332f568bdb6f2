import type { AuditEntry } from '../protocol/audit.ts'
import { gist, type Answer, type Closed } from '../protocol/request.ts'
import { closeRequest, entryOf, record } from './approvals.ts'
import type { Desk } from './daemon.ts'
import { vetAlways, writeAlways } from './gate.ts'
import { giveReason, keysFor, press } from './keyed.ts'
import type { Live } from './live.ts'
import { note } from './note.ts'
import type { Open } from './request.ts'
import { Refusal } from './server.ts'

/**
 * Hands a person's answer to the agent. The first answer wins.
 * @throws Refusal `conflict` when the input is not the one that was seen, or the agent no longer waits.
 */
export async function answerRequest(
  daemon: Desk,
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
  const refusal = kept === undefined ? undefined : vetAlways(daemon, live, open.request, kept)
  if (refusal !== undefined) throw new Refusal('bad-request', `${kept} was not written: ${refusal}`)
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
    delivered =
      agent && keyed
        ? await press(live, agent, keyed)
        : (await live.link.call('answer', { hold: open.hold, body })).delivered
  } catch (cause) {
    // Not delivered for all we know: it stays open, and the host says on the next try whether it still waits.
    live.open.push(open)
    throw new Refusal(
      'conflict',
      `session ${live.session.id} did not take the answer; try again in a moment`,
      { cause },
    )
  }
  if (keyed && !delivered) throw notTaken(daemon, live, open)
  if (!delivered) {
    live.open.push(open)
    closeRequest(daemon, live, open, { by: 'gone', says: 'the agent no longer waits for it' })
    throw new Refusal('conflict', `request ${params.id}: the agent no longer waits for it`)
  }
  if (keyed?.prompt !== undefined) void reason(daemon, live, open, keyed.prompt, who)
  const rule = kept === undefined ? '' : await keepRule(daemon, live, open, kept)
  const says = `${wordFor(params.answer)} by ${who}${rule}`
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
      says: `${wordFor(params.answer)}: ${gist(open.request.tool, open.request.input, open.request.cwd).slice(0, 200)} (by ${who})`,
    })
  daemon.lives.touch(live)
  return closed
}

/** The key was pressed and the dialog stands as before, or the agent ended: nobody has answered. */
function notTaken(daemon: Desk, live: Live, open: Open): Refusal {
  const { id } = live.session
  const { request } = open
  if (live.session.life.status !== 'running') {
    live.open.push(open)
    const says = 'the agent has ended; whether it took the answer is not known'
    closeRequest(daemon, live, open, { by: 'gone', says })
    return new Refusal('conflict', `request ${request.id}: ${says}`)
  }
  record(
    daemon,
    open,
    'roost',
    'not answered: the key was pressed, and the dialog does not go; it is open again',
  )
  live.open.push(open)
  daemon.lives.touch(live)
  return new Refusal(
    'conflict',
    `request ${request.id} is held: the key was pressed, but its dialog does not go; answer it by attaching: roost attach ${id}`,
  )
}

/** What the agent did not get to read is not lost without a word. */
async function reason(daemon: Desk, live: Live, open: Open, text: string, who: string): Promise<void> {
  const why = await giveReason(daemon, live, text, who).catch(String)
  if (why === undefined) return
  daemon.log.warn('the reason was not typed', { session: live.session.id, why })
  record(daemon, open, 'roost', `denied, but the agent was not told the reason: ${why}`)
}

/** Only once the agent has its answer: a rule must not outlive one that was never given. */
async function keepRule(daemon: Desk, live: Live, open: Open, rule: string): Promise<string> {
  try {
    await writeAlways(daemon, live, open.request, rule)
    return ''
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    record(daemon, open, 'roost', `allowed once: the rule ${rule} was not kept: ${why}`)
    return `, but only this once: the rule was not kept: ${why}`
  }
}

/** Whether a rule that a person has changed may be written for an open request. @throws Refusal `not-found` */
export function vetRule(daemon: Desk, { id, rule }: { id: string; rule: string }): { refusal?: string } {
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

/** Before the agent hears of it: what is not written down must not be allowed. @throws Refusal `internal` */
function allowed(daemon: Desk, entry: AuditEntry): void {
  try {
    daemon.audit.append(entry)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Refusal('internal', `not answered: ${why}`, { cause })
  }
}
