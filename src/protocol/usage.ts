/** Tokens by kind: each token stands in exactly one of the first four. */
export type Tokens = {
  /** Of the prompt, neither read from a cache nor written to one. */
  input: number
  /** Written by the model, its thinking included. */
  output: number
  cacheRead: number
  cacheWrite: number
  /** Of `cacheWrite`, those kept for an hour: they cost more. Absent = none. */
  cacheWrite1h?: number
}

/** Tokens of one model, each API message counted once. */
export type ModelUsage = Tokens & {
  /** Of these, the tokens of requests with a prompt so long that they cost more; see `Price.long`. */
  long?: Tokens
  /** US dollars as the agent itself wrote beside each of these messages; absent unless beside all of them. */
  costUsd?: number
}

/** What a conversation has used. `contextTokens` is the size of the last request's whole prompt. */
export type Usage = {
  models: Record<string, ModelUsage>
  contextTokens?: number
  /** How many tokens fit, where the agent itself says so; else it is looked up by `model`. */
  contextWindow?: number
  /** The model of the last request. */
  model?: string
  /** US dollars as the agent itself reports them for everything counted; absent = unknown, never 0. */
  costUsd?: number
  /** The agent's last word on the cost, and what had been counted when it came: what came later is added to it. */
  reported?: { usd: number; models: Record<string, ModelUsage> }
  /** What is left of the person's plan, where the agent tells it: its latest word, shortest window first. */
  quota?: Quota[]
}

/** One window of a plan's limit. `used`: 0 to 100. Times are epoch ms; `at`: when the agent said so. */
export type Quota = { minutes: number; used: number; resetsAt?: number; at: number }

/**
 * What one model costs, US dollars per million tokens. A kind without a price of its own costs as much as `input`,
 * an hour's cache write as much as twice `input`. `long` holds for requests with a prompt of more than `above` tokens.
 */
export type Price = Rates & {
  long?: Rates & { above: number }
  /** How many tokens of context fit. */
  window?: number
}
export type Rates = {
  input: number
  output: number
  cacheRead?: number
  cacheWrite?: number
  cacheWrite1h?: number
}

/** Equivalent at list prices. `unpriced`: tokens of models whose price is not known; they are not in `usd`. */
export type Cost = { usd: number; unpriced: number }

/** What was spent in a stretch of time that ends at `until`, epoch ms (a day ends although nothing happens). */
export type Spent = Cost & { tokens: number; until: number }

/** How full a conversation is. `window` is absent where it is not known how much fits. */
export type Context = { tokens: number; window?: number }

export const tokensOf = ({ input, output, cacheRead, cacheWrite }: Tokens): number =>
  input + output + cacheRead + cacheWrite

/** `$1.84`; `$1.84+` when some of it has no known price, `?` when none has. Empty when nothing was used. */
export function costText(cost: Cost | undefined): string {
  if (cost === undefined || (cost.usd === 0 && cost.unpriced === 0)) return ''
  if (cost.usd === 0) return '?'
  const usd =
    cost.usd < 0.005 ? '<$0.01' : cost.usd < 1000 ? `$${cost.usd.toFixed(2)}` : `$${Math.round(cost.usd)}`
  return cost.unpriced > 0 ? `${usd}+` : usd
}

/** `950`, `12k`, `1.2M`. */
export function countText(count: number): string {
  if (count < 1000) return String(Math.round(count))
  if (count < 999_500) return count < 9950 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000)}k`
  const millions = count / 1_000_000
  return millions < 99.95 ? `${millions.toFixed(1)}M` : `${Math.round(millions)}M`
}

/** How full it is, 0 to 1; undefined where the window is not known. */
export const contextPart = ({ tokens, window }: Context): number | undefined =>
  window === undefined || window <= 0 ? undefined : tokens / window

/** `61%`, or `120k` tokens where the window is not known. */
export function contextText(context: Context): string {
  const part = contextPart(context)
  return part === undefined ? countText(context.tokens) : `${Math.round(part * 100)}%`
}
