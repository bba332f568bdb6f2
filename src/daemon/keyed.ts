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
/** How long its dialog may stand there after the key, ms. */
const GOES_MS = 5000
/** An agent redraws in pieces: that often in a row its dialog must be seen gone. */
const SEEN_GONE = 2
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

/**
 * Presses them, and looks whether the dialog went: a key may be lost, or taken by something that came up meanwhile.
 * @returns false when it still stands there, or it cannot be told.
 * @throws when the host does not take them.
 */
export async function press(live: Live, agent: Agent, { keys, dialog }: Keyed): Promise<boolean> {
  let moved = false
  let wasAsking = isAsking(live)
  // The agent's own word counts too: the same call may ask again before the screen is looked at.
  const hear = () => {
    if (wasAsking && !isAsking(live) && live.session.life.status === 'running') moved = true
    wasAsking = isAsking(live)
  }
  live.onChange.add(hear)
  try {
    await live.link?.call('keys', { base64: Buffer.from(keys).toString('base64') })
    const until = Date.now() + GOES_MS
    let gone = 0
    do {
      gone = agent.left?.(dialog, await rowsOf(live)) === true ? gone + 1 : 0
      if (moved || gone >= SEEN_GONE) return true
      await sleep(LOOK_MS)
    } while (Date.now() < until && live.session.life.status === 'running')
    return moved
  } finally {
    live.onChange.delete(hear)
  }
}

/**
 * Types the reason of a denial as the next prompt, once the agent has left its turn.
 * @returns why it was not typed; undefined when it was.
 */
export async function giveReason(
  daemon: Sender,
  live: Live,
  prompt: string,
  who: string,
): Promise<string | undefined> {
  if (!(await until(live, LEAVES_MS, () => isAtRest(live)))) return 'the agent did not leave its turn'
  const sent = await sendText(daemon, live, prompt, who)
  return sent.outcome === 'failed' ? sent.says : undefined
}

const isAtRest = ({ session: { life } }: Live) => life.status === 'running' && life.activity.kind === 'idle'
const isAsking = ({ session: { life } }: Live) =>
  life.status === 'running' && life.activity.kind === 'needs-input'
