import { expect, test } from 'vitest'
import { answerClaude, asksClaude } from '../../../src/agents/claude/ask.ts'
import type { Asked } from '../../../src/agents/agent.ts'
import type { Answer, Request } from '../../../src/protocol/request.ts'

const ask = (fields: object): Asked => {
  const asked = asksClaude({
    seq: 1,
    at: 1,
    type: 'hook',
    event: 'PermissionRequest',
    hold: 'h',
    body: { cwd: '/work', ...fields },
  })
  if (!asked) throw new Error('it asks')
  return asked
}
const answer = (asked: Asked, given: Answer) => {
  const request: Request = {
    ...asked,
    id: 'a',
    session: 's',
    inputHash: '',
    since: 0,
    risk: 'low',
    reasons: [],
  }
  return answerClaude(request, given, asked)
}
const decision = (decision: object) => ({
  hookSpecificOutput: { hookEventName: 'PermissionRequest', decision },
})

const suggestions = [
  {
    type: 'addRules',
    rules: [{ toolName: 'Bash', ruleContent: 'npm test *' }],
    behavior: 'allow',
    destination: 'localSettings',
  },
]
const bash = ask({
  tool_name: 'Bash',
  tool_input: { command: 'npm test' },
  permission_suggestions: suggestions,
})
const bare = ask({ tool_name: 'Bash', tool_input: { command: 'npm test' } })
const strange = ask({
  tool_name: 'Bash',
  tool_input: {},
  permission_suggestions: [...suggestions, { type: 'somethingNew' }],
})
const question = ask({
  tool_name: 'AskUserQuestion',
  tool_input: { questions: [{ question: 'Q?', options: [{ label: 'A' }] }] },
})
const plan = ask({ tool_name: 'ExitPlanMode', tool_input: { plan: '# P' } })

test.each<[string, Asked, Answer, object | undefined]>([
  ['allow', bash, { verdict: 'allow' }, { behavior: 'allow' }],
  [
    'an edited command',
    bash,
    { verdict: 'allow', input: { command: 'ls' } },
    { behavior: 'allow', updatedInput: { command: 'ls' } },
  ],
  ['always', bash, { verdict: 'always' }, { behavior: 'allow', updatedPermissions: suggestions }],
  ['always, with nothing offered', bare, { verdict: 'always' }, undefined],
  ['always, with a rule nobody can name', strange, { verdict: 'always' }, undefined],
  ['deny', bash, { verdict: 'deny', message: 'no' }, { behavior: 'deny', message: 'no' }],
  ['deny without words', bash, { verdict: 'deny' }, { behavior: 'deny', message: 'The person said no.' }],
  [
    'deny and stop',
    bash,
    { verdict: 'deny', message: 'no', interrupt: true },
    { behavior: 'deny', message: 'no', interrupt: true },
  ],
  ['answers to a tool', bash, { verdict: 'answers', answers: {} }, undefined],
  [
    'answers',
    question,
    { verdict: 'answers', answers: { 'Q?': 'A' } },
    { behavior: 'allow', updatedInput: { ...question.input, answers: { 'Q?': 'A' } } },
  ],
  ['allow to a question', question, { verdict: 'allow' }, undefined],
  [
    'deny to a question',
    question,
    { verdict: 'deny', message: 'later' },
    { behavior: 'deny', message: 'later' },
  ],
  ['allow to a plan', plan, { verdict: 'allow' }, { behavior: 'allow', updatedInput: {} }],
  ['always to a plan', plan, { verdict: 'always' }, undefined],
])('%s', (_, asked, given, expected) => {
  expect(answer(asked, given)).toEqual(expected && decision(expected))
})

test.each([
  [[], undefined],
  [suggestions, { rule: 'Bash(npm test *)', where: '.claude/settings.local.json' }],
  [
    [
      {
        type: 'addRules',
        rules: [{ toolName: 'WebFetch', ruleContent: 'domain:a.b' }, { toolName: 'Read' }],
        behavior: 'allow',
        destination: 'userSettings',
      },
    ],
    { rule: 'WebFetch(domain:a.b), Read', where: '~/.claude/settings.json' },
  ],
  [
    [
      { type: 'addDirectories', directories: ['/x'], destination: 'session' },
      { type: 'setMode', mode: 'acceptEdits', destination: 'session' },
    ],
    { rule: 'work in /x and edit files without asking', where: 'this conversation only' },
  ],
  [
    [{ type: 'setMode', mode: 'bypassPermissions', destination: 'session' }],
    { rule: 'mode bypassPermissions', where: 'this conversation only' },
  ],
  // What we cannot name is not offered: the person would not know what they agree to.
  [[...suggestions, { type: 'somethingNew' }], undefined],
])('"always" of %j says what it writes', (permission_suggestions, always) => {
  expect(ask({ tool_name: 'Bash', tool_input: {}, permission_suggestions }).always).toEqual(always)
})

test('questions, plans and subagents are carried over', () => {
  expect(question).toMatchObject({
    kind: 'question',
    questions: [{ question: 'Q?', multiSelect: false, options: [{ label: 'A' }] }],
  })
  expect(plan).toMatchObject({ kind: 'plan', plan: '# P' })
  expect(
    ask({ tool_name: 'Bash', tool_input: {}, agent_id: 'abcdefghij', agent_type: 'Explore' }).subagent,
  ).toBe('Explore abcdefg')
})

test('an event of another kind asks nothing', () => {
  expect(
    asksClaude({ seq: 1, at: 1, type: 'hook', event: 'PreToolUse', body: { tool_name: 'Bash' } }),
  ).toBeUndefined()
  expect(asksClaude({ seq: 1, at: 1, type: 'hook', event: 'PermissionRequest', body: null })).toBeUndefined()
})
