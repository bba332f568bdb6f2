import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { agentsWith } from '../../src/agents/all.ts'
import { customAgent } from '../../src/agents/custom.ts'
import type { AgentDefinition } from '../../src/protocol/agent-definition.ts'
import { newSession } from '../real/support/sessions.ts'
import { running } from './running.ts'

const context = (given: Parameters<typeof newSession>[0]) => ({
  session: newSession(given),
  file: '/bin/aider',
  env: { HOME: '/home/me' },
  folder: '',
  assets: '',
  hook: '',
})
const aider: AgentDefinition = {
  command: 'aider',
  args: ['--root', '{cwd}'],
  prompt: ['--message', '{prompt}'],
  session: ['--id', '{id}'],
  resume: ['--restore', '{id}'],
}

test('a start and a resume are filled in from the templates, in one pass', () => {
  const agent = customAgent('aider', aider)
  const given = { agent: 'aider', cwd: '/w', args: ['{cwd}'], prompt: 'say {id} and {cwd}' }
  const start = agent.start(context(given))
  const { resumeId = '' } = start
  expect(resumeId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-/)
  expect(start.args).toEqual([
    '--root',
    '/w',
    '--id',
    resumeId,
    '{cwd}', // what the person gave after -- stays as it stands
    '--message',
    'say {id} and {cwd}',
  ])
  expect(agent.resume({ ...context(given), resumeId: 'c7' })).toEqual({
    file: '/bin/aider',
    args: ['--root', '/w', '--restore', 'c7', '{cwd}'],
    env: {},
    files: [],
    resumeId: 'c7',
  })
})

test('without a way to go on it starts anew, and the first prompt is not done twice', () => {
  const agent = customAgent('watch', { command: 'watch' })
  const given = { agent: 'watch', cwd: '/w', args: ['--fast'], prompt: 'build' }
  expect(agent.start(context(given)).args).toEqual(['--fast', 'build'])
  expect(agent.resume({ ...context(given), resumeId: '' })).toMatchObject({ args: ['--fast'] })
})

test('rules tell the state from title, status and screen; the first that matches counts', () => {
  const agent = customAgent('aider', {
    command: 'aider',
    states: [
      { state: 'needs-input', need: 'permission', screen: '\\(Y\\)es/\\(N\\)o' },
      { state: 'idle', screen: '^> $' },
      { state: 'working', what: 'thinks', title: '^⠋' },
      { state: 'idle', title: 'aider' },
      { state: 'needs-input', need: 'auth', osc: 'kind=login' },
    ],
  })
  const session = running({ kind: 'idle' })
  const of = (event: Parameters<typeof agent.learn>[0]) => agent.learn(event, session)
  expect(of({ seq: 1, at: 1, type: 'title', title: '⠋ aider' })[0]).toEqual({
    type: 'activity',
    source: 'title',
    says: 'rule 3 of aider: title shows "⠋ aider"',
    activity: { kind: 'working', what: 'thinks' },
  })
  expect(of({ seq: 1, at: 1, type: 'status', params: { state: 'blocked', kind: 'login' } })[0]).toMatchObject(
    {
      source: 'osc',
      activity: { kind: 'needs-input', need: 'auth' },
    },
  )
  expect(agent.screen?.(['Apply edit? (Y)es/(N)o', '> '], session)).toEqual([
    {
      type: 'activity',
      source: 'screen',
      says: 'rule 1 of aider: screen shows "Apply edit? (Y)es/(N)o"',
      activity: { kind: 'needs-input', need: 'permission', what: 'Apply edit? (Y)es/(N)o' },
    },
  ])
  expect(agent.screen?.(['nothing known'], session)).toEqual([]) // the title says it
  expect(agent.signals).toEqual(['osc', 'title', 'screen'])
})

test('a title that tells the state names the row only by what its pattern says is a name', () => {
  const agent = customAgent('loro', {
    command: 'loro',
    states: [
      { state: 'idle', title: 'ready$' },
      { state: 'working', title: '^(?<name>.*) — working$' },
    ],
  })
  const titles = (title: string) =>
    agent
      .learn({ seq: 1, at: 1, type: 'title', title }, running({ kind: 'idle' }))
      .flatMap((each) => (each.type === 'title' ? [each.title] : []))
  expect(titles('loro — ready')).toEqual([])
  expect(titles('fix the tests — working')).toEqual(['fix the tests'])
  expect(titles('fix the tests')).toEqual(['fix the tests'])
})

test('without rules a program is idle when it prints nothing', () => {
  const agent = customAgent('watch', { command: 'watch' })
  expect(agent.screen).toBeUndefined()
  expect(
    agent.learn({ seq: 1, at: 1, type: 'output', active: false }, running({ kind: 'working' })),
  ).toMatchObject([{ source: 'output', activity: { kind: 'idle' } }])
})

test('the newest file of the pattern is the conversation, and tells its id', async () => {
  const folder = mkdtempSync('/tmp/roost-[glob]-')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'threads'))
  const file = (name: string, seconds: number) => {
    const path = join(folder, 'threads', name)
    writeFileSync(path, '')
    utimesSync(path, seconds, seconds)
    return path
  }
  const [old, young] = [file('T-1.json', 1000), file('T-2.json', 2000)]
  file('notes.txt', 3000)
  const { transcript } = customAgent('amp', {
    command: 'amp',
    transcript: { glob: '{cwd}/threads/T-*.json', id: '(T-\\d+)\\.json$' },
  })
  const at = { cwd: folder, env: {} }
  const taken = new Set<string>()
  expect(await transcript?.newest(at)).toEqual({ resumeId: 'T-2', path: young })
  const session = (createdAt: number) => newSession({ agent: 'amp', cwd: folder, createdAt })
  expect(await transcript?.locate({ session: session(1_500_000), env: {}, taken })).toBe(young)
  expect(await transcript?.locate({ session: session(2_500_000), env: {}, taken })).toBeUndefined()
  // Another session of the folder has it.
  taken.add(young)
  expect(await transcript?.locate({ session: session(500_000), env: {}, taken })).toBe(old)
  expect(transcript?.idOf?.(old)).toBe('T-1')
})

test('a name of our own is never taken over', () => {
  const agents = agentsWith({ claude: { command: 'evil' }, aider })
  expect(agents.named('claude')?.command).toBe('claude')
  expect(agents.problems).toEqual([expect.stringMatching(/^agents\.custom\.claude: that name is taken/)])
  expect(agents.all.map(({ name }) => name)).toContain('aider')
})
