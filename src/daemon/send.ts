import { setTimeout as sleep } from 'node:timers/promises'
import { ENTER_DELAY_MS } from '../protocol/host.ts'
import type { SendResult } from '../protocol/control.ts'
import { messageOf } from '../protocol/thrown.ts'
import type { Daemon } from './daemon.ts'
import type { HostLink } from './host-link.ts'
import type { Live } from './live.ts'
import { rowsOf } from './look.ts'
import { note } from './note.ts'

/** How long an agent that reports its state may take to say that it took a prompt, ms. */
const TAKEN_MS = 5000
/** What was typed while an agent still started is lost: how long to look for it before it is typed again, ms. */
const SHOWN_MS = 4000
const LOOK_MS = 100
const TYPE_TRIES = 3

/** What sending needs of the daemon. */
export type Sender = Pick<Daemon, 'agents' | 'audit' | 'log' | 'now'>

/**
 * Types a line into a session and tells what became of it, as far as anybody can know: an agent with signals of
 * its own confirms; a plain program gets the line and that is all that is known.
 */
export async function sendText(daemon: Sender, live: Live, text: string, who: string): Promise<SendResult> {
  const { session } = live
  const { life } = session
  if (life.status !== 'running')
    return {
      outcome: 'failed',
      says: `session ${session.id} does not run (${life.status}); bring it back: roost resume ${session.id}`,
    }
  const [open] = live.open
  if (open)
    return {
      outcome: 'failed',
      says: `it waits for an answer first (request ${open.request.id}): roost approve ${open.request.id}, or deny`,
    }
  if (life.activity.kind === 'needs-input' && life.activity.need !== 'input')
    return {
      outcome: 'failed',
      says: `it waits at a ${life.activity.need} dialog; answer that first: roost attach ${session.id}`,
    }
  // A start-up dialog would take the Enter, and for some agents that means yes.
  const speaks = daemon.agents().named(session.agent)?.silentStartMs !== undefined
  if (speaks && life.activity.kind === 'unknown' && live.best === undefined)
    return {
      outcome: 'failed',
      says: `it has not shown yet that it is ready; try again in a moment, or look: roost attach ${session.id}`,
    }
  if (!live.link)
    return { outcome: 'failed', says: 'its host does not answer right now; try again in a moment' }

  const before = life.activity
  const sure = live.best !== undefined && live.best !== 'output'
  try {
    await typeLine(daemon, live, live.link, text)
  } catch (error) {
    return { outcome: 'failed', says: `not typed: ${messageOf(error)}` }
  }
  note(daemon, { at: daemon.now(), kind: 'send', session: session.id, who, what: { text } })
  if (!sure)
    return { outcome: 'submitted', says: 'typed, with Enter; this program tells nothing of what it took' }
  if (before.kind === 'working')
    return { outcome: 'held', says: 'typed; the agent is working and takes it up when it gets to it' }
  const taken = await until(
    live,
    TAKEN_MS,
    () => live.session.life.status !== 'running' || live.session.life.activity.kind !== 'idle',
  )
  if (taken) return { outcome: 'submitted', says: 'the agent took it' }
  return { outcome: 'held', says: `typed, but the agent has not taken it; look: roost attach ${session.id}` }
}

/** @throws Error when the agent's input takes no keys, or its host does not. */
async function typeLine(daemon: Sender, live: Live, link: HostLink, text: string): Promise<void> {
  const { input } = daemon.agents().named(live.session.agent) ?? {}
  if (!input) return void (await link.call('type', { text, paste: true, enter: true }))
  const look = `look: roost attach ${live.session.id}`
  const holds = async () => input(await rowsOf(live))
  const becomes = async (want: 'empty' | 'filled'): Promise<boolean> => {
    for (let waited = 0; waited < SHOWN_MS; waited += LOOK_MS) {
      if ((await holds()) === want) return true
      await sleep(LOOK_MS)
    }
    return false
  }
  // Enter in a dialog, or after words that somebody left there, would do what nobody meant.
  if (!(await becomes('empty'))) throw new Error(`its input is not free; ${look}`)
  for (let tries = 0; tries < TYPE_TRIES; tries += 1) {
    await link.call('type', { text, paste: true, enter: false })
    if (await becomes('filled')) await sleep(ENTER_DELAY_MS)
    const now = await holds()
    if (now === 'filled')
      return void (await link.call('keys', { base64: Buffer.from('\r').toString('base64') }))
    // A dialog came up meanwhile: it must not get the Enter, nor the line again.
    if (now === undefined)
      throw new Error(`its input is not on the screen any more, so it got no Enter; ${look}`)
  }
  throw new Error('its input does not take keys yet; try again in a moment')
}

/** Waits until a session's record makes `check` true; false after `ms`. */
export function until(live: Live, ms: number, check: () => boolean): Promise<boolean> {
  if (check()) return Promise.resolve(true)
  return new Promise((resolve) => {
    const done = (outcome: boolean) => {
      clearTimeout(timer)
      live.onChange.delete(look)
      resolve(outcome)
    }
    const look = () => check() && done(true)
    const timer = setTimeout(() => done(false), ms)
    live.onChange.add(look)
  })
}
