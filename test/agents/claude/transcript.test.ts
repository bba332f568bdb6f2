import { expect, test } from 'vitest'
import { foldClaude, messagesClaude } from '../../../src/agents/claude/transcript.ts'
import { emptyDigest } from '../../../src/agents/agent.ts'

const empty = emptyDigest()
const line = (record: object) =>
  JSON.stringify({ cwd: '/work', timestamp: '2026-11-21T10:00:00.000Z', ...record })
const assistant = (id: string, block: object, output: number, more: object = {}) =>
  line({
    type: 'assistant',
    message: {
      id,
      role: 'assistant',
      model: 'claude-x',
      content: [block],
      usage: {
        input_tokens: 10,
        output_tokens: output,
        cache_read_input_tokens: 1000,
        cache_creation_input_tokens: 100,
      },
    },
    ...more,
  })
const text = (words: string) => ({ type: 'text', text: words })
const use = (id: string, command: string) => ({ type: 'tool_use', id, name: 'Bash', input: { command } })
const user = (content: unknown, more: object = {}) =>
  line({ type: 'user', message: { role: 'user', content }, ...more })
const result = (id: string) => user([{ type: 'tool_result', tool_use_id: id, content: 'ok' }])

test('a message counts once, by its line with most output', () => {
  const digest = foldClaude(empty, [
    assistant('m1', text('One.'), 5),
    assistant('m1', use('t1', 'ls'), 30),
    assistant('m1', use('t2', 'pwd'), 30),
    assistant('m2', text('Two.'), 7),
  ])
  expect(digest.usage).toEqual({
    models: { 'claude-x': { input: 20, output: 37, cacheRead: 2000, cacheWrite: 200 } },
    contextTokens: 1110,
    model: 'claude-x',
  })
})

test('folding in pieces gives the same as folding at once', () => {
  const lines = [user('hi'), assistant('m1', use('t1', 'ls'), 3), assistant('m1', text('x'), 9), result('t1')]
  const pieces = lines.reduce((digest, each) => foldClaude(digest, [each]), empty)
  expect(pieces).toEqual(foldClaude(empty, lines))
})

test('the tool that runs is the newest without a result', () => {
  const begun = foldClaude(empty, [
    assistant('m1', use('t1', 'npm test'), 1),
    assistant('m1', use('t2', 'ls'), 1),
  ])
  expect(begun.tool).toBe('Bash: ls')
  const later = foldClaude(begun, [result('t2')])
  expect(later.tool).toBe('Bash: npm test')
  expect(foldClaude(later, [result('t1')]).tool).toBeUndefined()
  // Killed in the middle and resumed: the next prompt says that nothing runs any more.
  expect(foldClaude(later, [user('go on')]).tool).toBeUndefined()
})

test('subagents add tokens, and nothing else', () => {
  const digest = foldClaude(foldClaude(empty, [assistant('m1', text('Main.'), 1)]), [
    assistant('s1', text('Sub.'), 1, { isSidechain: true }),
    assistant('s2', use('t9', 'rm x'), 1, { isSidechain: true }),
  ])
  expect(digest).toMatchObject({ lastText: 'Main.', usage: { contextTokens: 1110 } })
  expect(digest.tool).toBeUndefined()
  expect(digest.usage.models['claude-x']?.output).toBe(3)
})

test("a name the person gave stands above the agent's", () => {
  const made = line({ type: 'ai-title', aiTitle: 'Fix the tests' })
  const given = line({ type: 'custom-title', customTitle: 'my fix' })
  expect(foldClaude(empty, [made]).title).toBe('Fix the tests')
  expect(foldClaude(foldClaude(empty, [given]), [made]).title).toBe('my fix')
})

const at = (minute: number) => ({ timestamp: new Date(Date.UTC(2026, 10, 21, 10, minute)).toISOString() })
const cost = (usd: number, more: object = {}) => line({ type: 'cost-state', totalCostUSD: usd, ...more })

test('the cost is what the agent reported, as long as nothing was used since', () => {
  const reported = foldClaude(empty, [assistant('m1', text('x'), 1), cost(0.25)])
  expect(reported.usage.costUsd).toBe(0.25)
  const later = foldClaude(reported, [assistant('m2', text('y'), 1, at(5))]).usage
  expect(later).not.toHaveProperty('costUsd')
  expect(later.reported).toEqual({ usd: 0.25, models: reported.usage.models })
  expect(foldClaude(empty, [cost(0, { hasUnknownModelCost: true })]).usage).toEqual({ models: {} })
})

test('what a subagent used before the report is in it, although its file is read later', () => {
  const main = foldClaude(empty, [assistant('m1', text('x'), 1), cost(0.25)])
  const both = foldClaude(main, [assistant('s1', text('sub'), 1, { isSidechain: true, ...at(5) })])
  expect(both.usage).toMatchObject({ costUsd: 0.25, reported: { models: both.usage.models } })
  const on = foldClaude(both, [user('go on', at(20))])
  const late = foldClaude(on, [assistant('s2', text('sub'), 1, { isSidechain: true, ...at(21) })])
  expect(late.usage.reported).toEqual(both.usage.reported)
  expect(late.usage).not.toHaveProperty('costUsd')
})

test('an hour of cache counts apart, and a fast answer is not the plain model', () => {
  const usage = (extra: object) => ({
    message: {
      id: JSON.stringify(extra),
      model: 'claude-x',
      content: [],
      usage: { input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 30, ...extra },
    },
  })
  const hour = { cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 } }
  const { models } = foldClaude(empty, [
    assistant('a', text(''), 1, usage(hour)),
    assistant('b', text(''), 1, usage({ speed: 'fast' })),
  ]).usage
  expect(models).toEqual({
    'claude-x': { input: 1, output: 1, cacheRead: 0, cacheWrite: 30, cacheWrite1h: 20 },
    'claude-x (fast)': { input: 1, output: 1, cacheRead: 0, cacheWrite: 30 },
  })
})

test('what a fork brought along was paid for elsewhere', () => {
  const copied = { forkedFrom: { sessionId: 'before', messageUuid: 'u' } }
  const { usage } = foldClaude(empty, [
    assistant('m1', text('old'), 50, copied),
    assistant('m2', text('new'), 7),
  ])
  expect(usage).toMatchObject({ contextTokens: 1110, models: { 'claude-x': { input: 10, output: 7 } } })
})

test("the CLI's own words for an API error cost nothing", () => {
  const synthetic = line({
    type: 'assistant',
    isApiErrorMessage: true,
    message: { id: 'e', model: '<synthetic>', content: [text('API Error: 500')], usage: { input_tokens: 0 } },
  })
  expect(foldClaude(empty, [synthetic])).toMatchObject({ lastText: 'API Error: 500', usage: { models: {} } })
})

test('messages are what was said, without what the CLI adds', () => {
  const at = Date.parse('2026-11-21T10:00:00.000Z')
  expect(
    messagesClaude([
      line({ type: 'mode', mode: 'normal' }),
      user('<system-reminder>\nsecret\n</system-reminder>fix\u001b[31m it'),
      user('<local-command-stdout>x</local-command-stdout>'),
      user('told by a hook', { isMeta: true }),
      assistant('m1', text('I look.\nThen I fix.'), 1),
      assistant('m1', { type: 'tool_use', id: 't', name: 'Edit', input: { file_path: '/work/a.ts' } }, 1),
      assistant('s1', text('Sub.'), 1, { isSidechain: true }),
      result('t'),
      'not json',
    ]),
  ).toEqual([
    { role: 'user', text: 'fix it', at },
    { role: 'assistant', text: 'I look.\nThen I fix.', at },
    { role: 'tool', text: 'Edit a.ts', at },
  ])
})
