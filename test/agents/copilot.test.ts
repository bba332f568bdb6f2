import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { emptyDigest, type GateRuling } from '../../src/agents/agent.ts'
import { copilot } from '../../src/agents/copilot.ts'
import { foldCopilot, learnEvents, messagesCopilot } from '../../src/agents/copilot/events.ts'
import { listPast, liveElsewhere, onePast } from '../../src/agents/copilot/past.ts'
import type { HostEvent } from '../../src/protocol/host.ts'
import type { Answer, Request } from '../../src/protocol/request.ts'
import type { Session } from '../../src/protocol/session.ts'
import { running } from './running.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'roost-copilot-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function conversation(id: string, about = 'cwd: /w\nname: Fix the tests\n'): string {
  const folder = join(home, 'session-state', id)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'workspace.yaml'), about)
  const path = join(folder, 'events.jsonl')
  writeFileSync(path, '{}\n')
  return path
}

describe('a start and a resume', () => {
  const context = (given: Partial<Session>) => ({
    session: { ...running({ kind: 'idle' }), agent: 'copilot', args: [], prompt: '', name: '', ...given },
    file: '/bin/copilot',
    env: { COPILOT_HOME: home },
    folder: '/job',
    assets: '/assets',
    hook: "'/bin/node' '/roost/host/hook.cjs'",
  })
  const start = (given: Partial<Session>) => copilot.start(context(given))
  const resume = (given: Partial<Session>, resumeId: string) =>
    copilot.resume({ ...context(given), resumeId })

  test('chooses the conversation, brings its hooks, and takes a prompt that looks like an option', () => {
    const plan = start({ prompt: '--help me', name: 'Tests' })
    expect(plan.args).toEqual([
      '--plugin-dir',
      '/job/copilot-plugin',
      '--session-id',
      plan.resumeId,
      '--name',
      'Tests',
      '--interactive=--help me',
    ])
    expect(plan.files.map(({ path }) => path)).toEqual([
      '/job/copilot-plugin/plugin.json',
      '/job/copilot-plugin/hooks.json',
    ])
    expect(JSON.parse(plan.files[1]?.text ?? '')).toMatchObject({
      hooks: {
        permissionRequest: [
          {
            type: 'command',
            bash: "'/bin/node' '/roost/host/hook.cjs' permissionRequest",
            timeoutSec: 86_400,
          },
        ],
      },
    })
    expect(plan.hooks?.hold).toMatchObject([
      { event: 'permissionRequest', alone: 'hold', dialog: 'after' },
      { event: 'preToolUse', alone: 'pass' },
    ])
  })

  test('leaves a conversation the person chose, and a subcommand, alone', () => {
    expect(start({ args: ['--resume=abc'] }).args).not.toContain('--session-id')
    expect(start({ args: ['login'] })).toMatchObject({ args: ['login'], files: [] })
  })

  test('goes on with the very conversation, without what began it', () => {
    conversation('c1')
    expect(
      resume({ args: ['--model', 'auto', '-i', 'fix it', '--continue'], prompt: 'fix it' }, 'c1'),
    ).toMatchObject({
      args: ['--plugin-dir', '/job/copilot-plugin', '--resume=c1', '--model', 'auto'],
      resumeId: 'c1',
    })
  })

  test('of one that never took a prompt starts afresh; of one whose file is gone says so', () => {
    expect(resume({ prompt: 'fix it' }, 'c1')).toMatchObject({
      args: expect.arrayContaining(['--interactive=fix it']),
    })
    expect(resume({ transcript: '/gone' }, 'c1')).toMatchObject({ cannot: expect.stringContaining('/gone') })
    expect(resume({}, '../x')).not.toMatchObject({ resumeId: '../x' })
  })
})

describe('its hooks', () => {
  const hook = (event: string, body: object = {}): HostEvent & { type: 'hook' } => ({
    seq: 1,
    at: 1,
    type: 'hook',
    event,
    hold: 'h',
    body: { sessionId: 's', cwd: '/w', toolName: 'bash', toolArgs: { command: 'touch x' }, ...body },
  })
  const session = { ...running({ kind: 'idle' }), resumeId: 's' }
  const ruling = (verdict: GateRuling['verdict'], event: string) =>
    copilot.ruling?.({ verdict, reason: 'because' }, hook(event))
  function answer(event: string, given: Answer): unknown {
    const asked = copilot.asks?.(hook(event), 'ask')
    if (!asked) throw new Error('nothing was asked')
    const { raw: _, ...shown } = asked
    const rest = { id: 'a', session: 's', inputHash: '', since: 0, risk: 'low' as const, reasons: [] }
    const request: Request = { ...shown, ...rest }
    return copilot.answer?.(request, given, asked)
  }

  test.each([
    ['userPromptSubmitted', { prompt: 'fix it' }, { kind: 'working', what: 'fix it' }],
    ['preToolUse', {}, { kind: 'working', what: 'Bash: touch x' }],
    ['preToolUse', { toolArgs: '{"command":"ls"}' }, { kind: 'working', what: 'Bash: ls' }],
    ['permissionRequest', {}, { kind: 'needs-input', need: 'permission', what: 'Bash: touch x' }],
    ['agentStop', {}, { kind: 'idle' }],
  ])('%s %j', (event, body, activity) => {
    expect(copilot.learn(hook(event, body), session).find(({ type }) => type === 'activity')).toMatchObject({
      source: 'hook',
      activity,
    })
  })

  test('name the conversation and its file', () => {
    const body = { sessionId: 'other', transcriptPath: '/c/events.jsonl' }
    expect(copilot.learn(hook('agentStop', body), session)[0]).toEqual({
      type: 'conversation',
      source: 'hook',
      says: 'conversation other',
      resumeId: 'other',
      transcript: '/c/events.jsonl',
    })
  })

  test('take what the rules say before a tool, except to ask: that is a card', () => {
    expect(ruling('allow', 'preToolUse')).toMatchObject({ permissionDecision: 'allow' })
    expect(ruling('deny', 'preToolUse')).toEqual({
      permissionDecision: 'deny',
      permissionDecisionReason: 'because',
    })
    expect(ruling('ask', 'preToolUse')).toBeUndefined()
    expect(ruling('allow', 'permissionRequest')).toEqual({ behavior: 'allow' })
    expect(ruling('deny', 'permissionRequest')).toEqual({ behavior: 'deny', message: 'because' })
    expect(ruling('pass', 'permissionRequest')).toBeUndefined()
    expect(copilot.asks?.(hook('preToolUse'), 'pass')).toBeUndefined()
    expect(copilot.asks?.(hook('preToolUse'), 'ask')).toMatchObject({ tool: 'Bash', fixed: true })
  })

  test.each<[string, Answer, unknown]>([
    ['permissionRequest', { verdict: 'allow' }, { behavior: 'allow' }],
    ['permissionRequest', { verdict: 'deny', message: 'no' }, { behavior: 'deny', message: 'no' }],
    [
      'preToolUse',
      { verdict: 'allow' },
      { permissionDecision: 'allow', permissionDecisionReason: 'the person said yes' },
    ],
    [
      'preToolUse',
      { verdict: 'deny' },
      { permissionDecision: 'deny', permissionDecisionReason: 'The person said no.' },
    ],
    [
      'permissionRequest',
      { verdict: 'deny', message: 'no', interrupt: true },
      { behavior: 'deny', message: 'no', interrupt: true },
    ],
    ['preToolUse', { verdict: 'deny', interrupt: true }, undefined],
    ['permissionRequest', { verdict: 'allow', input: {} }, undefined],
    ['permissionRequest', { verdict: 'always' }, undefined],
  ])('%s answered %j', (event, given, body) => {
    expect(answer(event, given)).toEqual(body)
  })
})

describe('its events', () => {
  const file = join(import.meta.dirname, '../fixtures/copilot/events-1.0.102.jsonl')
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  const { life } = running({ kind: 'working' })
  const since = life.status === 'running' ? life.activity.since : 0
  const event = (type: string, data: object = {}, at = since + 1) =>
    JSON.stringify({ type, data, id: type, timestamp: new Date(at).toISOString() })
  const learned = (line: string) => learnEvents([line], running({ kind: 'working' }))

  test('of a real conversation: words, and each request counted once', () => {
    expect(messagesCopilot(lines).map(({ role, text }) => `${role}: ${text.split('\n')[0]?.trim()}`)).toEqual(
      ['user: touch made.txt', 'tool: Bash: touch made.txt', 'assistant: The tool said:'],
    )
    const { usage, lastText, tool } = foldCopilot(emptyDigest(), [...lines, ...lines])
    expect(usage).toMatchObject({
      model: 'claude-sonnet-4-20250514',
      contextTokens: 3210,
      contextWindow: 128_000,
      models: {
        'claude-sonnet-4-20250514': { input: 20, output: 50, cacheRead: 6000, cacheWrite: 400 },
      },
    })
    expect(lastText).toMatch(/^The tool said/)
    expect(tool).toBeUndefined()
  })

  test.each([
    [
      event('permission.requested', { permissionRequest: { fullCommandText: 'rm x' } }),
      { kind: 'needs-input', need: 'permission', what: 'rm x' },
    ],
    [event('permission.completed'), { kind: 'working' }],
    [
      event('user_input.requested', { question: 'Which?' }),
      { kind: 'needs-input', need: 'question', what: 'Which?' },
    ],
    [event('abort'), { kind: 'idle' }],
    [event('permission.completed', { result: { interrupt: true } }, since - 500), { kind: 'idle' }],
    [event('session.resume'), { kind: 'idle' }],
    [event('session.error', { message: '400 no' }), { kind: 'needs-input', need: 'input', what: '400 no' }],
  ])('tell what no hook does: %s', (line, activity) => {
    expect(learned(line)).toMatchObject([{ source: 'transcript', activity }])
  })

  test('of before what is known already, and others, are no news', () => {
    expect(learned(event('abort', {}, since - 1))).toEqual([])
    expect(learned(event('assistant.turn_end'))).toEqual([])
    expect(learned(event('permission.completed', { result: { kind: 'cancelled' } }))).toEqual([])
    expect(learned('no json')).toEqual([])
  })
})

describe('its screen', () => {
  const seen = (rows: string[]) => copilot.screen?.(rows, running({ kind: 'idle' }))
  test('shows trust first, then a login, then its prompt', () => {
    expect(seen(['│ Confirm folder trust │', '│ enter to select · esc to cancel │'])).toMatchObject([
      { activity: { need: 'trust' } },
    ])
    expect(seen(['│ enter to select · esc to cancel │'])).toMatchObject([{ activity: { need: 'dialog' } }])
    expect(seen([' Interactive · Manual Approval · / commands · ? help · tab next tab'])).toMatchObject([
      { source: 'screen', activity: { kind: 'idle' } },
    ])
    expect(seen([' ◉ Working · 67 B esc esc interrupt'])).toEqual([])
  })
})

describe('conversations begun elsewhere', () => {
  test('are listed with folder and name, newest first, and who has them open', () => {
    const path = conversation('c1')
    conversation('c2', 'no cwd: 1\n')
    mkdirSync(join(home, 'session-state', 'c3'))
    const env = { COPILOT_HOME: home }
    expect(listPast(env, 10)).toMatchObject([{ resumeId: 'c1', path, cwd: '/w', title: 'Fix the tests' }])
    expect(onePast('c', env)).toBeUndefined()
    expect(onePast('../c1', env)).toBeUndefined()
    writeFileSync(join(home, 'session-state', 'c1', 'inuse.4711.lock'), '4711')
    expect(liveElsewhere(env)).toMatchObject([{ resumeId: 'c1', pid: 4711 }])
  })
})
