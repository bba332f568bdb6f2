import { describe, expect, test } from 'vitest'
import { codex } from '../../../src/agents/codex.ts'
import type { GateRuling } from '../../../src/agents/agent.ts'
import type { HostEvent } from '../../../src/protocol/host.ts'
import type { Answer, Request } from '../../../src/protocol/request.ts'
import { running } from '../running.ts'

const hook = (event: string, body: object = {}): HostEvent & { type: 'hook' } => ({
  seq: 1,
  at: 1,
  type: 'hook',
  event,
  hold: 'h',
  body: { session_id: 's', cwd: '/w', tool_name: 'Bash', tool_input: { command: 'touch x' }, ...body },
})
const ruling = (verdict: GateRuling['verdict'], event: string) =>
  codex.ruling?.({ verdict, reason: 'because' }, hook(event))
function answer(event: string, given: Answer): unknown {
  const asked = codex.asks?.(hook(event), 'ask')
  if (!asked) throw new Error('nothing was asked')
  const { raw: _, ...shown } = asked
  const request: Request = {
    ...shown,
    id: 'a',
    session: 's',
    inputHash: '',
    since: 0,
    risk: 'low',
    reasons: [],
  }
  return codex.answer?.(request, given, asked)
}
const title = (text: string) =>
  codex.learn({ seq: 1, at: 1, type: 'title', title: text }, running({ kind: 'idle' }))

describe('rules', () => {
  test('see a call before it runs, and again, not counted, when Codex asks', () => {
    expect(codex.gates?.(hook('PreToolUse'))).toEqual({
      tool: 'Bash',
      input: { command: 'touch x' },
      cwd: '/w',
    })
    expect(codex.gates?.(hook('PermissionRequest'))).toMatchObject({ again: true })
    expect(codex.gates?.(hook('Stop'))).toBeUndefined()
    expect(codex.gates?.(hook('PreToolUse', { cwd: undefined }))).toBeUndefined()
  })

  test('before a tool can only refuse: what they allow there, Codex would take for a fault of the hook', () => {
    expect(ruling('allow', 'PreToolUse')).toBeUndefined()
    expect(ruling('ask', 'PreToolUse')).toBeUndefined()
    expect(ruling('deny', 'PreToolUse')).toEqual({
      hookSpecificOutput: {
        hookEventName: 'PreToolUse',
        permissionDecision: 'deny',
        permissionDecisionReason: 'because',
      },
    })
  })

  test('answer what Codex asks, and leave the rest to a person', () => {
    expect(ruling('allow', 'PermissionRequest')).toEqual({
      hookSpecificOutput: { hookEventName: 'PermissionRequest', decision: { behavior: 'allow' } },
    })
    expect(ruling('deny', 'PermissionRequest')).toMatchObject({
      hookSpecificOutput: { decision: { behavior: 'deny', message: 'because' } },
    })
    expect(ruling('ask', 'PermissionRequest')).toBeUndefined()
    expect(ruling('pass', 'PermissionRequest')).toBeUndefined()
  })
})

describe('a person', () => {
  test('is asked what Codex asks, and before a tool only what a rule wants asked', () => {
    expect(codex.asks?.(hook('PermissionRequest'), 'pass')).toMatchObject({ kind: 'permission', fixed: true })
    expect(codex.asks?.(hook('PreToolUse'), 'ask')).toMatchObject({ kind: 'permission', tool: 'Bash' })
    expect(codex.asks?.(hook('PreToolUse'), 'pass')).toBeUndefined()
    expect(codex.asks?.(hook('PreToolUse'), 'allow')).toBeUndefined()
    expect(codex.asks?.(hook('Stop'))).toBeUndefined()
  })

  test.each<[string, Answer, unknown]>([
    [
      'PermissionRequest',
      { verdict: 'allow' },
      { hookSpecificOutput: { hookEventName: 'PermissionRequest', decision: { behavior: 'allow' } } },
    ],
    [
      'PermissionRequest',
      { verdict: 'deny', message: ' no ' },
      {
        hookSpecificOutput: {
          hookEventName: 'PermissionRequest',
          decision: { behavior: 'deny', message: 'no' },
        },
      },
    ],
    ['PreToolUse', { verdict: 'allow' }, {}],
    [
      'PreToolUse',
      { verdict: 'deny' },
      {
        hookSpecificOutput: {
          hookEventName: 'PreToolUse',
          permissionDecision: 'deny',
          permissionDecisionReason: 'The person said no.',
        },
      },
    ],
    ['PermissionRequest', { verdict: 'allow', input: { command: 'ls' } }, undefined],
    ['PermissionRequest', { verdict: 'deny', interrupt: true }, undefined],
    ['PermissionRequest', { verdict: 'always' }, undefined],
    ['PermissionRequest', { verdict: 'answers', answers: {} }, undefined],
  ])('%s answered %j', (event, given, body) => {
    expect(answer(event, given)).toEqual(body)
  })
})

describe('its title', () => {
  test.each([
    ['⠋ Fix the tests | app', 'Fix the tests', 'working'],
    ['Fix the tests | app', 'Fix the tests', 'idle'],
    ['[ ! ] Action Required | Fix a | b | app', 'Fix a | b', 'needs-input'],
    ['⠋ app', undefined, 'working'],
    ['app', undefined, 'idle'],
  ])('%j', (text, name, kind) => {
    const learned = title(text)
    expect(learned.find(({ type }) => type === 'title')).toEqual(
      name === undefined ? undefined : { type: 'title', source: 'title', says: `title ${name}`, title: name },
    )
    expect(learned.find(({ type }) => type === 'activity')).toMatchObject({
      source: 'title',
      activity: { kind },
    })
  })
})

describe('its screen', () => {
  const rows = (text: string) => codex.screen?.(text.split('\n'), running({ kind: 'idle' }))
  const trust = `Folder access
  /home/dev/project
  Trust this folder? Codex can read, edit,
  and run files here, subject to your
  permission settings.
› 1. Trust and continue
  2. Back to Agent Command Center`
  const hooks = `Hooks need review
  14 hooks are new or changed.
› 1. Review hooks
  2. Trust all and continue`
  const login = `Welcome to Codex, OpenAI's command-line coding agent
> 1. Sign in with ChatGPT
  Press enter to continue`
  test.each([
    [trust, 'trust'],
    [hooks, 'trust'],
    [login, 'auth'],
    ['  Press enter to confirm or esc to cancel', 'dialog'],
  ])('shows a dialog: %#', (text, need) => {
    expect(rows(text)).toMatchObject([{ source: 'screen', activity: { kind: 'needs-input', need } }])
  })

  test('of a conversation shows none', () => {
    expect(rows('› fix it\n• Working (3s • esc to interrupt)\n› Ask Codex to do anything')).toEqual([])
  })
})
