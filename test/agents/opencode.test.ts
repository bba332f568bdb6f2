import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { opencode } from '../../src/agents/opencode.ts'
import { conversationCost } from '../../src/agents/cost.ts'
import { SLOT_MS, slotsOf } from '../../src/agents/counted.ts'
import { PRICES } from '../../src/agents/prices.ts'
import type { Digest } from '../../src/agents/agent.ts'
import type { Activity, Session } from '../../src/protocol/session.ts'
import { newSession } from '../real/support/sessions.ts'
import { running } from './running.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(realpathSync(tmpdir()), 'roost-opencode-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const context = (given: Partial<Session> = {}, env: Record<string, string> = {}) => ({
  session: newSession({ agent: 'opencode', cwd: join(home, 'work'), id: 'aaaaaaaa', ...given }),
  file: '/bin/opencode',
  env: { HOME: home, ...env },
  folder: join(home, 'job'),
  assets: '/assets',
  hook: 'roost-hook',
})
const write = (path: string, text: string) => {
  mkdirSync(join(home, path, '..'), { recursive: true })
  writeFileSync(join(home, path), text)
}
type Config = {
  plugin: [string, Record<string, string>][]
  permission?: unknown
  agent?: Record<string, unknown>
}
const configOf = (env: Record<string, string>): Config => JSON.parse(env.OPENCODE_CONFIG_CONTENT ?? '{}')

const hook = (event: string, body: object) => ({
  type: 'hook' as const,
  event,
  body,
  hold: 'h1',
  seq: 1,
  at: 1,
})
const learned = (event: string, body: object, now: Now = { kind: 'working' }) =>
  opencode.learn(hook(event, { conversation: 'c1', ...body }), running(now, { agent: 'opencode' }))
type Now = Activity extends infer A ? (A extends Activity ? Omit<A, 'since'> : never) : never
const activity = (...given: Parameters<typeof learned>) =>
  learned(...given).flatMap((piece) => (piece.type === 'activity' ? [piece.activity] : []))

test('a start gives the prompt, the plugin, and rules that ask where the person has none', () => {
  const plan = opencode.start(context({ prompt: '-x is broken', args: ['-m', 'fake/one'] }))
  expect(plan.args).toEqual(['-m', 'fake/one', '--prompt', '-x is broken'])
  const { plugin, permission, agent } = configOf(plan.env)
  expect(plugin).toEqual([
    [
      'file:///assets/opencode/roost.js',
      { url: '${HOOK_URL}', secret: '${HOOK_SECRET}', folder: join(home, 'job/opencode') },
    ],
  ])
  expect(permission).toMatchObject({ bash: 'ask', edit: 'ask' })
  expect(agent).toMatchObject({ plan: { permission: { edit: { '*': 'deny' } } } })
})

test("the person's own config content is kept, and a plugin of a Roost around it is not", () => {
  const theirs = {
    model: 'a/b',
    plugin: ['theirs', ['file:///elsewhere/opencode/roost.js', { url: 'x' }]],
    agent: { plan: { model: 'c/d' } },
  }
  const { env } = opencode.start(context({}, { OPENCODE_CONFIG_CONTENT: JSON.stringify(theirs) }))
  expect(configOf(env)).toMatchObject({ model: 'a/b', agent: { plan: { model: 'c/d' } } })
  expect(configOf(env).plugin.map((each) => (typeof each === 'string' ? each : each[0]))).toEqual([
    'theirs',
    'file:///assets/opencode/roost.js',
  ])
})

test('a config content with comments stays as it is: the plugin comes in a file', () => {
  const content = '{ // mine\n "model": "a/b" }'
  const { env, files } = opencode.start(context({}, { OPENCODE_CONFIG_CONTENT: content }))
  expect(env.OPENCODE_CONFIG_CONTENT).toBeUndefined()
  expect(env.OPENCODE_CONFIG).toBe(files[0]?.path)
  expect(files[0]?.text).toContain('opencode/roost.js')
  const taken = opencode.start(
    context({}, { OPENCODE_CONFIG_CONTENT: content, OPENCODE_CONFIG: '/theirs.json' }),
  )
  expect(taken).toMatchObject({ env: {}, files: [] })
})

test.each([
  ['their config', '.config/opencode/opencode.jsonc', '{ /* x */ "permission": { "bash": "allow" } }', true],
  ['a comment in it', '.config/opencode/opencode.json', '{\n// "permission": {}\n}', false],
  ["the repository's", 'work/opencode.json', '{ "permission": "allow" }', false],
])('permissions in %s: chosen by the person or not', (_, path, text, chosen) => {
  write(path, text)
  expect(configOf(opencode.start(context()).env).permission === undefined).toBe(chosen)
})

test('a resume names the conversation, without another one and without the prompt', () => {
  const args = ['-m', 'a/b', '--session', 'ses_x', '--continue', '--prompt=old']
  const plan = opencode.resume({ ...context({ prompt: 'first', args }), resumeId: 'ses_1' })
  expect(plan).toMatchObject({ args: ['-m', 'a/b', '--session', 'ses_1'], resumeId: 'ses_1' })
  expect('env' in plan && configOf(plan.env).plugin[0]?.[1].conversation).toBe('ses_1')
  const never = opencode.resume({ ...context({ prompt: 'first' }), resumeId: '' })
  expect('args' in never && never.args).toEqual(['--prompt', 'first'])
})

test("a subcommand of OpenCode's gets no prompt", () => {
  expect(opencode.start(context({ args: ['auth', 'login'], prompt: 'x' })).args).toEqual(['auth', 'login'])
})

const run = { tool: 'bash', args: { command: 'npm test' }, directory: '/work' }

test.each<[string, object, Now, object[]]>([
  ['Prompt', { text: 'fix it' }, { kind: 'idle' }, [{ kind: 'working', what: 'fix it' }]],
  ['Prompt', { text: 'do it', subagent: 'general x' }, { kind: 'working' }, []],
  ['ToolBefore', run, { kind: 'working' }, [{ kind: 'working', what: 'bash: npm test' }]],
  ['ToolBefore', run, { kind: 'needs-input', need: 'permission' }, []],
  ['Status', { status: { type: 'busy' }, waits: run }, { kind: 'needs-input', need: 'permission' }, []],
  [
    'Status',
    { status: { type: 'idle' }, words: 'done.' },
    { kind: 'working' },
    [{ kind: 'idle', what: 'done.' }],
  ],
  ['Status', { status: { type: 'idle' }, subagent: 'general x' }, { kind: 'working' }, []],
  [
    'Status',
    { status: { type: 'retry', message: 'slow down' } },
    { kind: 'working' },
    [{ kind: 'working', what: 'tries again: slow down' }],
  ],
  [
    'Status',
    { status: { type: 'idle' }, error: { name: 'APIError', statusCode: 401, message: 'no key' } },
    { kind: 'working' },
    [{ kind: 'needs-input', need: 'auth', what: 'no key' }],
  ],
  [
    'PermissionAsked',
    run,
    { kind: 'working' },
    [{ kind: 'needs-input', need: 'permission', what: 'bash: npm test' }],
  ],
  ['Replied', {}, { kind: 'needs-input', need: 'permission' }, [{ kind: 'working' }]],
  [
    'Replied',
    { waits: { ...run, kind: 'PermissionAsked' } },
    { kind: 'needs-input', need: 'permission' },
    [{ kind: 'needs-input', need: 'permission', what: 'bash: npm test' }],
  ],
])('%s %j while %j', (event, body, now, expected) => {
  expect(activity(event, body, now)).toEqual(expected)
})

test('it takes keys once its window has a title, unless a prompt is still to be taken', () => {
  const title = { type: 'title' as const, title: 'OpenCode', seq: 1, at: 1 }
  const starting = { kind: 'unknown', what: 'starting up' } as const
  const { resumeId: _, ...fresh } = running(starting, { agent: 'opencode' })
  const idle = [{ type: 'activity', source: 'title', activity: { kind: 'idle' } }]
  expect(opencode.learn(title, fresh)).toMatchObject(idle)
  expect(opencode.learn(title, { ...fresh, prompt: 'fix it' })).toEqual([])
  expect(opencode.learn(title, { ...fresh, prompt: 'fix it', resumeId: 'ses_1' })).toMatchObject(idle)
  expect(opencode.learn(title, running({ kind: 'working' }))).toEqual([])
})

test('the title is taken once OpenCode has made one, and the file of the conversation once it is known', () => {
  expect(learned('Title', { title: 'New session - 2026-11-21T13:04:27.717Z' })).toEqual([])
  expect(learned('Title', { title: 'Fix it', transcript: '/j/c2.jsonl', conversation: 'c2' })).toMatchObject([
    { type: 'conversation', resumeId: 'c2', transcript: '/j/c2.jsonl' },
    { type: 'title', title: 'Fix it' },
  ])
})

const line = (given: object) =>
  JSON.stringify({ id: 'm1', role: 'assistant', at: 5, model: 'm', cost: 0.5, parts: [], ...given })
const tokens = { input: 200, output: 30, reasoning: 5, cache: { read: 1000, write: 7 } }
const empty: Digest = { usage: { models: {} }, counted: new Map() }
const said = (text: string) => [{ type: 'text', text }]

test("tokens are counted once a message, subagents' too, and the context is the main one's", () => {
  const lines = [
    line({ tokens, parts: said('one') }),
    line({ tokens }),
    line({ id: 'm2', child: true, tokens: { ...tokens, input: 9 }, parts: said('a subagent') }),
    'no JSON',
  ]
  const digest = opencode.transcript?.fold(empty, lines)
  expect(digest?.usage).toEqual({
    models: { m: { input: 209, output: 70, cacheRead: 2000, cacheWrite: 14, costUsd: 1 } },
    contextTokens: 1207,
    model: 'm',
  })
  expect(digest?.lastText).toBe('one')
})

test('its cost is what OpenCode reckons, on the day of each message', () => {
  const at = Date.UTC(2026, 10, 20, 23, 59)
  const spent = opencode.transcript?.fold(empty, [
    line({ tokens, at }),
    line({ id: 'm2', tokens, cost: 0.25, at: at + 120_000 }),
    line({ id: 'm3', cost: 0, at }), // broken off: no price is unknown for it
  ])
  expect(conversationCost(spent?.usage ?? empty.usage, PRICES)).toEqual({ usd: 0.75, unpriced: 0 })
  const days = [...slotsOf(spent?.counted.values() ?? [], 0)]
  expect(days.map(([slot, models]) => [new Date(slot * SLOT_MS).getUTCDate(), models.m?.costUsd])).toEqual([
    [20, 0.5],
    [21, 0.25],
  ])
})

test('what OpenCode has no price for is reckoned at list prices, or not at all', () => {
  const spent = (model: string) =>
    conversationCost(
      opencode.transcript?.fold(empty, [line({ tokens, model, cost: 0 })]).usage ?? empty.usage,
      PRICES,
    )
  expect(spent('m')).toEqual({ usd: 0, unpriced: 1242 })
  expect(spent('claude-sonnet-4-5').usd).toBeGreaterThan(0)
})

test('a conversation reads as what was said, and one line a tool', () => {
  const parts = [
    { type: 'tool', tool: 'write', input: { filePath: '/work/a.ts', content: 'x' } },
    ...said('done'),
  ]
  const lines = [line({ role: 'user', parts: said('go') }), line({ parts }), line({ child: true, parts })]
  expect(opencode.transcript?.messages(lines).map(({ role, text }) => `${role}: ${text}`)).toEqual([
    'user: go',
    'tool: write work/a.ts',
    'assistant: done',
  ])
})

test('conversations begun elsewhere are found in its store, and a lost one is said to be lost', () => {
  const folder = join(home, '.local/share/opencode')
  mkdirSync(folder, { recursive: true })
  const store = new DatabaseSync(join(folder, 'opencode.db'))
  store.exec('CREATE TABLE session (id, parent_id, title, directory, time_updated, time_archived)')
  const add = store.prepare('INSERT INTO session VALUES (?, ?, ?, ?, ?, ?)')
  add.run('ses_1', null, 'Fix it', '/work', 5, null)
  add.run('ses_2', null, 'New session - 2026-11-21T13:04:27.717Z', '/other', 9, null)
  add.run('ses_3', 'ses_1', 'Delegate (@general subagent)', '/work', 7, null)
  add.run('ses_4', null, 'archived', '/work', 8, 8)
  store.close()
  const past = opencode.transcript?.past
  expect(past?.list({ HOME: home }, 10)).toEqual([
    { resumeId: 'ses_2', title: '', cwd: '/other', at: 9 },
    { resumeId: 'ses_1', title: 'Fix it', cwd: '/work', at: 5 },
  ])
  expect(past?.list({ HOME: home }, 10, 'ses_1')).toHaveLength(1)
  expect(past?.one('ses_1', { HOME: home })).toMatchObject({ cwd: '/work' })
  expect(past?.one('ses_9', { HOME: home })).toBeUndefined()
  expect(opencode.resume({ ...context(), resumeId: 'ses_9' })).toEqual({
    cannot: 'OpenCode no longer has the conversation ses_9; start a new session',
  })
})

test('a store that is not there, or another than this reads, lists nothing and keeps nobody from going on', () => {
  expect(opencode.transcript?.past?.list({ HOME: home }, 10)).toEqual([])
  write('.local/share/opencode/opencode.db', 'not a database')
  expect(opencode.transcript?.past?.list({ HOME: home }, 10)).toEqual([])
  expect(opencode.resume({ ...context(), resumeId: 'ses_9' })).toMatchObject({ resumeId: 'ses_9' })
})
