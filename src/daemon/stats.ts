import { totalmem } from 'node:os'
import { costOf, type Prices } from '../agents/cost.ts'
import { labelOf } from '../protocol/session.ts'
import {
  STATS_SESSIONS,
  type Amount,
  type Memory,
  type Point,
  type SessionStats,
  type Stats,
  type StatsSpan,
} from '../protocol/stats.ts'
import { tokensOf, type ModelUsage, type Tokens } from '../protocol/usage.ts'
import type { Slot } from './ledger.ts'
import type { Live } from './live.ts'
import { dayAround, weekAround, type Stretch } from './spent.ts'
import { tallyOf, type Fact } from './tally.ts'

export type StatsSources = {
  span: StatsSpan
  now: number
  prices: Prices
  slots(stretch: Stretch): Iterable<Slot>
  lives: Live[]
  facts: readonly Fact[]
  /** Bytes of each process session, by the pid that leads it; undefined where that cannot be told. */
  weights: Weights | undefined
  available: number | undefined
}

export type Weights = { sessions: ReadonlyMap<number, number>; own: number }

/** Everything the stats view shows, from what is known: pure. */
export function statsOf(sources: StatsSources): Stats {
  const { span, now, prices, lives } = sources
  const stretch = span === 'today' ? dayAround(now) : weekAround(now)
  const slots = [...sources.slots(stretch)]
  const { evictions, ...asked } = tallyOf(sources.facts, stretch)
  const sessions = sessionsOf(slots, sources).sort(dearer)
  return {
    span,
    ...stretch,
    at: now,
    spent: amountOf(slots, prices),
    series: seriesOf(slots, { ...sources, stretch }),
    agents: [...Map.groupBy(slots, ({ agent }) => agent)]
      .map(([agent, own]) => ({ agent, ...amountOf(own, prices) }))
      .sort(dearer),
    models: modelsOf(slots, prices).sort(dearer),
    sessions: sessions.slice(0, STATS_SESSIONS),
    more: Math.max(0, sessions.length - STATS_SESSIONS),
    quotas: quotasOf(lives),
    asked: { ...asked, open: lives.reduce((sum, { open }) => sum + open.length, 0) },
    evictions,
    memory: memoryIn(sources),
  }
}

const dearer = (a: Amount, b: Amount): number => b.usd - a.usd || b.tokens - a.tokens

function amountOf(slots: Iterable<Pick<Slot, 'models'>>, prices: Prices): Amount {
  const sum: Amount = { usd: 0, unpriced: 0, tokens: 0 }
  for (const { models } of slots) {
    const { usd, unpriced } = costOf(models, prices)
    sum.usd += usd
    sum.unpriced += unpriced
    for (const usage of Object.values(models)) sum.tokens += tokensOf(usage)
  }
  return sum
}

/** By the hour of the clock, or by its day: each begins where the one before ends, also when an hour is skipped. */
function seriesOf(
  slots: Slot[],
  { span, now, prices, stretch }: StatsSources & { stretch: Stretch },
): Point[] {
  const points: Point[] = []
  for (let at = stretch.from; at <= now && at < stretch.until; ) {
    const next = span === 'today' ? at + 3_600_000 : dayAround(at + 12 * 3_600_000).until
    points.push({
      at,
      ...amountOf(
        slots.filter((slot) => slot.at >= at && slot.at < next),
        prices,
      ),
    })
    at = next
  }
  return points
}

function modelsOf(slots: Slot[], prices: Prices): Stats['models'] {
  const by = new Map<string, ModelUsage[]>()
  for (const { models } of slots)
    for (const [model, usage] of Object.entries(models)) by.set(model, [...(by.get(model) ?? []), usage])
  return [...by].map(([model, all]) => {
    const kinds: Required<Tokens> = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0 }
    for (const usage of all) {
      kinds.input += usage.input
      kinds.output += usage.output
      kinds.cacheRead += usage.cacheRead
      kinds.cacheWrite += usage.cacheWrite
      kinds.cacheWrite1h += usage.cacheWrite1h ?? 0
    }
    return {
      model,
      by: kinds,
      ...amountOf(
        all.map((usage) => ({ models: { [model]: usage } })),
        prices,
      ),
    }
  })
}

function sessionsOf(slots: Slot[], { lives, prices, weights }: StatsSources): SessionStats[] {
  const by = Map.groupBy(slots, ({ session }) => session)
  const listed = new Set(lives.map(({ session }) => session.id))
  const gone = [...by].flatMap(([id, own]) => {
    const last = own.at(-1)
    if (listed.has(id) || !last) return []
    return [{ id, agent: last.agent, label: last.label, removed: true as const, ...amountOf(own, prices) }]
  })
  const here = lives.map(({ session, view }): SessionStats => {
    const { life } = session
    const memory =
      life.status === 'running' && weights
        ? {
            agent: weights.sessions.get(life.agentPid) ?? 0,
            host: weights.sessions.get(life.host.pid) ?? 0,
          }
        : undefined
    return {
      id: session.id,
      agent: session.agent,
      label: labelOf(session),
      ...amountOf(by.get(session.id) ?? [], prices),
      ...(view.cost && { cost: view.cost }),
      ...(view.context && { context: view.context }),
      ...(memory && { memory }),
    }
  })
  return [...here.filter(({ tokens, memory }) => tokens > 0 || memory), ...gone]
}

/** The latest word of each agent on the person's plan: sessions of one agent share it. */
function quotasOf(lives: Live[]): Stats['quotas'] {
  const latest = new Map<string, Stats['quotas'][number]>()
  for (const { session } of lives) {
    const quota = session.usage?.quota
    const at = quota?.[0]?.at
    if (!quota || at === undefined) continue
    const before = latest.get(session.agent)?.quota[0]?.at ?? 0
    if (at >= before) latest.set(session.agent, { agent: session.agent, session: session.id, quota })
  }
  return [...latest.values()]
}

function memoryIn({ lives, weights, available }: StatsSources): Memory {
  const total = totalmem()
  const sum = { agents: 0, hosts: 0 }
  for (const { session } of lives) {
    if (session.life.status !== 'running') continue
    sum.agents += weights?.sessions.get(session.life.agentPid) ?? 0
    sum.hosts += weights?.sessions.get(session.life.host.pid) ?? 0
  }
  return {
    total,
    ...(available !== undefined && { available: available * total }),
    ...sum,
    daemon: weights?.own ?? 0,
    known: weights !== undefined,
  }
}
