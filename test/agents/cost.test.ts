import { describe, expect, test } from 'vitest'
import { contextOf, conversationCost, costOf, plainName, priceOf, pricesWith } from '../../src/agents/cost.ts'
import { PRICES } from '../../src/agents/prices.ts'
import { sumOf, usageOf, type Counted } from '../../src/agents/counted.ts'
import { costText, countText } from '../../src/protocol/usage.ts'

const million = 1_000_000
const tokens = (some: Partial<Counted>): Counted => ({
  model: 'claude-sonnet-4-5',
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  ...some,
})
const usd = (...counted: Partial<Counted>[]) => costOf(sumOf(counted.map(tokens)), PRICES).usd

describe('a price', () => {
  test.each([
    ['input', { input: million }, 3],
    ['output', { output: million }, 15],
    ['a read of the cache', { cacheRead: million }, 0.3],
    ['a cache write of five minutes', { cacheWrite: million }, 3.75],
    ['a cache write of an hour, twice the input', { cacheWrite: million, cacheWrite1h: million }, 6],
    ['both kinds of cache write', { cacheWrite: million, cacheWrite1h: million / 2 }, 4.875],
    ['a long prompt of a model that charges none extra', { input: 900_000, output: million }, 17.7],
    ['a short prompt', { model: 'claude-haiku-5-5', input: 100_000 }, 0.01],
    ['a long prompt', { model: 'claude-haiku-5-5', input: 50_000, cacheRead: 50_001 }, 0.02750005],
    ['Codex over 272k', { model: 'gpt-5.5', input: 300_000, output: 100_000 }, 7.5],
  ])('is known for %s', (_, some, expected) => {
    expect(usd(some)).toBeCloseTo(expected, 8)
  })

  test('holds for each request by itself: two short prompts are no long one', () => {
    const short = { model: 'claude-haiku-5-5', input: 80_000 }
    expect(usd(short, short)).toBeCloseTo(0.016, 8)
    expect(usd(short, { ...short, input: 120_000 })).toBeCloseTo(0.008 + 0.06, 8)
  })

  test.each([
    ['us.anthropic.claude-opus-4-5-20251101-v1:0', 'claude-opus-4-5'],
    ['claude-opus-4-1@20250805', 'claude-opus-4-1'],
    ['claude-sonnet-4-20250514', 'claude-sonnet-4'],
    ['claude-3-5-haiku-latest', 'claude-3-5-haiku'],
    ['claude-sonnet-5[1m]', 'claude-sonnet-5'],
    ['openrouter/anthropic/claude-opus-5', 'claude-opus-5'],
    ['gpt-5.1-codex', 'gpt-5.1-codex'],
    ['gpt-5-2025-08-07', 'gpt-5'],
    ['models/gemini-3.1-pro-preview', 'gemini-3.1-pro'],
    ['gemini-3.1-pro-preview-11-2026', 'gemini-3.1-pro'],
  ])('is found for %s', (name, plain) => {
    expect(plainName(name)).toBe(plain)
    expect(priceOf(name, PRICES)).toBe(PRICES[plain])
  })

  test('is not guessed from a name that is like another, nor from what every object has', () => {
    for (const name of ['claude-opus-9', 'gpt-5.5-codex-spark', 'toString', '__proto__', ''])
      expect(priceOf(name, PRICES)).toBeUndefined()
  })

  test("of the person's own stands above the table, and adds to it", () => {
    const prices = pricesWith({ 'my-model': { input: 1, output: 2 }, 'gpt-5': { input: 9, output: 9 } })
    const models = sumOf([
      tokens({ model: 'my-model', input: million, cacheWrite: million, cacheWrite1h: million }),
      tokens({ model: 'gpt-5', output: million }),
    ])
    expect(costOf(models, prices)).toEqual({ usd: 1 + 2 + 9, unpriced: 0 })
  })
})

test('an unknown model costs no $0: its tokens are told, and the text says so', () => {
  const cost = costOf(sumOf([tokens({ model: 'new', input: 5, output: 7 })]), PRICES)
  expect(cost).toEqual({ usd: 0, unpriced: 12 })
  expect(costText(cost)).toBe('?')
  expect(costText({ usd: 1.5, unpriced: 12 })).toBe('$1.50+')
})

test('what the agent wrote beside every message is taken, and dropped when one has none', () => {
  const told = tokens({ model: 'new', input: 5, costUsd: 0.5 })
  expect(costOf(sumOf([told, told]), PRICES)).toEqual({ usd: 1, unpriced: 0 })
  expect(costOf(sumOf([told, tokens({ model: 'new', input: 5 })]), PRICES)).toEqual({ usd: 0, unpriced: 10 })
})

test("the agent's own figure stands, and what came after it is added at list prices", () => {
  const counted = new Map([
    ['a', tokens({ input: million, at: 10 })],
    ['b', tokens({ input: million, at: 30 })],
  ])
  expect(conversationCost(usageOf(counted, { usd: 5, at: 30 }), PRICES)).toEqual({ usd: 5, unpriced: 0 })
  expect(conversationCost(usageOf(counted, { usd: 5, at: 20 }), PRICES)).toEqual({ usd: 8, unpriced: 0 })
  expect(conversationCost(usageOf(counted, undefined), PRICES)).toEqual({ usd: 6, unpriced: 0 })
})

test('context is told of the window that fits what was seen', () => {
  const of = (model: string, contextTokens: number, contextWindow?: number) =>
    contextOf({ models: {}, model, contextTokens, ...(contextWindow && { contextWindow }) }, PRICES)
  expect(of('claude-sonnet-4-5', 50_000)).toEqual({ tokens: 50_000, window: 200_000 })
  expect(of('claude-sonnet-4-5[1m]', 50_000)).toEqual({ tokens: 50_000, window: 1_000_000 })
  expect(of('claude-sonnet-4-5', 300_000)).toEqual({ tokens: 300_000 })
  expect(of('gpt-5.5', 50_000, 258_400)).toEqual({ tokens: 50_000, window: 258_400 })
  expect(of('new', 50_000)).toEqual({ tokens: 50_000 })
  expect(contextOf({ models: {} }, PRICES)).toBeUndefined()
})

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1.0k'],
  [9949, '9.9k'],
  [9950, '10k'],
  [999_499, '999k'],
  [999_500, '1.0M'],
  [123_456_789, '123M'],
])('%d tokens read %s', (count, text) => expect(countText(count)).toBe(text))

test.each([
  [0, ''],
  [0.004, '<$0.01'],
  [0.005, '$0.01'],
  [9.82, '$9.82'],
  [1234.5, '$1235'],
])('%d dollars read %s', (usd, text) => expect(costText({ usd, unpriced: 0 })).toBe(text))
