import type { ModelUsage, Tokens, Usage } from '../protocol/usage.ts'
import { priceOf } from './cost.ts'
import { PRICES } from './prices.ts'

/**
 * What one message of the model used. `at`: when it came, epoch ms, the earliest of its lines: without it the tokens
 * count for the conversation, and for no day. `costUsd`: what the agent itself wrote beside it.
 */
export type Counted = Tokens & { model: string; at?: number; costUsd?: number }

/** Time is kept in slots of a quarter of an hour, UTC: every time zone's days begin with one. */
export const SLOT_MS = 15 * 60_000

/** Sums by model. */
export function sumOf(counted: Iterable<Counted>): Record<string, ModelUsage> {
  const isLong = longPrompts()
  const models: Record<string, ModelUsage> = {}
  for (const each of counted) add(models, each, isLong(each))
  return models
}

/**
 * What was counted, for `Usage`. `reported`: the agent's own figure for all that came until `at`, epoch ms; that is
 * told by time and not by what has been read, since subagents' files are read after the main one.
 */
export function usageOf(
  counted: ReadonlyMap<string, Counted>,
  reported: { usd: number; at: number } | undefined,
): Pick<Usage, 'models' | 'costUsd' | 'reported'> {
  const models = sumOf(counted.values())
  if (!reported) return { models }
  const until = [...counted.values()].filter(({ at }) => at === undefined || at <= reported.at)
  return {
    models,
    reported: { usd: reported.usd, models: sumOf(until) },
    ...(until.length === counted.size && { costUsd: reported.usd }),
  }
}

/** Sums by slot (epoch ms / SLOT_MS, whole) and model, from `from` (epoch ms) on. */
export function slotsOf(counted: Iterable<Counted>, from: number): Map<number, Record<string, ModelUsage>> {
  const isLong = longPrompts()
  const slots = new Map<number, Record<string, ModelUsage>>()
  for (const each of counted) {
    if (each.at === undefined || each.at < from) continue
    const slot = Math.floor(each.at / SLOT_MS)
    const models = slots.get(slot) ?? {}
    slots.set(slot, models)
    add(models, each, isLong(each))
  }
  return slots
}

/** Whether a request's prompt was so long that it costs more. */
function longPrompts(): (each: Counted) => boolean {
  const from = new Map<string, number>()
  return ({ model, input, cacheRead, cacheWrite }) => {
    let above = from.get(model)
    if (above === undefined) {
      above = priceOf(model, PRICES)?.long?.above ?? Number.POSITIVE_INFINITY
      from.set(model, above)
    }
    return input + cacheRead + cacheWrite > above
  }
}

function add(models: Record<string, ModelUsage>, each: Counted, isLong: boolean): void {
  const { model, costUsd } = each
  const before = Object.hasOwn(models, model) ? models[model] : undefined
  const long = isLong ? plus(before?.long, each) : before?.long
  const cost = before ? sum(before.costUsd, costUsd) : costUsd
  models[model] = {
    ...plus(before, each),
    ...(long && { long }),
    ...(cost !== undefined && { costUsd: cost }),
  }
}

/** Known only when both are. */
const sum = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a + b

function plus(a: Tokens | undefined, b: Tokens): Tokens {
  const hour = (a?.cacheWrite1h ?? 0) + (b.cacheWrite1h ?? 0)
  return {
    input: (a?.input ?? 0) + b.input,
    output: (a?.output ?? 0) + b.output,
    cacheRead: (a?.cacheRead ?? 0) + b.cacheRead,
    cacheWrite: (a?.cacheWrite ?? 0) + b.cacheWrite,
    ...(hour > 0 && { cacheWrite1h: hour }),
  }
}
