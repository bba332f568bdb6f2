import {
  tokensOf,
  type Context,
  type Cost,
  type ModelUsage,
  type Price,
  type Rates,
  type Tokens,
  type Usage,
} from '../protocol/usage.ts'
import { PRICES } from './prices.ts'

export type Prices = Record<string, Price>

/** The table with the person's own prices laid over it. */
export function pricesWith(own: Prices): Prices {
  return { ...PRICES, ...own }
}

/**
 * What a model costs: by its name as the agent writes it, or by what is left of the name without provider, date,
 * and suffixes that change no price. Undefined = not known; it is never guessed from a similar name.
 */
export function priceOf(model: string, prices: Prices): Price | undefined {
  return own(prices, model) ?? own(prices, plainName(model))
}

const own = (prices: Prices, name: string): Price | undefined =>
  Object.hasOwn(prices, name) ? prices[name] : undefined

/** `us.anthropic.claude-opus-4-5-20251101-v1:0`, `claude-opus-4-5@20251101` → `claude-opus-4-5`. */
export function plainName(model: string): string {
  return model
    .toLowerCase()
    .replace(/^.*\//, '') // models/, openrouter's vendor/
    .replace(/^(?:[a-z]{2,6}\.)?anthropic\./, '')
    .replace(/\[1m\]$/, '')
    .replace(/-v\d+(?::\d+)?$/, '')
    .replace(/(?:-preview|-latest|-exp)?(?:[-@]20\d\d-?\d\d-?\d\d|-\d\d-20\d\d|-\d\d-\d\d)?$/, '')
    .replace(/(?:-preview|-latest|-exp)$/, '')
}

/** What tokens cost at list prices. */
export function costOf(models: Record<string, ModelUsage>, prices: Prices): Cost {
  const cost: Cost = { usd: 0, unpriced: 0 }
  for (const [model, usage] of Object.entries(models)) {
    const price = priceOf(model, prices)
    if (usage.costUsd !== undefined) cost.usd += usage.costUsd
    else if (price) cost.usd += usdOf(usage, price)
    else cost.unpriced += tokensOf(usage)
  }
  return cost
}

/**
 * What a conversation costs. Where the agent itself reports a figure, that one (it knows of requests that are not in
 * the conversation), and what was used since at list prices.
 */
export function conversationCost(usage: Usage, prices: Prices): Cost {
  if (usage.costUsd !== undefined) return { usd: usage.costUsd, unpriced: 0 }
  const { reported } = usage
  if (!reported) return costOf(usage.models, prices)
  const since = costOf(lessOf(usage.models, reported.models), prices)
  return { usd: reported.usd + since.usd, unpriced: since.unpriced }
}

/** How full the conversation is, and of how much where that is known. */
export function contextOf(usage: Usage, prices: Prices): Context | undefined {
  const { contextTokens: tokens, contextWindow, model } = usage
  if (tokens === undefined) return undefined
  const known = contextWindow ?? (model === undefined ? undefined : windowOf(model, prices))
  // More than is said to fit: then what is said is not true of this session.
  return known !== undefined && tokens <= known ? { tokens, window: known } : { tokens }
}

const windowOf = (model: string, prices: Prices): number | undefined =>
  /\[1m\]$/i.test(model) ? 1_000_000 : priceOf(model, prices)?.window

function usdOf(usage: ModelUsage, price: Price): number {
  const { long } = usage
  if (!long || !price.long) return atRates(usage, price)
  return atRates(less(usage, long), price) + atRates(long, price.long)
}

function atRates(tokens: Tokens, rates: Rates): number {
  const { input, output, cacheRead = input, cacheWrite = input, cacheWrite1h = 2 * input } = rates
  const hour = tokens.cacheWrite1h ?? 0
  return (
    (tokens.input * input +
      tokens.output * output +
      tokens.cacheRead * cacheRead +
      (tokens.cacheWrite - hour) * cacheWrite +
      hour * cacheWrite1h) /
    1_000_000
  )
}

function lessOf(
  all: Record<string, ModelUsage>,
  some: Record<string, ModelUsage>,
): Record<string, ModelUsage> {
  return Object.fromEntries(
    Object.entries(all).map(([model, usage]) => {
      const before = some[model]
      if (!before) return [model, usage]
      const long = usage.long && (before.long ? less(usage.long, before.long) : usage.long)
      return [model, { ...less(usage, before), ...(long && { long }) }]
    }),
  )
}

function less(all: Tokens, some: Tokens): Tokens {
  const part = (a = 0, b = 0) => Math.max(0, a - b)
  return {
    input: part(all.input, some.input),
    output: part(all.output, some.output),
    cacheRead: part(all.cacheRead, some.cacheRead),
    cacheWrite: part(all.cacheWrite, some.cacheWrite),
    cacheWrite1h: part(all.cacheWrite1h, some.cacheWrite1h),
  }
}
