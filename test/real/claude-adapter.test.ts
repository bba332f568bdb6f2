import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { claude } from '../../src/agents/claude.ts'
import { emptyDigest, type Plan } from '../../src/agents/agent.ts'
import type { Session } from '../../src/protocol/session.ts'
import { claudeHome, installClaude, type ClaudeHome } from './support/claude-cli.ts'
import { serveFakeMessages, type FakeMessages } from './support/fake-messages.ts'
import { runPlan, until, type Running } from './support/run-plan.ts'
import { PLAN } from './support/script.ts'
import { newSession } from './support/sessions.ts'

let file = ''
let api: FakeMessages
beforeAll(async () => {
  file = await installClaude()
  api = await serveFakeMessages()
})
afterAll(() => api.close())

let home: ClaudeHome
let running: Running | undefined
afterEach(async () => {
  await running?.close()
  running = undefined
  home.remove()
})

const context = (session: Session) => ({
  session,
  file,
  env: home.env,
  folder: join(home.config, '..', 'roost'),
  assets: '',
  hook: '',
})
async function start(
  given: Partial<Session>,
  options: Partial<Parameters<typeof claudeHome>[0]> = {},
): Promise<Running> {
  home = claudeHome({ api: api.url, ...options })
  const session = newSession({ agent: 'claude', cwd: home.cwd, ...given })
  return run(session, claude.start(context(session)))
}
async function run(session: Session, plan: Plan | { cannot: string }, deaf = false): Promise<Running> {
  if ('cannot' in plan) throw new Error(plan.cannot)
  running = await runPlan({ agent: claude, plan, session, env: home.env, deaf })
  return running
}
const made = (name: string) => existsSync(join(home.cwd, name))
const held = (r: Running) => until('a request', () => r.open()[0], r.rows)
const shows = (r: Running, text: string) =>
  until(
    `"${text}" on the screen`,
    () => r.rows().some((row) => row.replace(/\s/g, ' ').includes(text)),
    r.rows,
  )
/** Idle with the turn's last words: `Stop` and OSC 7501 have both spoken. */
const says = (r: Running, words: string) =>
  until(`"${words}"`, () => r.activity()?.kind === 'idle' && r.activity()?.what?.includes(words), r.rows)

test('a tool asks, runs once it was allowed, and every step is told', async () => {
  const session = await start({ prompt: 'touch made.txt', name: 'My name' })
  const asked = await held(session)
  expect(asked.request).toMatchObject({
    kind: 'permission',
    tool: 'Bash',
    input: { command: 'touch made.txt' },
    cwd: home.cwd,
    always: { rule: `work in ${home.cwd} and edit files without asking`, where: 'this conversation only' },
  })
  await until('the status', () => session.activity()?.what === 'approve Bash: touch made.txt', session.rows)
  expect(session.activity()).toMatchObject({ kind: 'needs-input', need: 'permission' })
  expect(made('made.txt')).toBe(false)

  session.answer(asked, { verdict: 'allow' })
  await says(session, 'The tool said')
  expect(made('made.txt')).toBe(true)
  expect(session.open()).toEqual([])
  const { resumeId, transcript, title } = session.session()
  expect(transcript?.endsWith(`/${resumeId}.jsonl`)).toBe(true)
  expect(title).toBe('My name')
  const events = session.hooks.map(({ event }) => event)
  for (const event of ['UserPromptSubmit', 'PreToolUse', 'PermissionRequest', 'Stop'])
    expect(events).toContain(event)
  // A hook of its own would cost every call more than all of our thinking.
  expect(events).not.toContain('PostToolUse')

  const path = await claude.transcript?.locate({
    session: session.session(),
    env: home.env,
    taken: new Set(),
  })
  expect(path).toBe(transcript)
  // The last words are written a moment after the Stop hook.
  const lines = await until('the whole conversation', () => {
    const written = readFileSync(path ?? '', 'utf8')
      .split('\n')
      .filter(Boolean)
    return written.some((line) => line.includes('The tool said')) && written
  })
  const digest = claude.transcript?.fold(emptyDigest(), lines)
  expect(digest).toMatchObject({ title: 'My name', usage: { contextTokens: 3210 } })
  expect(Object.values(digest?.usage.models ?? {})).toEqual([
    { input: 20, output: 50, cacheRead: 6000, cacheWrite: 400 },
  ])
  expect(claude.transcript?.messages(lines).map(({ role, text }) => `${role}: ${text}`)).toEqual([
    'user: touch made.txt',
    'tool: Bash: touch made.txt',
    'assistant: The tool said: (Bash completed with no output)',
  ])
})

test('a denial with its reason is read by the model, and nothing runs', async () => {
  const session = await start({ prompt: 'touch made.txt' })
  session.answer(await held(session), { verdict: 'deny', message: 'not on a Friday' })
  await says(session, 'not on a Friday')
  expect(JSON.stringify(api.requests.at(-1)?.messages)).toContain('not on a Friday')
  expect(made('made.txt')).toBe(false)
})

test('a denial with an interrupt ends the turn', async () => {
  const session = await start({ prompt: 'touch made.txt' })
  session.answer(await held(session), { verdict: 'deny', message: 'stop', interrupt: true })
  await until('idle', () => session.activity()?.kind === 'idle', session.rows)
  expect(session.hooks.map(({ event }) => event)).not.toContain('Stop')
})

test('the person may change the command', async () => {
  const session = await start({ prompt: 'touch made.txt' })
  const asked = await held(session)
  session.answer(asked, { verdict: 'allow', input: { ...asked.request.input, command: 'touch other.txt' } })
  await says(session, 'The tool said')
  expect([made('made.txt'), made('other.txt')]).toEqual([false, true])
})

test('"always" writes the rule that was shown, where it said', async () => {
  const session = await start({ prompt: 'run npm test' })
  const asked = await held(session)
  expect(asked.request.always).toEqual({ rule: 'Bash(npm test *)', where: '.claude/settings.local.json' })
  session.answer(asked, { verdict: 'always' })
  await says(session, 'The tool said')
  const path = join(home.cwd, '.claude/settings.local.json')
  // It runs the tool before the rule is on disk.
  const settings = await until('the rule', () => existsSync(path) && readFileSync(path, 'utf8'), session.rows)
  expect(JSON.parse(settings)).toMatchObject({ permissions: { allow: ['Bash(npm test *)'] } })
})

test('an answer by key in its own dialog takes the card away, long before the tool is done', async () => {
  const session = await start({ prompt: 'run touch begun; until [ -f done ]; do sleep 0.05; done' })
  const { request } = await held(session)
  await shows(session, 'Do you want to proceed?')
  session.keys('1')
  await until('the card to go', () => session.closed[0], session.rows)
  expect(session.closed).toEqual([{ id: request.id, by: 'dialog' }])
  expect(session.activity()).toMatchObject({ kind: 'working' })
  writeFileSync(join(home.cwd, 'done'), '')
  await says(session, 'The tool said')
})

test('Esc in its own dialog takes the card away and leaves it idle', async () => {
  const session = await start({ prompt: 'touch made.txt' })
  await held(session)
  await shows(session, 'Do you want to proceed?')
  session.keys('\x1b')
  await until('idle', () => session.activity()?.kind === 'idle', session.rows)
  await until('the card to go', () => session.open().length === 0, session.rows)
})

test('two tools of one turn ask one after the other, each with its own card', async () => {
  const session = await start({ prompt: 'both touch a and touch b' })
  const first = await held(session)
  session.answer(first, { verdict: 'allow' })
  const second = await held(session)
  expect(second.request.input.command).toBe('touch b')
  session.answer(second, { verdict: 'allow' })
  await says(session, 'The tool said')
})

test('answered in the dialog, the first of two cards goes and the second stays', async () => {
  const session = await start({ prompt: 'both touch a and touch b' })
  const first = await held(session)
  await shows(session, 'Do you want to proceed?')
  await until('the status', () => session.activity()?.what === 'approve Bash: touch a', session.rows)
  session.keys('\r')
  const second = await until(
    'the second request alone',
    () =>
      session.open().length === 1 && session.open()[0]?.request.id !== first.request.id && session.open()[0],
    session.rows,
  )
  expect(second.request.input.command).toBe('touch b')
  session.answer(second, { verdict: 'allow' })
  await says(session, 'The tool said')
  expect([made('a'), made('b')]).toEqual([true, true])
})

test("a subagent's request stays open while the main agent goes on", async () => {
  const session = await start({ prompt: 'delegate touch a' })
  const asked = await held(session)
  expect(asked.request.subagent).toMatch(/^general-purpose \w{7}$/)
  await until('the main turn to end', () => session.hooks.some(({ event }) => event === 'Stop'))
  expect(session.open()).toEqual([asked])
  session.answer(asked, { verdict: 'allow' })
  await until('the file', () => made('a'), session.rows)
})

test('a question is answered by its label', async () => {
  const session = await start({ prompt: 'ask' })
  const asked = await held(session)
  expect(asked.request).toMatchObject({
    kind: 'question',
    questions: [
      { question: 'Which one?', header: 'Choice', options: [{ label: 'Alpha' }, { label: 'Beta' }] },
    ],
  })
  await until('the status', () => session.activity()?.what?.startsWith('answer: Which one?'), session.rows)
  session.answer(asked, { verdict: 'answers', answers: { 'Which one?': 'Beta' } })
  await says(session, '"Which one?"="Beta"')
})

test('a plan is shown whole, sent back with words, and accepted', async () => {
  const session = await start({ prompt: 'plan', args: ['--permission-mode', 'plan'] })
  const first = await held(session)
  expect(first.request).toMatchObject({ kind: 'plan', plan: PLAN })
  session.answer(first, { verdict: 'deny', message: 'make it shorter' })
  await says(session, 'make it shorter')
  session.keys('plan again')
  await shows(session, '❯ plan again')
  session.keys('\r')
  session.answer(await held(session), { verdict: 'allow' })
  await says(session, 'User has approved your plan')
})

test('ended by SIGTERM it resumes the conversation and remembers', async () => {
  const first = await start({ prompt: 'remember blue' })
  await says(first, 'I remember blue')
  const session = first.session()
  // A moment after it says that it is done.
  const { transcript = '' } = session
  const kept = () => existsSync(transcript) && readFileSync(transcript, 'utf8').includes('I remember blue')
  await until('its words on disk', kept, first.rows)
  first.signal('SIGTERM')
  expect(await first.ended()).toBe(143)
  await first.close()
  const second = await run(session, claude.resume({ ...context(session), resumeId: session.resumeId ?? '' }))
  await until('its prompt', () => second.activity()?.kind === 'idle', second.rows)
  second.keys('which word')
  await shows(second, '❯ which word')
  second.keys('\r')
  await says(second, 'The word is blue')
  expect(second.session().resumeId).toBe(session.resumeId)
})

test('after /clear the new conversation is the one to resume', async () => {
  const session = await start({ prompt: 'remember blue' })
  await says(session, 'I remember blue')
  const before = session.session().resumeId
  session.keys('/clear')
  await shows(session, '❯ /clear')
  session.keys('\r')
  const after = await until('another conversation', () => {
    const { resumeId } = session.session()
    return resumeId !== before && resumeId
  })
  // It has no file yet: going on starts afresh, and not with the first prompt again.
  const plan = claude.resume({ ...context(session.session()), resumeId: after })
  expect('args' in plan && plan.args).not.toContain('remember blue')
})

test('a prompt that a start-up dialog kept back is given again', async () => {
  const session = await start({ prompt: 'remember blue' }, { trusted: false })
  await until('the trust dialog', () => session.activity()?.kind === 'needs-input', session.rows)
  const plan = claude.resume({ ...context(session.session()), resumeId: session.session().resumeId ?? '' })
  expect('args' in plan && plan.args.at(-1)).toBe('remember blue')
})

test('the trust dialog is told by OSC 7501, known by its screen too, and nobody answers it', async () => {
  const session = await start({ prompt: 'touch made.txt' }, { trusted: false })
  await until('trust', () => session.activity()?.kind === 'needs-input', session.rows)
  expect(session.activity()).toMatchObject({ need: 'trust', what: 'trust this folder' })
  expect(session.session().signals.at(-1)?.source).toBe('osc')
  await shows(session, 'No, exit')
  expect(claude.screen?.(session.rows(), session.session())).toMatchObject([
    { activity: { kind: 'needs-input', need: 'trust' } },
  ])
  expect(session.hooks).toEqual([])
})

test('dialogs that nothing tells of are read from the screen', async () => {
  const warned = await start({ prompt: 'hi' }, { settings: { permissions: { allow: ['Bash(rm -rf *'] } } })
  await shows(warned, 'Settings Warning')
  warned.look()
  expect(warned.activity()).toMatchObject({ kind: 'needs-input', need: 'dialog' })
  await warned.close()
  home.remove()

  const fresh = await start({ prompt: 'hi' }, { onboarded: false })
  await shows(fresh, 'Choose the text style')
  fresh.look()
  expect(fresh.activity()).toMatchObject({ kind: 'needs-input', need: 'dialog' })
})

test('a missing login and a refusing API are told, and stay told', async () => {
  const out = await start({ prompt: 'hi' }, { env: { ANTHROPIC_AUTH_TOKEN: '' } })
  await until('auth', () => out.activity()?.kind === 'needs-input', out.rows)
  expect(out.activity()).toMatchObject({ need: 'auth', what: 'Not logged in · Please run /login' })
  await out.close()
  home.remove()

  const failing = await start({ prompt: 'api error 400' })
  await until('the error', () => failing.activity()?.kind === 'needs-input', failing.rows)
  expect(failing.activity()).toMatchObject({ need: 'input', what: 'API Error: 400 the fake refuses' })
})

test('with hooks switched off the state still comes, from OSC 7501', async () => {
  const session = await start({ prompt: 'touch made.txt' }, { settings: { disableAllHooks: true } })
  await until('blocked', () => session.activity()?.kind === 'needs-input', session.rows)
  expect(session.hooks).toEqual([])
  expect(session.activity()).toMatchObject({ need: 'permission', what: 'approve Bash: touch made.txt' })
  await shows(session, 'Do you want to proceed?')
  session.keys('1')
  await until('idle', () => session.activity()?.kind === 'idle', session.rows)
})

test('without hooks and status its registry file is left, and tells the same', async () => {
  home = claudeHome({ api: api.url, settings: { disableAllHooks: true } })
  const given = newSession({ agent: 'claude', cwd: home.cwd, prompt: 'touch made.txt' })
  const session = await run(given, claude.start(context(given)), true)
  await until('waiting', () => session.activity()?.kind === 'needs-input', session.rows)
  expect(session.activity()).toMatchObject({ need: 'permission', what: 'permission prompt' })
  expect(session.session().signals.at(-1)?.source).toBe('registry')
  await shows(session, 'Do you want to proceed?')
  session.keys('1')
  await until('idle', () => session.activity()?.kind === 'idle', session.rows)
  expect(made('made.txt')).toBe(true)
})

test("a person's own mode is left alone, and a prompt after a greedy option arrives", async () => {
  const session = await start(
    { prompt: 'touch made.txt', args: ['--add-dir', '.'] },
    { settings: { permissions: { defaultMode: 'acceptEdits' } } },
  )
  await says(session, 'The tool said')
  expect(made('made.txt')).toBe(true) // acceptEdits lets touch pass in the working folder
})

test('hooks arrive past a proxy that is set for everything', async () => {
  const nowhere = 'http://127.0.0.1:9'
  const session = await start(
    { prompt: 'touch made.txt' },
    { env: { HTTP_PROXY: nowhere, http_proxy: nowhere } },
  )
  session.answer(await held(session), { verdict: 'allow' })
  await says(session, 'The tool said')
})
