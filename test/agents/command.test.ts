import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { agentsWith, builtIn as agents } from '../../src/agents/all.ts'
import { command, learnCommand } from '../../src/agents/command.ts'
import { findProgram, missing } from '../../src/agents/find.ts'
import { newSession } from '../real/support/sessions.ts'
import { running } from './running.ts'

const plan = (args: string[], prompt = '', env: Record<string, string> = {}) =>
  command.start({
    session: newSession({ agent: 'command', cwd: '/', args, prompt }),
    file: '/bin/found',
    env,
    folder: '',
    assets: '',
    hook: '',
  })

test.each([
  [['npm', 'test'], '', {}, '/bin/found', ['test']],
  [['npm'], 'test', {}, '/bin/found', ['test']],
  [[], 'sleep 5; ls | wc', {}, '/bin/sh', ['-c', 'sleep 5; ls | wc']],
  [[], '', { SHELL: '/bin/zsh' }, '/bin/zsh', []],
  [[], '', {}, '/bin/sh', []],
  [[], '', { SHELL: 'zsh' }, '/bin/sh', []],
])('%j with prompt %j runs', (args, prompt, env, file, given) => {
  expect(plan(args, prompt, env)).toEqual({ file, args: given, env: {}, files: [] })
})

test('output is all there is to tell by, until the program reports itself', () => {
  const session = running({ kind: 'unknown', what: 'starting up' })
  expect(learnCommand({ seq: 1, at: 1, type: 'output', active: true }, session)).toMatchObject([
    { source: 'output', activity: { kind: 'working' } },
  ])
  expect(learnCommand({ seq: 1, at: 1, type: 'output', active: false }, session)).toMatchObject([
    { source: 'output', activity: { kind: 'idle' } },
  ])
  expect(
    learnCommand({ seq: 1, at: 1, type: 'status', params: { state: 'working' } }, session),
  ).toMatchObject([{ source: 'osc' }])
  expect(learnCommand({ seq: 1, at: 1, type: 'title', title: ' vim\u0007 ' }, session)).toMatchObject([
    { type: 'title', title: 'vim' },
  ])
  expect(learnCommand({ seq: 1, at: 1, type: 'bell' }, session)).toEqual([])
})

test('a shell is hung up before it is killed', () => {
  expect(command.exit.map((step) => step.type === 'signal' && step.signal)).toEqual([
    'SIGHUP',
    'SIGTERM',
    'SIGKILL',
  ])
})

test('agents have names of their own', () => {
  expect(new Set(agents.map(({ name }) => name)).size).toBe(agents.length)
  expect(agentsWith({}).named('claude')?.command).toBe('claude')
  expect(agentsWith({}).named('nobody')).toBeUndefined()
})

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roost-find-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a program is an executable file on the PATH of the session, the first one', () => {
  const [a, b] = [join(folder, 'a'), join(folder, 'b')]
  for (const at of [a, b]) mkdirSync(at)
  mkdirSync(join(a, 'tool')) // a folder of that name
  writeFileSync(join(b, 'tool'), '')
  const PATH = `:.:${a}:${b}`
  expect(findProgram('tool', { PATH })).toBeUndefined() // not executable
  chmodSync(join(b, 'tool'), 0o755)
  expect(findProgram('tool', { PATH })).toBe(join(b, 'tool'))
  expect(findProgram(join(b, 'tool'), {})).toBe(join(b, 'tool'))
  expect(findProgram('./tool', { PWD: b })).toBe(join(b, 'tool'))
  expect(findProgram('b/tool', { PWD: '/' }, folder)).toBe(join(b, 'tool'))
  expect(findProgram('tool', {})).toBeUndefined()
  expect(findProgram('', { PATH })).toBeUndefined()
})

test('a missing agent comes with the way out', () => {
  expect(missing({ name: 'claude', command: 'claude', install: 'npm i -g x' })).toBe(
    'claude is not on the PATH of this shell; install it with: npm i -g x, then try again',
  )
})
