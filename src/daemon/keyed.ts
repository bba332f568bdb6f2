import { setTimeout as sleep } from 'node:timers/promises'
import type { Agent, Keyed } from '../agents/agent.ts'
import type { Answer } from '../protocol/request.ts'
import type { Live } from './live.ts'
import { rowsOf } from './look.ts'
import type { Open } from './request.ts'
import { sendText, until, type Sender } from './send.ts'
import { Refusal } from './server.ts'

/** A hook tells of a dialog some moments before it is drawn, ms. */
const DRAWS_MS = 4000
const LOOK_MS = 100
/** How long the agent may take to leave the turn that a denial ended, ms. */
const LEAVES_MS = 15_000

/**
 * The keys for a person's answer, of an agent that takes answers in its own dialog only. The screen is read right
 * before they are pressed; nobody else may be typing.
 * @throws Refusal `conflict` when that dialog is not what the screen shows.
 */
export async function keysFor(live: Live, agent: Agent, open: Open, answer: Answer): Promise<Keyed> {
  const { id } = live.session
  const until = Date.now() + DRAWS_MS
  do {
    if (live.attached > 0)
      throw new Refusal('conflict', `somebody is in session ${id}; answer it there: roost attach ${id}`)
    const keyed = agent.keys?.(open.request, answer, await rowsOf(live))
    if (keyed && live.attached === 0) return keyed
    await sleep(LOOK_MS)
  } while (Date.now() < until && live.open.includes(open))
  throw new Refusal(
    'conflict',
    `${agent.name} takes answers in its own dialog only, and its screen does not show just this one, whole; answer it there: roost attach ${id}`,
  )
}

/** @throws when the host does not take them. */
export async function press(daemon: Sender, live: Live, { keys, prompt }: Keyed, who: string): Promise<void> {
  await live.link?.call('keys', { base64: Buffer.from(keys).toString('base64') })
  if (prompt === undefined) return
  void tell(daemon, live, prompt, who).catch((error: unknown) =>
    daemon.log.warn('the reason was not typed', { session: live.session.id, error: String(error) }),
  )
}

async function tell(daemon: Sender, live: Live, prompt: string, who: string): Promise<void> {
  if (!(await until(live, LEAVES_MS, () => isAtRest(live))))
    throw new Error('the agent did not leave its turn')
  const sent = await sendText(daemon, live, prompt, who)
  if (sent.outcome === 'failed') throw new Error(sent.says)
}

const isAtRest = ({ session: { life } }: Live) => life.status === 'running' && life.activity.kind === 'idle'
