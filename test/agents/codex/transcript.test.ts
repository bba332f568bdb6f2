import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyDigest } from '../../../src/agents/agent.ts'
import { foldCodex, learnCodexFile, messagesCodex } from '../../../src/agents/codex/transcript.ts'
import { running } from '../running.ts'

const file = join(import.meta.dirname, '../../fixtures/codex/rollout-0.169.0.jsonl')
const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
const record = (type: string, payload: object) =>
  JSON.stringify({ timestamp: '2026-11-21T13:05:27.613Z', type, payload })
const AT = Date.parse('2026-11-21T13:05:27.613Z')
const fold = (given: string[]) => foldCodex(emptyDigest(), given)

test('a real conversation: each response counts once, its cached tokens apart', () => {
  const { usage, lastText, tool } = fold(lines)
  expect(usage).toMatchObject({
    model: 'gpt-5.2-codex',
    contextTokens: 1000,
    contextWindow: 258_400,
    models: { 'gpt-5.2-codex': { input: 800, cacheRead: 1200, cacheWrite: 0, output: 100 } },
  })
  expect(lastText).toMatch(/^The tool said/)
  expect(tool).toBeUndefined()
})

test('folded line by line it is the same', () => {
  const whole = fold(lines)
  const steps = lines.reduce((digest, line) => foldCodex(digest, [line]), emptyDigest())
  expect(steps.usage).toEqual(whole.usage)
})

test('the words are read without what Codex puts around them', () => {
  expect(messagesCodex(lines).map(({ role, text }) => `${role}: ${text}`)).toEqual([
    'user: touch made.txt',
    'tool: Bash: touch made.txt',
    expect.stringMatching(/^assistant: The tool said/),
  ])
})

test('a tool without a result runs, until its turn ends', () => {
  const call = record('response_item', {
    type: 'function_call',
    call_id: 'c1',
    name: 'exec_command',
    arguments: '{"cmd":"npm test"}',
  })
  const digest = fold([call])
  expect(digest.tool).toBe('Bash: npm test')
  expect(
    foldCodex(digest, [record('response_item', { type: 'function_call_output', call_id: 'c1' })]).tool,
  ).toBeUndefined()
  expect(foldCodex(digest, [record('event_msg', { type: 'turn_aborted' })]).tool).toBeUndefined()
})

test('before there were records of responses, each new total counts once', () => {
  const total = (sum: number, last: number) =>
    record('event_msg', {
      type: 'token_count',
      info: {
        total_token_usage: { total_tokens: sum },
        last_token_usage: { input_tokens: last, output_tokens: 10, total_tokens: last + 10 },
      },
    })
  const old = [record('turn_context', { model: 'gpt-5' }), total(110, 100), total(110, 100), total(320, 200)]
  expect(fold(old).usage.models['gpt-5']).toMatchObject({ input: 300, output: 20 })
  const later = record('token_usage_record', {
    response_id: 'r1',
    usage: { input_tokens: 50, output_tokens: 5, total_tokens: 55 },
  })
  expect(fold([...old, later, total(375, 50)]).usage.models['gpt-5']).toMatchObject({
    input: 350,
    output: 25,
  })
})

test("what is left of the person's plan is told with its windows, shortest first", () => {
  const limits = {
    primary: { used_percent: 12.5, window_minutes: 10_080, resets_at: 1_796_000_000 },
    secondary: { used_percent: 0, window_minutes: 300 },
  }
  expect(fold([record('event_msg', { type: 'token_count', rate_limits: limits })]).usage.quota).toEqual([
    { minutes: 300, used: 0, at: AT },
    { minutes: 10_080, used: 12.5, at: AT, resetsAt: 1_796_000_000_000 },
  ])
})

test('older words, other tools, and lines that are no records', () => {
  expect(
    messagesCodex([
      'no json',
      '[]',
      record('event_msg', { type: 'user_message', message: 'hi' }),
      record('event_msg', { type: 'agent_message', message: 'hello' }),
      record('response_item', {
        type: 'local_shell_call',
        call_id: 'a',
        action: { command: ['bash', '-lc', 'ls'] },
      }),
      record('response_item', { type: 'custom_tool_call', name: 'apply_patch', input: '*** Begin Patch' }),
    ]).map(({ role, text }) => `${role}: ${text}`),
  ).toEqual(['user: hi', 'assistant: hello', 'tool: Bash: bash -lc ls', 'tool: apply_patch: *** Begin Patch'])
})

test('why a turn failed is told, unless it is old', () => {
  const session = running({ kind: 'needs-input', need: 'input', what: 'it reports an error' })
  const failed = (message: string, timestamp: string, kind = 'other') =>
    JSON.stringify({
      timestamp,
      type: 'event_msg',
      payload: { type: 'task_complete', error: { message, codex_error_info: kind } },
    })
  const now = '2026-11-21T13:05:27.613Z'
  expect(learnCodexFile([failed('{"error":{"message":"no such model"}}', now)], session)).toMatchObject([
    { source: 'transcript', activity: { kind: 'needs-input', need: 'input', what: 'no such model' } },
  ])
  expect(learnCodexFile([failed('log in again', now, 'unauthorized')], session)).toMatchObject([
    { activity: { need: 'auth', what: 'log in again' } },
  ])
  expect(learnCodexFile([failed('long ago', '1970-01-01T00:00:00.000Z')], session)).toEqual([])
  expect(learnCodexFile(lines, session)).toEqual([])
})
