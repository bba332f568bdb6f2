import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { agentsWith } from '../../src/agents/all.ts'
import { emptyDigest, type Agent, type Plan } from '../../src/agents/agent.ts'
import type { Session } from '../../src/protocol/session.ts'
import { runPlan, until, type Running } from '../real/support/run-plan.ts'
import { newSession } from '../real/support/sessions.ts'

const demo = agentsWith({}).named('demo')
if (!demo) throw new Error('no demo agent')
const agent: Agent = demo
const assets = join(import.meta.dirname, '../../assets')

let folder = ''
let running: Running | undefined
beforeEach(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'roost-demo-'))
})
afterEach(async () => {
  await running?.close()
  running = undefined
  rmSync(folder, { recursive: true, force: true })
})

const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', TERM: 'xterm-256color' }
const context = (session: Session) => ({ session, file: process.execPath, env, folder, assets, hook: '' })

async function start(given: Partial<Session>): Promise<Running> {
  const session = newSession({ agent: 'demo', cwd: folder, ...given })
  return run(session, agent.start(context(session)))
}
async function run(session: Session, plan: Plan | { cannot: string }): Promise<Running> {
  if ('cannot' in plan) throw new Error(plan.cannot)
  running = await runPlan({ agent, plan, session, env })
  return running
}
const idle = (r: Running) => until('idle', () => r.activity()?.kind === 'idle', r.rows)
const held = (r: Running) => until('a request', () => r.open()[0], r.rows)

test('a command runs only after it was allowed', async () => {
  const demo = await start({ prompt: 'run touch made.txt' })
  const request = await held(demo)
  expect(request.request).toMatchObject({
    kind: 'permission',
    tool: 'Bash',
    input: { command: 'touch made.txt' },
    always: { rule: 'Bash(touch made.txt *)', where: 'this conversation only' },
  })
  expect(demo.activity()).toMatchObject({
    kind: 'needs-input',
    need: 'permission',
    what: 'Bash: touch made.txt',
  })
  expect(existsSync(join(folder, 'made.txt'))).toBe(false)
  demo.answer(request, { verdict: 'allow' })
  await idle(demo)
  expect(existsSync(join(folder, 'made.txt'))).toBe(true)
})

test('a no with its reason reaches the agent, and nothing runs', async () => {
  const demo = await start({ prompt: 'run touch made.txt' })
  demo.answer(await held(demo), { verdict: 'deny', message: 'not on a Friday' })
  await idle(demo)
  expect(demo.activity()).toMatchObject({ what: 'I was told no: not on a Friday' })
  expect(existsSync(join(folder, 'made.txt'))).toBe(false)
})

test('"always" asks once for commands of that kind', async () => {
  const demo = await start({ prompt: 'run touch a\nrun touch a b' })
  demo.answer(await held(demo), { verdict: 'always' })
  await idle(demo)
  expect(existsSync(join(folder, 'b'))).toBe(true)
})

test('an answer in its own dialog takes the card away', async () => {
  const demo = await start({ prompt: 'run touch made.txt' })
  const { request } = await held(demo)
  await until('the dialog', () => demo.rows().some((row) => row.includes('y = yes')), demo.rows)
  demo.keys('y')
  await idle(demo)
  expect(demo.closed).toEqual([{ id: request.id, by: 'dialog' }])
  expect(existsSync(join(folder, 'made.txt'))).toBe(true)
})

test('of two requests at once only the answered one goes away', async () => {
  const demo = await start({ prompt: 'both touch a and touch b' })
  const [first, second] = await until('two requests', () =>
    demo.open().length === 2 ? demo.open() : undefined,
  )
  if (!first || !second) throw new Error('two were open')
  demo.answer(second, { verdict: 'allow' })
  await until('b', () => existsSync(join(folder, 'b')))
  expect(demo.open()).toEqual([first])
  demo.answer(first, { verdict: 'allow' })
  await idle(demo)
})

test('a question is answered by its label', async () => {
  const demo = await start({ prompt: 'ask Which one?|Alpha: the first|Beta' })
  const asked = await held(demo)
  expect(asked.request.questions).toEqual([
    {
      question: 'Which one?',
      header: 'Question',
      multiSelect: false,
      options: [{ label: 'Alpha', description: 'the first' }, { label: 'Beta' }],
    },
  ])
  demo.answer(asked, { verdict: 'answers', answers: { 'Which one?': 'Beta' } })
  await idle(demo)
  expect(demo.activity()).toMatchObject({ what: 'You chose: Beta' })
})

test('it remembers over a kill and a resume', async () => {
  const first = await start({ prompt: 'remember blue' })
  await idle(first)
  // That it is idle comes by the terminal and may be there before the hook that names the conversation.
  await until('its conversation', () => first.session().resumeId, first.rows)
  const session = first.session()
  first.signal('SIGKILL')
  await first.ended()
  await first.close()
  const second = await run(session, agent.resume({ ...context(session), resumeId: session.resumeId ?? '' }))
  await until('its prompt', () => second.rows().some((row) => row.includes('Going on')), second.rows)
  second.keys('what did I say first?\r')
  await until('the answer', () => second.activity()?.what === 'You said first: remember blue', second.rows)
})

test('a conversation that never took a prompt starts again with it', async () => {
  const session = newSession({ agent: 'demo', cwd: folder, prompt: 'say hi' })
  const plan = agent.resume({ ...context(session), resumeId: 'a3b0c442-98fc-8c14-a9af-bf4c8996fb92' })
  expect(plan).toMatchObject({ args: expect.arrayContaining(['--prompt=say hi']) })
})

test('its conversation folds into title, words and tokens', async () => {
  const demo = await start({ prompt: 'title Say two things\nsay one\nsay two' })
  await idle(demo)
  const path = await until('its file', () => demo.session().transcript)
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
  const digest = agent.transcript?.fold(emptyDigest(), lines)
  expect(digest).toMatchObject({
    title: 'Say two things',
    lastText: 'two',
    usage: {
      models: { 'demo-model': { input: 200, output: 20, cacheRead: 300, cacheWrite: 0 } },
      contextTokens: 300,
    },
  })
  expect(agent.transcript?.messages(lines).map(({ role, text }) => `${role}: ${text}`)).toEqual([
    'user: title Say two things\nsay one\nsay two',
    'assistant: one',
    'assistant: two',
  ])
})

test('the scene that fails ends with 1, the one that asks waits', async () => {
  const failing = await start({ args: ['fail'] })
  expect(await failing.ended()).toBe(1)
  await failing.close()
  const asking = await start({ args: ['permission'] })
  const asked = await held(asking)
  expect(asked.request.input.command).toBe('sh publish.sh --tag latest')
  asking.answer(asked, { verdict: 'allow' })
  await idle(asking)
  // It writes into a folder of its own: neither where it was started, nor into Roost's.
  expect(asked.request.cwd).toContain('/roost-demo-')
  expect(existsSync(join(asked.request.cwd, 'published.txt'))).toBe(true)
  rmSync(asked.request.cwd, { recursive: true })
})

test('SIGTERM ends it with 143, unless it was told to be stubborn', async () => {
  const demo = await start({ prompt: 'say hi' })
  await idle(demo)
  demo.signal('SIGTERM')
  expect(await demo.ended()).toBe(143)
})

test('brought back without a prompt it says that it waits for one, by more than a title', async () => {
  const demo = await start({})
  await idle(demo)
  await until('its word', () => demo.learned.some(({ source }) => source === 'osc'), demo.rows)
  await demo.close()
})

test('a start-up dialog is known by its screen alone, and answered by nobody', async () => {
  const demo = await start({ args: ['--dialog'] })
  await until('the dialog', () => demo.rows().some((row) => row.includes('No, exit')), demo.rows)
  expect(demo.learned).toEqual([])
  demo.look()
  expect(demo.activity()).toMatchObject({ kind: 'needs-input', need: 'trust' })
})
