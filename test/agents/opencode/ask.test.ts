import { expect, test } from 'vitest'
import { opencode } from '../../../src/agents/opencode.ts'
import { openRequest } from '../../../src/daemon/request.ts'

const hook = (event: string, body: object) => ({
  type: 'hook' as const,
  event,
  body,
  hold: 'h1',
  seq: 1,
  at: 1,
})

const run = { tool: 'bash', args: { command: 'npm test' }, directory: '/work' }

const asked = (body: object, event = 'PermissionAsked') => {
  const given = opencode.asks?.(hook(event, { ...run, ...body }))
  if (!given) throw new Error('nothing was asked')
  const judged = { risk: 'low' as const, reasons: [] }
  const open = openRequest({
    session: 's',
    generation: 1,
    event: hook(event, body),
    hold: 'h',
    asked: given,
    judged,
  })
  return {
    given,
    answer: (answer: Parameters<NonNullable<typeof opencode.answer>>[1]) =>
      opencode.answer?.(open.request, answer, given),
  }
}

test('a permission is shown with the whole call, and answered once, always or no', () => {
  const request = { id: 'p1', permission: 'bash', patterns: ['npm test'], always: ['npm test *'] }
  const { given, answer } = asked({ request })
  expect(given).toMatchObject({
    kind: 'permission',
    tool: 'bash',
    input: { command: 'npm test' },
    cwd: '/work',
    always: { rule: 'bash npm test *', by: 'agent' },
  })
  expect(answer({ verdict: 'allow' })).toEqual({ reply: 'once' })
  expect(answer({ verdict: 'always' })).toEqual({ reply: 'always' })
  expect(answer({ verdict: 'deny', message: 'not now' })).toEqual({ reply: 'reject', message: 'not now' })
  expect(answer({ verdict: 'deny', interrupt: true })).toEqual({ reply: 'reject' })
  // OpenCode runs what it asked about, or nothing.
  expect(answer({ verdict: 'allow', input: { command: 'ls' } })).toBeUndefined()
  expect(answer({ verdict: 'answers', answers: {} })).toBeUndefined()
})

test('a permission that is not about the call itself is named, and an edit is told in the words of the card', () => {
  const outside = { id: 'p1', permission: 'external_directory', patterns: ['/etc/*'] }
  expect(asked({ request: outside }).given.input).toEqual({
    command: 'npm test',
    permission: 'external_directory',
    patterns: ['/etc/*'],
  })
  const edit = { tool: 'edit', args: { filePath: 'a.ts', oldString: 'a', newString: 'b', workdir: 'sub' } }
  expect(asked({ ...edit, request: { id: 'p1', permission: 'edit' } }).given).toMatchObject({
    input: { file_path: 'a.ts', old_string: 'a', new_string: 'b' },
    cwd: '/work/sub',
  })
  // What the plugin did not see begin: as OpenCode's own dialog shows it.
  const late = { tool: undefined, args: undefined }
  const request = { id: 'p1', permission: 'bash', patterns: ['ls'], metadata: { command: 'ls' } }
  expect(asked({ ...late, request }).given).toMatchObject({ tool: 'bash', input: { command: 'ls' } })
})

test('a question is answered by its labels, several where several may be chosen', () => {
  const options = [{ label: 'A' }, { label: 'B', description: 'the second' }]
  const questions = [
    { question: 'Which?', header: 'H', options },
    { question: 'All?', multiple: true, options },
  ]
  const { given, answer } = asked({ request: { id: 'q1', questions } }, 'QuestionAsked')
  expect(given.questions).toMatchObject([
    { question: 'Which?', header: 'H', multiSelect: false, options },
    { multiSelect: true },
  ])
  expect(answer({ verdict: 'answers', answers: { 'Which?': 'B', 'All?': 'A, B' } })).toEqual({
    answers: [['B'], ['A', 'B']],
  })
  expect(answer({ verdict: 'answers', answers: { 'Which?': 'A, or so', 'All?': 'neither, nor' } })).toEqual({
    answers: [['A, or so'], ['neither, nor']],
  })
  expect(answer({ verdict: 'allow' })).toBeUndefined()
  expect(answer({ verdict: 'deny', message: 'no' })).toMatchObject({ reply: 'reject' })
})

test('rules see every tool call but questions and plans', () => {
  expect(opencode.gates?.(hook('ToolBefore', { ...run, subagent: 'general x' }))).toEqual({
    tool: 'bash',
    input: { command: 'npm test' },
    cwd: '/work',
    subagent: 'general x',
  })
  for (const tool of ['question', 'plan_exit'])
    expect(opencode.gates?.(hook('ToolBefore', { ...run, tool }))).toBeUndefined()
  expect(opencode.gates?.(hook('PermissionAsked', run))).toBeUndefined()
  expect(opencode.ruling?.({ verdict: 'pass', reason: '' }, hook('ToolBefore', run))).toEqual({})
  expect(opencode.ruling?.({ verdict: 'deny', reason: 'no' }, hook('ToolBefore', run))).toEqual({
    verdict: 'deny',
    reason: 'no',
  })
})
