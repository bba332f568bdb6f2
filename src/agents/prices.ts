import type { Price, Rates } from '../protocol/usage.ts'

/**
 * Public list prices in US dollars per million tokens, standard tier, as of 2026-11-06. `prices` in config.json
 * replaces or adds to them (docs/config.md). Only whole names match: an unknown variant has no price.
 * Sources: platform.claude.com/docs/en/about-claude/pricing and the model catalogue in Claude Code 2.1.329;
 * developers.openai.com/api/docs/pricing; ai.google.dev/gemini-api/docs/pricing.
 */
export const PRICES: Record<string, Price> = {
  // The scripted agent of `roost demo` asks no model.
  'demo-model': { input: 0, output: 0 },
  // Anthropic: a cache write costs 1.25 times the input for 5 minutes, twice for an hour.
  ...claude(1_000_000, rates(10, 50, 0.25), ['claude-fable-5-1', 'claude-mythos-5-1']),
  ...claude(1_000_000, rates(8, 40, 0.2), ['claude-fable-5-2', 'claude-mythos-5-2']),
  ...claude(1_000_000, rates(10, 50, 1), ['claude-fable-5', 'claude-mythos-5']),
  ...claude(1_000_000, rates(4, 20, 0.2), ['claude-opus-5-5']),
  ...claude(1_000_000, rates(5, 25, 0.5), ['claude-opus-5', 'claude-opus-4-8', 'claude-opus-4-7']),
  ...claude(200_000, rates(5, 25, 0.5), ['claude-opus-4-6', 'claude-opus-4-5']),
  ...claude(200_000, rates(15, 75, 1.5), [
    'claude-opus-4-1',
    'claude-opus-4-0',
    'claude-opus-4',
    'claude-3-opus',
  ]),
  ...claude(1_000_000, rates(2, 10, 0.1), ['claude-sonnet-5-5']),
  ...claude(1_000_000, rates(2, 10, 0.2), ['claude-sonnet-5']),
  ...claude(200_000, rates(3, 15, 0.3), [
    'claude-sonnet-4-6',
    'claude-sonnet-4-5',
    'claude-sonnet-4-0',
    'claude-sonnet-4',
    'claude-3-7-sonnet',
    'claude-3-5-sonnet',
  ]),
  ...claude(
    1_000_000,
    {
      ...rates(0.1, 0.5, 0.01),
      long: { above: 100_000, ...rates(0.5, 2.5, 0.05), cacheWrite: 0.625, cacheWrite1h: 1 },
    },
    ['claude-haiku-5-5'],
  ),
  ...claude(200_000, rates(1, 5, 0.1), ['claude-haiku-4-5']),
  ...claude(200_000, rates(0.8, 4, 0.08), ['claude-3-5-haiku']),
  ...claude(200_000, rates(0.25, 1.25, 0.03), ['claude-3-haiku']),

  // OpenAI: no window here, Codex tells its own, which is smaller than the API's. The price of 5.6 Sol is a
  // promotion that was promised until 2026-11-21 at least (5, 30 and 0.5 before).
  ...openai(rates(2, 10, 0.1), ['gpt-6.1-sol'], 272_000),
  ...openai(rates(1, 5, 0.05), ['gpt-6.1-terra'], 272_000),
  ...openai(rates(2, 10, 0.2), ['gpt-6-sol'], 272_000),
  ...openai(rates(0.1, 0.5, 0.01), ['gpt-6-luna'], 272_000),
  ...openai(rates(10, 50, 1), ['gpt-6-astra'], 272_000),
  ...openai(rates(4, 20, 0.4), ['gpt-5.6-sol', 'gpt-5.6'], 272_000),
  ...openai(rates(2, 12, 0.2), ['gpt-5.6-terra'], 272_000),
  ...openai(rates(0.2, 1.2, 0.02), ['gpt-5.6-luna'], 272_000),
  ...openai(rates(5, 30, 0.5), ['gpt-5.5'], 272_000),
  ...openai(rates(2.5, 15, 0.25), ['gpt-5.4'], 272_000),
  ...openai(rates(0.75, 4.5, 0.075), ['gpt-5.4-mini']),
  ...openai(rates(0.2, 1.25, 0.02), ['gpt-5.4-nano']),
  ...openai(rates(1.75, 14, 0.175), ['gpt-5.3-codex', 'gpt-5.2', 'gpt-5.2-codex']),
  ...openai(rates(1.25, 10, 0.125), [
    'gpt-5.1',
    'gpt-5.1-codex',
    'gpt-5.1-codex-max',
    'gpt-5',
    'gpt-5-codex',
  ]),
  ...openai(rates(0.25, 2, 0.025), ['gpt-5-mini', 'gpt-5.1-codex-mini', 'gpt-5-codex-mini']),
  ...openai(rates(0.05, 0.4, 0.005), ['gpt-5-nano']),
  ...openai(rates(2, 8, 0.5), ['gpt-4.1', 'o3']),
  ...openai(rates(0.4, 1.6, 0.1), ['gpt-4.1-mini']),
  ...openai(rates(0.1, 0.4, 0.025), ['gpt-4.1-nano']),
  ...openai(rates(1.1, 4.4, 0.275), ['o4-mini']),
  ...openai(rates(2.5, 10, 1.25), ['gpt-4o']),
  ...openai(rates(0.15, 0.6, 0.075), ['gpt-4o-mini']),

  // Google: text. The 3.6 to 3.8 Flash prices hold until 2026-12-31 and double then.
  ...gemini(rates(0.75, 3.75, 0.075), ['gemini-3.8-flash', 'gemini-3.7-flash', 'gemini-3.6-flash']),
  ...gemini(rates(1.5, 9, 0.15), ['gemini-3.5-flash']),
  ...gemini(rates(0.3, 2.5, 0.03), ['gemini-3.5-flash-lite', 'gemini-2.5-flash']),
  ...gemini({ ...rates(2, 12, 0.2), long: { above: 200_000, ...rates(4, 18, 0.4) } }, [
    'gemini-3.1-pro',
    'gemini-3-pro',
  ]),
  ...gemini(rates(0.25, 1.5, 0.025), ['gemini-3.1-flash-lite']),
  ...gemini(rates(0.5, 3, 0.05), ['gemini-3-flash']),
  ...gemini({ ...rates(1.25, 10, 0.125), long: { above: 200_000, ...rates(2.5, 15, 0.25) } }, [
    'gemini-2.5-pro',
  ]),
  ...gemini(rates(0.1, 0.4, 0.01), ['gemini-2.5-flash-lite']),
}

function rates(input: number, output: number, cacheRead: number): Rates {
  return { input, output, cacheRead }
}

function claude(window: number, price: Price, names: string[]): Record<string, Price> {
  const { input } = price
  return each(names, { cacheWrite: input * 1.25, cacheWrite1h: input * 2, ...price, window })
}

/** Prompts over `above` tokens cost twice as much, and what is written then half as much again. */
function openai(price: Rates, names: string[], above?: number): Record<string, Price> {
  const cacheWrite = price.input * 1.25
  if (above === undefined) return each(names, price)
  const { input, output, cacheRead = input } = price
  const long = {
    above,
    input: input * 2,
    output: output * 1.5,
    cacheRead: cacheRead * 2,
    cacheWrite: cacheWrite * 2,
  }
  return each(names, { ...price, cacheWrite, long })
}

function gemini(price: Price, names: string[]): Record<string, Price> {
  return each(names, { ...price, window: 1_048_576 })
}

function each(names: string[], price: Price): Record<string, Price> {
  return Object.fromEntries(names.map((name) => [name, price]))
}
