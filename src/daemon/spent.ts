import { costOf, type Prices } from '../agents/cost.ts'
import { tokensOf, type Spent } from '../protocol/usage.ts'
import type { Ledger } from './ledger.ts'

/** A stretch of time, epoch ms, its end not in it. */
export type Stretch = { from: number; until: number }

/** The day of the person's clock that `now` is in: from midnight to midnight, 23 to 25 hours. */
export const dayAround = (now: number): Stretch => ({ from: midnight(now, 0), until: midnight(now, 1) })

/** Seven days of the person's clock, today the last. */
export const weekAround = (now: number): Stretch => ({ from: midnight(now, -6), until: midnight(now, 1) })

function midnight(now: number, days: number): number {
  const at = new Date(now)
  at.setDate(at.getDate() + days) // before the hour: where midnight is skipped, that would move it to the next day
  at.setHours(0, 0, 0, 0)
  return at.getTime()
}

/** Adds up spendings, each at its price. */
function spentOf(
  entries: Iterable<{ models: Parameters<typeof costOf>[0] }>,
  prices: Prices,
  until: number,
): Spent {
  const spent: Spent = { usd: 0, unpriced: 0, tokens: 0, until }
  for (const { models } of entries) {
    const cost = costOf(models, prices)
    spent.usd += cost.usd
    spent.unpriced += cost.unpriced
    for (const usage of Object.values(models)) spent.tokens += tokensOf(usage)
  }
  return spent
}

/**
 * What each session spent today, and all of them with those that were removed. Of a change only the one session is
 * added up again: a row is told many times a second.
 */
export function createToday({ ledger, prices, now }: { ledger: Ledger; prices(): Prices; now(): number }) {
  let kept: { from: number; until: number; prices: Prices; by: Map<string, Spent | undefined> } | undefined

  function look() {
    const at = now()
    const current = prices()
    if (kept && at < kept.until && at >= kept.from && kept.prices === current) return kept
    const { from, until } = dayAround(at)
    const by = new Map<string, Spent | undefined>()
    kept = { from, until, prices: current, by }
    for (const { session } of ledger.between(from, until)) by.set(session, undefined)
    return kept
  }

  function of(session: string): Spent | undefined {
    const { from, until, prices: current, by } = look()
    if (by.get(session) === undefined && by.has(session))
      by.set(session, spentOf(ledger.between(from, until, session), current, until))
    return by.get(session)
  }

  return {
    of,
    all(): Spent {
      const { until, by } = look()
      const all: Spent = { usd: 0, unpriced: 0, tokens: 0, until }
      for (const session of Array.from(by.keys())) {
        const spent = of(session)
        all.usd += spent?.usd ?? 0
        all.unpriced += spent?.unpriced ?? 0
        all.tokens += spent?.tokens ?? 0
      }
      return all
    },
    /** Its part of the ledger has changed. */
    changed: (session: string) => void kept?.by.set(session, undefined),
  }
}

export type Today = ReturnType<typeof createToday>
