import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { gemini } from '../../src/agents/gemini.ts'
import { conversationCost } from '../../src/agents/cost.ts'
import { SLOT_MS, slotsOf } from '../../src/agents/counted.ts'
import { PRICES } from '../../src/agents/prices.ts'
import type { Digest } from '../../src/agents/agent.ts'
import type { Activity, Session } from '../../src/protocol/session.ts'
import { newSession } from '../real/support/sessions.ts'
import { running, SINCE } from './running.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(realpathSync(tmpdir()), 'roost-gemini-'))
  mkdirSync(join(home, 'work'))
  write('.gemini/trustedFolders.json', JSON.stringify({ [join(home, 'work')]: 'TRUST_FOLDER' }))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function write(path: string, text: string): string {
  mkdirSync(join(home, path, '..'), { recursive: true })
  writeFileSync(join(home, path), text)
  return join(home, path)
}
const context = (given: Partial<Session> = {}, env: Record<string, string> = {}) => ({
  session: newSession({ agent: 'gemini', cwd: join(home, 'work'), id: 'aaaaaaaa', createdAt: 1, ...given }),
  file: '/bin/gemini',
  env: { HOME: home, ...env },
  folder: join(home, 'job'),
  assets: '/assets',
  hook: '/node /roost hook',
})
const ID = '11111111-2222-4333-8444-555555555555'
const line = (given: object) => JSON.stringify(given)
const prompt = line({
  id: 'u1',
  type: 'user',
  timestamp: '2026-11-21T13:44:28Z',
  content: [{ text: 'fix it' }],
})
/** A conversation on disk as Gemini leaves it. */
function chat(id = ID, ...lines: string[]): string {
  write('.gemini/projects.json', JSON.stringify({ projects: { [join(home, 'work')]: 'work' } }))
  const head = line({ sessionId: id, kind: 'main' })
  return write(
    `.gemini/tmp/work/chats/session-2026-11-21T13-43-${id.slice(0, 8)}.jsonl`,
    `${[head, ...lines].join('\n')}\n`,
  )
}

test('a start chooses its conversation, and brings its hooks as an extension that is silent outside of Roost', () => {
  const plan = gemini.start(context({ prompt: '-x is broken', args: ['-m', 'pro'] }))
  expect(plan.args).toEqual(['--session-id', plan.resumeId, '-m', 'pro', '--prompt-interactive=-x is broken'])
  const [about, hooks] = plan.files
  expect(about?.path).toBe(join(home, '.gemini/extensions/roost/gemini-extension.json'))
  expect(hooks?.text).toContain('if [ -n \\"$ROOST_HOOK_URL\\" ]; then /node /roost hook BeforeTool; fi')
  expect(plan.env).toMatchObject({ ROOST_HOOK_URL: '${HOOK_URL}', ROOST_HOOK_SECRET: '${HOOK_SECRET}' })
})

test.each<[string, object, Record<string, string>, string[], boolean]>([
  ['a rule about another folder', { '/elsewhere': 'TRUST_FOLDER' }, {}, [], true],
  ['a folder beside it with the same beginning', { HOME: 'TRUST_FOLDER' }, {}, [], true],
  ['one above', { '/': 'TRUST_FOLDER' }, {}, [], false],
  ['one beside, for its parent', { BESIDE: 'TRUST_PARENT' }, {}, [], false],
  ['a no', { WORK: 'DO_NOT_TRUST' }, {}, [], false],
  ['the flag', {}, {}, ['--skip-trust'], false],
  ['the variable', {}, { GEMINI_CLI_TRUST_WORKSPACE: 'true' }, [], false],
])('the prompt waits for the trust dialog with %s: %j %j %j', (_, rules, env, args, waits) => {
  const named: Record<string, string> = {
    HOME: join(home, 'wor'),
    BESIDE: join(home, 'other'),
    WORK: join(home, 'work'),
  }
  const told = Object.entries(rules).map(([path, level]) => [named[path] ?? path, level])
  write('.gemini/trustedFolders.json', JSON.stringify(Object.fromEntries(told)))
  const plan = gemini.start(context({ prompt: 'go', args }, env))
  expect(plan.args.includes('--prompt-interactive=go')).toBe(!waits)
  expect(plan.hooks === undefined).toBe(waits)
})

test('a resume names the conversation; one that never took a prompt starts afresh; a lost one says so', () => {
  const path = chat(ID, prompt)
  const args = ['old prompt', '-m', 'pro', '--resume', 'latest', '-i', 'first']
  expect(gemini.resume({ ...context({ args }), resumeId: ID })).toMatchObject({
    args: ['-m', 'pro', '--resume', ID],
    resumeId: ID,
  })
  const never = gemini.resume({
    ...context({ prompt: 'go' }),
    resumeId: '99999999-2222-4333-8444-555555555555',
  })
  expect('args' in never && never.args.at(-1)).toBe('--prompt-interactive=go')
  rmSync(path)
  expect(gemini.resume({ ...context({ transcript: path }), resumeId: ID })).toMatchObject({
    cannot: expect.stringContaining(path),
  })
})

type Now = Activity extends infer A ? (A extends Activity ? Omit<A, 'since'> : never) : never
const hook = (event: string, body: object) => ({
  type: 'hook' as const,
  event,
  body: { session_id: 'c1', cwd: '/work', ...body },
  seq: 1,
  at: SINCE + 1000,
})
const learned = (event: string, body: object, now: Now, given: Partial<Session> = {}) =>
  gemini.learn(hook(event, body), running(now, { agent: 'gemini', ...given }))
const titled = (title: string, now: Now, at = SINCE + 1000) =>
  gemini.learn({ type: 'title', title, seq: 1, at }, running(now, { agent: 'gemini' }))

const shell = { tool_name: 'run_shell_command', tool_input: { command: 'npm test', description: 'Run it' } }
const asks = { notification_type: 'ToolPermission', details: { type: 'exec', command: 'npm test' } }
const permission = { kind: 'needs-input', need: 'permission', what: 'run_shell_command: npm test' } as const
const starting = { kind: 'unknown', what: 'starting up' } as const

test.each<[string, object, Now, object[]]>([
  ['SessionStart', { source: 'resume' }, starting, [starting]],
  ['SessionReady', { source: 'resume' }, starting, [{ kind: 'idle' }]],
  ['SessionReady', { source: 'clear' }, { kind: 'working' }, []],
  ['BeforeAgent', { prompt: 'fix it' }, { kind: 'idle' }, [{ kind: 'working', what: 'fix it' }]],
  ['BeforeTool', shell, { kind: 'working' }, [{ kind: 'working', what: 'run_shell_command: npm test' }]],
  ['BeforeTool', shell, permission, []],
  ['Notification', asks, { kind: 'working' }, [permission]],
  ['AfterAgent', { prompt_response: 'done.' }, { kind: 'working' }, [{ kind: 'idle', what: 'done.' }]],
])('%s %j while %j', (event, body, now, expected) => {
  const doing = learned(event, body, now).flatMap((piece) =>
    piece.type === 'activity' ? [piece.activity] : [],
  )
  expect(doing).toEqual(expected)
})

test('a tool that ran takes its own request away, and no other', () => {
  expect(learned('AfterTool', shell, permission)).toEqual([
    {
      type: 'requests-over',
      source: 'hook',
      says: 'AfterTool run_shell_command: npm test',
      tool: 'run_shell_command',
      input: { command: 'npm test' },
    },
  ])
})

test('a start with a prompt is not idle before it took that', () => {
  expect(learned('SessionReady', { source: 'startup' }, starting, { prompt: 'go' })).toEqual([])
})

test.each<[string, Now, object[]]>([
  ['◇  Ready (work)', starting, []],
  ['◇  Ready (work)', { kind: 'needs-input', need: 'trust' }, []],
  ['◇  Ready (work)', { kind: 'working' }, [{ kind: 'idle' }]],
  ['✦  Working… (work)', { kind: 'idle' }, [{ kind: 'working' }]],
  ['✋  Action Required (work)', { kind: 'working' }, [{ kind: 'needs-input', need: 'permission' }]],
  ['✋  Action Required (work)', permission, []],
  ['zsh', { kind: 'idle' }, []],
])('its title %s while %j', (title, now, expected) => {
  expect(titled(title, now).flatMap((piece) => (piece.type === 'activity' ? [piece.activity] : []))).toEqual(
    expected,
  )
})

test('its title tells that its dialog was answered, unless that may be older than the dialog', () => {
  expect(titled('✦  Working… (work)', permission).map(({ type }) => type)).toEqual([
    'requests-over',
    'activity',
  ])
  expect(titled('◇  Ready (work)', permission).map(({ type }) => type)).toEqual(['requests-over', 'activity'])
  expect(titled('✦  Working… (work)', permission, SINCE + 200)).toEqual([])
  // Refused as soon as it stood there.
  expect(titled('◇  Ready (work)', permission, SINCE + 200).map(({ type }) => type)).toEqual([
    'requests-over',
    'activity',
  ])
})

const trust = [
  '│ Do you trust the files in this folder? │',
  '│ ● 1. Trust folder (work) │',
  '> Type your message or @path',
]

test('its screen shows the trust dialog, then its prompt, and says nothing over what it has told itself', () => {
  const seen = (rows: string[], now: Now) =>
    gemini.screen?.(rows, running(now)).map((piece) => piece.type === 'activity' && piece.activity)
  expect(seen(trust, starting)).toEqual([
    { kind: 'needs-input', need: 'trust', what: 'asks whether to trust this folder' },
  ])
  expect(seen(trust.slice(2), { kind: 'needs-input', need: 'trust' })).toEqual([{ kind: 'idle' }])
  expect(seen(trust.slice(2), { kind: 'working', what: 'a tool' })).toEqual([
    { kind: 'working', what: 'a tool' },
  ])
  expect(seen(trust.slice(2), starting)).toEqual([])
})

const said = (given: object) =>
  line({
    id: 'g1',
    type: 'gemini',
    content: 'done',
    model: 'gemini-2.5-flash',
    tokens: { input: 1200, output: 30, cached: 1000, thoughts: 5, tool: 2 },
    ...given,
  })
const empty: Digest = { usage: { models: {} }, counted: new Map() }

test('a message that is written again is counted once, and what came from the cache apart', () => {
  const digest = gemini.transcript?.fold(empty, [
    said({ content: '' }),
    said({}),
    'no JSON',
    said({ id: 'g2' }),
  ])
  expect(digest).toMatchObject({
    lastText: 'done',
    usage: {
      models: { 'gemini-2.5-flash': { input: 404, output: 70, cacheRead: 2000, cacheWrite: 0 } },
      contextTokens: 1200,
      model: 'gemini-2.5-flash',
    },
  })
})

test('a message costs on the day it was begun, however often it is written again', () => {
  const digest = gemini.transcript?.fold(empty, [
    said({ timestamp: '2026-11-20T23:59:00.000Z' }),
    said({ timestamp: '2026-11-21T00:01:00.000Z' }),
  ])
  const slot = Date.parse('2026-11-20T23:45:00.000Z') / SLOT_MS
  expect([...slotsOf(digest?.counted.values() ?? [], 0).keys()]).toEqual([slot])
  expect(conversationCost(digest?.usage ?? empty.usage, PRICES)).toMatchObject({ unpriced: 0 })
})

test('a conversation reads as what was said, without what the CLI tells its model', () => {
  const first = line({
    id: 'u0',
    type: 'user',
    content: [{ text: '<session_context>\nwhere we are\n</session_context>' }],
  })
  const call = { name: 'run_shell_command', args: { command: 'ls' } }
  const lines = [first, prompt, said({ content: '' }), said({ toolCalls: [call] }), line({ $set: {} })]
  expect(gemini.transcript?.messages(lines).map(({ role, text }) => `${role}: ${text}`)).toEqual([
    'user: fix it',
    'assistant: done',
    'tool: run_shell_command: ls',
  ])
})

test('conversations begun elsewhere are listed newest first, those never talked in left out', () => {
  const other = '22222222-2222-4333-8444-555555555555'
  utimesSync(chat(ID, prompt), 10, 10)
  utimesSync(chat(other, prompt), 20, 20)
  chat('33333333-2222-4333-8444-555555555555')
  const past = gemini.transcript?.past
  const env = { HOME: home }
  expect(past?.list(env, 10).map(({ resumeId }) => resumeId)).toEqual([other, ID])
  expect(past?.list(env, 10, '1111')).toMatchObject([
    { resumeId: ID, cwd: join(home, 'work'), title: 'fix it' },
  ])
  expect(past?.one(ID, env)?.path).toContain('11111111.jsonl')
  expect(past?.one('11111111-0000-4333-8444-555555555555', env)).toBeUndefined()
  expect(past?.list({ HOME: '/nowhere' }, 10)).toEqual([])
})
