import type { Request } from '../protocol/request.ts'
import type { Checkout, Life, Session, SessionView } from '../protocol/session.ts'
import type { Spent, Usage } from '../protocol/usage.ts'
import { contextOf, conversationCost, type Prices } from '../agents/cost.ts'
import { cleanLine } from '../protocol/clean.ts'
import { summaryOf } from '../protocol/request.ts'

type Now = {
  prices: Prices
  today: Spent | undefined
  channels: string[]
  attached: number
  requests: Request[]
  hostSocket: string
  unusual?: string | undefined
  stopsAt?: number | undefined
  restartsAt?: number | undefined
  updateReady?: boolean
  rolls?: boolean
  checkout?: Checkout | undefined
}

/** The record as clients see it: without what only the daemon needs, and with the open requests laid over the state. */
export function viewOf(session: Session, now: Now): SessionView {
  const {
    args: _args,
    umask: _umask,
    generation: _generation,
    respawn: _respawn,
    deaths: _deaths,
    rules: _rules,
    channelTold,
    signals,
    life,
    ...shown
  } = session
  const because = signals.at(-1)
  const shownLife = now.requests.length > 0 ? asking(life, now.requests) : life
  return {
    ...shown,
    ...(now.channels.length > 0 && {
      channel: { from: now.channels.map((name) => cleanLine(name, 30)), ...(channelTold && { told: true }) },
    }),
    life: shownLife,
    attached: now.attached,
    requests: now.requests.map((request) => request.id),
    ...(life.status === 'running' && { hostSocket: now.hostSocket }),
    ...(now.unusual !== undefined && { unusual: now.unusual }),
    ...(now.stopsAt !== undefined && { stopsAt: now.stopsAt }),
    ...(now.restartsAt !== undefined && { restartsAt: now.restartsAt }),
    ...(now.updateReady === true && life.status === 'running' && { updateReady: true }),
    ...(now.rolls === true && life.status === 'running' && { rolls: true }),
    ...(now.checkout && { checkout: now.checkout }),
    ...(because && { because }),
    ...(session.usage && used(session.usage, now.prices)),
    ...(now.today && now.today.tokens > 0 && { today: now.today }),
  }
}

function used(usage: Usage, prices: Prices): Pick<SessionView, 'cost' | 'context'> {
  const cost = conversationCost(usage, prices)
  const context = contextOf(usage, prices)
  return { ...((cost.usd > 0 || cost.unpriced > 0) && { cost }), ...(context && { context }) }
}

/** An open request outweighs every other word on the activity: the agent cannot go on without an answer. */
function asking(life: Life, [oldest, ...more]: Request[]): Life {
  if (life.status !== 'running' || !oldest) return life
  const first = summaryOf(oldest)
  const what = cleanLine(more.length > 0 ? `${first} (+${more.length})` : first)
  return { ...life, activity: { kind: 'needs-input', need: oldest.kind, what, since: oldest.since } }
}
