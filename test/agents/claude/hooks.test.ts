import { expect, test } from 'vitest'
import { learnHook } from '../../../src/agents/claude/hooks.ts'
import type { Session } from '../../../src/protocol/session.ts'
import { running } from '../running.ts'

const known = { session_id: 'c1', cwd: '/work' }
const hear = (event: string, fields: object, session: Session = running({ kind: 'idle' })) =>
  learnHook(
    { seq: 1, at: 1, type: 'hook', event, body: { ...known, hook_event_name: event, ...fields } },
    session,
  )
const bash = (command: string) => ({ tool_name: 'Bash', tool_input: { command } })
const edit = {
  tool_name: 'Edit',
  tool_input: { file_path: '/work/src/x.ts', old_string: 'a', new_string: 'b' },
}

test.each([
  ['UserPromptSubmit', { prompt: 'fix\nit' }, { kind: 'working', what: 'fix it' }],
  ['PreToolUse', edit, { kind: 'working', what: 'Edit src/x.ts' }],
  ['PreToolUse', bash('npm test'), { kind: 'working', what: 'Bash: npm test' }],
  [
    'PreToolUse',
    { tool_name: 'Read', tool_input: { file_path: '/etc/hosts' } },
    { kind: 'working', what: 'Read /etc/hosts' },
  ],
  [
    'PermissionRequest',
    bash('npm test'),
    { kind: 'needs-input', need: 'permission', what: 'Bash: npm test' },
  ],
  [
    'PermissionRequest',
    { tool_name: 'AskUserQuestion', tool_input: {} },
    { kind: 'needs-input', need: 'question', what: 'AskUserQuestion' },
  ],
  [
    'PermissionRequest',
    { tool_name: 'ExitPlanMode', tool_input: {} },
    { kind: 'needs-input', need: 'plan', what: 'a plan' },
  ],
  ['Stop', { last_assistant_message: 'All\ndone.' }, { kind: 'idle', what: 'All done.' }],
  ['Stop', {}, { kind: 'idle' }],
  [
    'StopFailure',
    { error: 'authentication_failed', last_assistant_message: 'Not logged in' },
    { kind: 'needs-input', need: 'auth', what: 'Not logged in' },
  ],
  ['StopFailure', { error: 'unknown' }, { kind: 'needs-input', need: 'input', what: 'the turn failed' }],
  [
    'Notification',
    { notification_type: 'permission_prompt', message: 'needs you' },
    { kind: 'needs-input', need: 'permission', what: 'needs you' },
  ],
])('%s %j tells what is done', (event, fields, activity) => {
  expect(hear(event, fields).filter(({ type }) => type === 'activity')).toMatchObject([
    { source: 'hook', activity },
  ])
})

test('a parallel tool, or a subagent, does not hide that another one asks', () => {
  const asking = running({ kind: 'needs-input', need: 'permission', what: 'Bash: npm publish' })
  for (const event of ['PreToolUse', 'PostToolUse', 'PostToolUseFailure'])
    expect(hear(event, edit, asking).filter(({ type }) => type === 'activity')).toEqual([])
})

test('a dialog that the status protocol has told of keeps its words, by which it is known to go', () => {
  const shown = running({ kind: 'needs-input', need: 'permission', what: 'approve Bash: npm publish' })
  expect(hear('PermissionRequest', bash('npm publish'), shown)).toEqual([])
  expect(hear('PermissionRequest', bash('npm test'), shown)).toMatchObject([{ type: 'activity' }])
})

test('the tool that was asked about goes on: the person has answered, however the dialog was worded', () => {
  for (const what of ['Bash: npm publish', 'approve Bash: npm publish']) {
    const asking = running({ kind: 'needs-input', need: 'permission', what })
    expect(hear('PostToolUse', bash('npm publish'), asking)).toMatchObject([
      { type: 'requests-over', tool: 'Bash', input: { command: 'npm publish' }, subagent: '' },
      { type: 'activity', activity: { kind: 'working', what: 'Bash: npm publish' } },
    ])
  }
})

test("a subagent's events end its own requests only", () => {
  const who = { agent_id: 'add0a20b5e9de9627', agent_type: 'general-purpose' }
  expect(hear('PostToolUse', { ...bash('ls'), ...who })).toMatchObject([
    { type: 'requests-over', subagent: 'general-purpose add0a20' },
    { type: 'activity' },
  ])
  expect(hear('SubagentStop', who)).toMatchObject([
    { type: 'requests-over', subagent: 'general-purpose add0a20' },
  ])
  expect(hear('Stop', {})).toMatchObject([{ type: 'requests-over', subagent: '' }, { type: 'activity' }])
})

test('a question is over by its name: its answer has changed its input', () => {
  const over = hear('PostToolUse', { tool_name: 'AskUserQuestion', tool_input: { answers: {} } })[0]
  expect(over).toMatchObject({ type: 'requests-over', tool: 'AskUserQuestion' })
  expect(over).not.toHaveProperty('input')
})

test('an answered question or plan is over, however its dialog was worded', () => {
  const asking = running({ kind: 'needs-input', need: 'question', what: 'answer: Which? (A · B)' })
  const fields = { tool_name: 'AskUserQuestion', tool_input: { questions: [{ question: 'Which?' }] } }
  expect(hear('PostToolUse', fields, asking)[1]).toMatchObject({
    activity: { kind: 'working', what: 'Which?' },
  })
})

test('the conversation is the one of the last event; its file counts once it must be there', () => {
  const transcript_path = '/c/c2.jsonl'
  expect(hear('UserPromptSubmit', { session_id: 'c2', transcript_path })[0]).toEqual({
    type: 'conversation',
    source: 'hook',
    says: 'conversation c2',
    resumeId: 'c2',
  })
  expect(hear('Stop', { session_id: 'c2', transcript_path })[0]).toMatchObject({
    resumeId: 'c2',
    transcript: transcript_path,
  })
  // The one that is left at /clear is named by SessionEnd.
  expect(hear('SessionEnd', { session_id: 'c0', reason: 'clear' }).map(({ type }) => type)).toEqual([
    'requests-over',
  ])
})

test('late notices say nothing new', () => {
  const asking = running({ kind: 'needs-input', need: 'plan', what: 'x' })
  expect(hear('Notification', { notification_type: 'permission_prompt' }, asking)).toEqual([])
  expect(hear('Notification', { notification_type: 'idle_prompt' })).toEqual([])
})

test('control characters of a title or a command never get through', () => {
  const [{ activity } = { activity: undefined }] = hear('PreToolUse', bash('a\u001b[2Jb\u202ec')).filter(
    (l) => l.type === 'activity',
  )
  expect(activity).toEqual({ kind: 'working', what: 'Bash: abc' })
})
