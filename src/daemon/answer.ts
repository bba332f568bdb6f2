import type { Agent, Keyed } from '../agents/agent.ts'
import type { AuditEntry } from '../protocol/audit.ts'
import { gist, type Answer, type Closed } from '../protocol/request.ts'
import { messageOf } from '../protocol/thrown.ts'
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
  const { answer } = params
  const { live, open } = asSeen(daemon, params)
  const delivery = await planDelivery(daemon, live, open, answer)
  if (!live.open.includes(open)) throw alreadyAnswered(params.id)
  const entry = entryOf(daemon, open, { who, what: answer, verdict: answer.verdict })
  if (answer.verdict === 'deny') note(daemon, entry)
  else allowed(daemon, entry)
  // Out of the list before the wait: a second answer must not find it.
  live.open = live.open.filter((other) => other !== open)
  const before = live.session.life
  await deliver(daemon, live, open, delivery)
  if (delivery.keyed?.prompt !== undefined) void reason(daemon, live, open, delivery.keyed.prompt, who)
  const rule = delivery.rule === undefined ? '' : await keepRule(daemon, live, open, delivery.rule)
  const { request } = open
  const closed: Closed = {
    id: request.id,
    session: live.session.id,
    by: 'person',
    says: `${wordFor(answer)} by ${who}${rule}`,
    verdict: answer.verdict,
  }
  daemon.broadcast({ event: 'request.closed', data: closed })
  // The agent's next words may have come along with the host's reply: they are newer, and must not be undone.
  if (live.session.life === before) {
    const what = gist(request.tool, request.input, request.cwd).slice(0, 200)
    daemon.lives.happen(live, { type: 'answered', says: `${wordFor(answer)}: ${what} (by ${who})` })
  }
  daemon.lives.touch(live)
  return closed
}

/** The request, if it is still the one that the person saw. @throws Refusal */
function asSeen(
  daemon: Desk,
  { id, inputHash }: { id: string; inputHash: string },
): { live: Live; open: Open } {
  const found = openNamed(daemon, id)
  if (!found) throw alreadyAnswered(id)
  if (found.open.request.inputHash !== inputHash)
    throw new Refusal('conflict', `request ${id} has changed since it was shown; look at it again`)
  return found
}

function openNamed(daemon: Desk, id: string): { live: Live; open: Open } | undefined {
  for (const live of daemon.lives.all()) {
    const open = live.open.find(({ request }) => request.id === id)
    if (open) return { live, open }
  }
  return undefined
}

/** How the agent is told: by its hook's `body`, or by keys. `rule` is written once it has heard. */
type Delivery = { agent?: Agent; body: unknown; keyed?: Keyed; rule?: string }

/** @throws Refusal when the agent cannot be told this, or a rule may not be written. */
async function planDelivery(daemon: Desk, live: Live, open: Open, answer: Answer): Promise<Delivery> {
  const { id, agent: name } = live.session
  const agent = daemon.agents().named(name)
  const { always } = open.request
  const rule =
    answer.verdict === 'always' && always?.by === 'roost' ? (answer.rule ?? always.rule) : undefined
  // A rule of Roost's own is written here; the agent hears a plain yes.
  const given: Answer = rule === undefined ? answer : { verdict: 'allow' }
  const body = agent?.keys ? {} : agent?.answer?.(open.request, given, open.asked)
  if (body === undefined)
    throw new Refusal(
      'conflict',
      `${name} cannot take "${wordsOf(answer)}" for this request; answer it in the session: roost attach ${id}`,
    )
  if (!live.link)
    throw new Refusal('conflict', `session ${id} does not answer right now; try again in a moment`)
  const refusal = rule === undefined ? undefined : vetAlways(daemon, live, open.request, rule)
  if (refusal !== undefined) throw new Refusal('bad-request', `${rule} was not written: ${refusal}`)
  const keyed = agent?.keys && (await keysFor(live, agent, open, given))
  return { body, ...(agent && { agent }), ...(keyed && { keyed }), ...(rule !== undefined && { rule }) }
}

/** @throws Refusal when the agent has not heard: the request is open again then, or closed when nobody waits for it. */
async function deliver(
  daemon: Desk,
  live: Live,
  open: Open,
  { agent, body, keyed }: Delivery,
): Promise<void> {
  let delivered: boolean | undefined
  try {
    delivered =
      agent && keyed
        ? await press(live, agent, keyed)
        : (await live.link?.call('answer', { hold: open.hold, body }))?.delivered
    if (delivered === undefined) throw new Error('its host is not connected')
  } catch (cause) {
    // Not delivered for all we know: it stays open, and the host says on the next try whether it still waits.
    live.open.push(open)
    throw new Refusal(
      'conflict',
      `session ${live.session.id} did not take the answer; try again in a moment`,
      { cause },
    )
  }
  if (delivered) return
  if (keyed) throw notTaken(daemon, live, open)
  live.open.push(open)
  closeRequest(daemon, live, open, { by: 'gone', says: 'the agent no longer waits for it' })
  throw new Refusal('conflict', `request ${open.request.id}: the agent no longer waits for it`)
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
    const why = messageOf(error)
    record(daemon, open, 'roost', `allowed once: the rule ${rule} was not kept: ${why}`)
    return `, but only this once: the rule was not kept: ${why}`
  }
}

/** Whether a rule that a person has changed may be written for an open request. @throws Refusal `not-found` */
export function vetRule(daemon: Desk, { id, rule }: { id: string; rule: string }): { refusal?: string } {
  const found = openNamed(daemon, id)
  if (!found) throw alreadyAnswered(id)
  const refusal = vetAlways(daemon, found.live, found.open.request, rule)
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
    const why = messageOf(cause)
    throw new Refusal('internal', `not answered: ${why}`, { cause })
  }
}
