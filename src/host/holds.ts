import type { Hold } from '../protocol/host.ts'
import type { Events } from './events.ts'

/**
 * A subagent's hook is awaited before the agent shows any dialog. With a person at the terminal it is held only
 * as long as rules take to answer by themselves, ms.
 */
const SUBAGENT_GRACE_MS = 1500
const LONGEST_TIMER_MS = 2 ** 31 - 1

type Held = {
  event: string
  alone: Hold['alone']
  isSubagent: boolean
  reply(body: unknown): void
  timers: NodeJS.Timeout[]
}

export type Holds = {
  /**
   * A hook came in. `reply` is called exactly once, at once or later, unless `hungUp` was; the function returned
   * is to be called when the agent has gone.
   */
  arrive(hook: { event: string; body: unknown; reply(body: unknown): void }): { hungUp(): void }
  /** False when it is no longer held. */
  answer(hold: string, body: unknown): boolean
  /** Whether daemons or terminals came or went. */
  look(): void
  ids(): string[]
  close(): void
}

/** The agent's hook calls that wait for an answer: see Hold. */
export function openHolds(options: {
  hold: Hold[]
  generation: number
  events: Events
  hasDaemon(): boolean
  hasDriver(): boolean
}): Holds {
  const { events } = options
  const held = new Map<string, Held>()
  let last = 0

  const release = (id: string, body: unknown): Held | undefined => {
    const hook = held.get(id)
    if (!hook) return undefined
    held.delete(id)
    for (const timer of hook.timers) clearTimeout(timer)
    hook.reply(body)
    return hook
  }
  /** `{}` is the agent's own way: its prompt, its rules. Never an allow. */
  const giveUp = (id: string, why: 'closed' | 'timeout'): void => {
    if (release(id, {})) events.emit({ type: 'hook-gone', hold: id, why })
  }

  return {
    arrive({ event, body, reply }) {
      const rule = options.hold.find((hold) => hold.event === event)
      const passes = rule?.alone === 'pass' && !options.hasDaemon()
      if (!rule || passes) {
        events.emit({ type: 'hook', event, body })
        reply({})
        return { hungUp: () => {} }
      }
      const id = `${options.generation}-${++last}`
      const isSubagent = typeof body === 'object' && body !== null && 'agent_id' in body
      const timers = [setTimeout(() => giveUp(id, 'timeout'), Math.min(rule.maxMs, LONGEST_TIMER_MS))]
      if (isSubagent && options.hasDriver())
        timers.push(setTimeout(() => options.hasDriver() && giveUp(id, 'closed'), SUBAGENT_GRACE_MS))
      held.set(id, { event, alone: rule.alone, isSubagent, reply, timers })
      events.emit({ type: 'hook', event, body, hold: id })
      return { hungUp: () => giveUp(id, 'closed') }
    },
    answer(id, body) {
      const found = release(id, body) !== undefined
      if (found) events.forgetHold(id)
      return found
    },
    look() {
      const daemonGone = !options.hasDaemon()
      const personThere = options.hasDriver()
      for (const [id, hook] of held)
        if ((daemonGone && hook.alone === 'pass') || (personThere && hook.isSubagent)) giveUp(id, 'closed')
    },
    ids: () => [...held.keys()],
    close() {
      for (const id of held.keys()) giveUp(id, 'closed')
    },
  }
}
