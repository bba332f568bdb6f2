import type { Hold, HostEvent } from '../protocol/host.ts'
import type { Events } from './events.ts'

/**
 * Some hooks are awaited before the agent shows any dialog (`dialog: 'after'`, and every one of a subagent). With a
 * person at the terminal they are held only as long as rules take to answer by themselves, ms.
 */
const ATTENDED_MS = 1500
const LONGEST_TIMER_MS = 2 ** 31 - 1

type Held = {
  event: string
  alone: Hold['alone']
  /** A person at the terminal sees nothing of it until it is answered. */
  isHidden: boolean
  reply(body: unknown): void
  timers: NodeJS.Timeout[]
}

export type Holds = {
  /**
   * A hook came in. `reply` is called exactly once, at once or later, unless `hungUp` was; the function returned
   * is to be called when the agent has gone.
   */
  arrive(hook: { event: string; body: unknown; reply(body: unknown): void }): { hungUp(): void }
  /** From now on only an answer, or the agent, ends it. False when it is no longer held. */
  keep(hold: string): boolean
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
  const giveUp = (id: string, why: (HostEvent & { type: 'hook-gone' })['why']): void => {
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
      const isHidden = rule.dialog === 'after' || isOfSubagent(body)
      const timers = [setTimeout(() => giveUp(id, 'timeout'), Math.min(rule.maxMs, LONGEST_TIMER_MS))]
      if (isHidden && options.hasDriver())
        timers.push(setTimeout(() => options.hasDriver() && giveUp(id, 'attended'), ATTENDED_MS))
      held.set(id, { event, alone: rule.alone, isHidden, reply, timers })
      events.emit({ type: 'hook', event, body, hold: id })
      return { hungUp: () => giveUp(id, 'closed') }
    },
    keep(id) {
      const hook = held.get(id)
      if (!hook) return false
      if (hook.alone === 'hold') return true // it was meant for a person from the start
      hook.alone = 'hold'
      hook.isHidden = false
      for (const timer of hook.timers.splice(0)) clearTimeout(timer)
      return true
    },
    answer(id, body) {
      const found = release(id, body) !== undefined
      if (found) events.forgetHold(id)
      return found
    },
    look() {
      const daemonGone = !options.hasDaemon()
      const personThere = options.hasDriver()
      for (const [id, hook] of held) {
        if (personThere && hook.isHidden) giveUp(id, 'attended')
        else if (daemonGone && hook.alone === 'pass') giveUp(id, 'closed')
      }
    },
    ids: () => [...held.keys()],
    close() {
      for (const id of held.keys()) giveUp(id, 'closed')
    },
  }
}

function isOfSubagent(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'agent_id' in body
}
