import fc from 'fast-check'
import { expect, test } from 'vitest'
import { builtIn as agents } from '../../src/agents/all.ts'
import { emptyDigest } from '../../src/agents/agent.ts'
import type { HostEvent } from '../../src/protocol/host.ts'
import { running } from './running.ts'

// Agents change what they send with every version, and other programs may send it in their name.
const names = [
  'session_id',
  'tool_name',
  'tool_input',
  'permission_suggestions',
  'transcript_path',
  'agent_id',
]
  .concat([
    'type',
    'message',
    'content',
    'usage',
    'id',
    'model',
    'questions',
    'options',
    'rules',
    'pid',
    'startedAt',
  ])
  .concat(['timestamp', 'cwd', 'status', 'error', 'notification_type', 'file_path', 'command', 'name'])
  .concat([
    'request',
    'conversation',
    'subagent',
    'tool',
    'args',
    'always',
    'waits',
    'kind',
    'words',
    'title',
  ])
  .concat(['directory', 'parts', 'tokens', 'role', 'details', 'hook_event_name', 'toolCalls'])
const events = [
  'PreToolUse',
  'PostToolUse',
  'PermissionRequest',
  'Stop',
  'StopFailure',
  'Notification',
  'SessionEnd',
  'PermissionAsked',
  'QuestionAsked',
  'BeforeTool',
  'AfterAgent',
  'ToolBefore',
  'Replied',
  'Status',
  'Title',
]
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      'AskUserQuestion',
      'ExitPlanMode',
      'Bash',
      'assistant',
      'user',
      'tool_use',
      'addRules',
      'c1',
    ),
    fc.string(),
    fc.double(),
    fc.constantFrom(null, true, undefined),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('any'), { maxKeys: 6 }),
  ),
})).any
const word = fc.oneof(fc.constantFrom(...events), fc.string())
const event: fc.Arbitrary<HostEvent> = fc
  .oneof(
    fc.record({ type: fc.constant('hook' as const), event: word, body: value }),
    fc.record({ type: fc.constant('title' as const), title: fc.string({ unit: 'binary' }) }),
    fc.record({
      type: fc.constant('status' as const),
      params: fc.dictionary(fc.constantFrom('state', 'kind', 'msg', 'id'), word),
    }),
    fc.record({ type: fc.constant('output' as const), active: fc.boolean() }),
  )
  .map((e) => ({ ...e, seq: 1, at: 1 }))
const sessions = [
  running({ kind: 'idle' }),
  running({ kind: 'needs-input', need: 'permission', what: 'approve Bash: ls' }),
  { ...running({ kind: 'idle' }), life: { status: 'stopped' as const, since: 1, why: 'user' as const } },
]
// Compared as code points: a lone surrogate is not one.
const hidden = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u

test('no event is too strange, and what is learned is safe to draw', () => {
  fc.assert(
    fc.property(event, fc.constantFrom(...sessions), (event, session) => {
      for (const agent of agents)
        for (const piece of agent.learn(event, session)) {
          expect(piece.says).not.toMatch(hidden)
          if (piece.type === 'title') expect(piece.title).not.toMatch(hidden)
          if (piece.type === 'activity' && piece.activity.what !== undefined)
            expect(piece.activity.what).not.toMatch(hidden)
        }
    }),
    { numRuns: 2000 },
  )
})

test('no hook body is too strange to ask, and every answer to it is one the agent knows', () => {
  const answers = [
    { verdict: 'allow' as const },
    { verdict: 'always' as const },
    { verdict: 'deny' as const },
    { verdict: 'answers' as const, answers: { a: 'b' } },
  ]
  fc.assert(
    fc.property(value, fc.constantFrom(...events), fc.constantFrom(...answers), (body, event, answer) => {
      for (const agent of agents) {
        const asked = agent.asks?.({
          seq: 1,
          at: 1,
          type: 'hook',
          event,
          hold: 'h',
          body,
        })
        if (!asked) continue
        const request = {
          ...asked,
          id: 'a',
          session: 's',
          inputHash: '',
          since: 0,
          risk: 'low' as const,
          reasons: [],
        }
        const given = agent.answer?.(request, answer, asked)
        if (given !== undefined) expect(JSON.parse(JSON.stringify(given))).toBeTypeOf('object')
      }
    }),
    { numRuns: 1000 },
  )
})

test('no line of a conversation, no registry file and no screen is too strange', () => {
  const empty = emptyDigest()
  const line = fc.oneof(
    value.map((v) => JSON.stringify(v) ?? ''),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), fc.constantFrom(...sessions), (lines, session) => {
      for (const agent of agents) {
        const digest = agent.transcript?.fold(empty, lines)
        for (const { input, output } of Object.values(digest?.usage.models ?? {}))
          expect(Math.min(input, output)).toBeGreaterThanOrEqual(0)
        agent.transcript?.messages(lines)
        agent.registry?.learn({ name: '41.json', text: lines[0] }, session)
        agent.screen?.(lines, session)
      }
    }),
    { numRuns: 1000 },
  )
})
