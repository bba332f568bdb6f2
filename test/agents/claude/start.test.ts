import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { resumeClaude, startClaude } from '../../../src/agents/claude/start.ts'
import type { Session } from '../../../src/protocol/session.ts'
import { newSession } from '../../real/support/sessions.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(realpathSync(tmpdir()), 'roost-start-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const session = (given: Partial<Session> = {}): Session =>
  newSession({ agent: 'claude', cwd: join(home, 'work'), id: 'aaaaaaaa', createdAt: 1, ...given })
const context = (given: Partial<Session> = {}, env: Record<string, string> = {}) => ({
  session: session(given),
  file: '/bin/claude',
  env: { HOME: home, ...env },
  folder: '/jobs/aaaaaaaa',
  assets: '/assets',
  hook: 'hook',
})
const plugin = ['--plugin-dir', '/jobs/aaaaaaaa/claude-plugin']
const write = (path: string, text: string) => {
  mkdirSync(join(home, path, '..'), { recursive: true })
  writeFileSync(join(home, path), text)
}

test('a start chooses its conversation, asks before it acts, and gives the prompt last', () => {
  const plan = startClaude(context({ prompt: '-x is broken', name: 'fix x', args: ['--model', 'opus'] }))
  expect(plan.args).toEqual([
    ...plugin,
    '--permission-mode',
    'manual',
    '--session-id',
    plan.resumeId,
    '--name',
    'fix x',
    '--model',
    'opus',
    '--',
    '-x is broken',
  ])
  expect(plan.resumeId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('the same start has the same conversation, the next generation another', () => {
  const id = (generation: number) => startClaude(context({ generation })).resumeId
  expect(id(1)).toBe(id(1))
  expect(id(1)).not.toBe(id(2))
})

test.each([
  [['--resume', 'x']],
  [['--session-id=x']],
  [['-c']],
  [['--continue']],
  [['-r']],
  [['--from-pr', '12']],
])('%j chooses the conversation: nothing is added to it', (args) => {
  const plan = startClaude(context({ args }))
  expect(plan.args).toEqual([...plugin, '--permission-mode', 'manual', ...args])
  expect(plan.resumeId).toBeUndefined()
})

test.each([
  [['--permission-mode', 'plan']],
  [['--permission-mode=auto']],
  [['--dangerously-skip-permissions']],
])('%j chooses the mode', (args) => {
  expect(startClaude(context({ args })).args).not.toContain('manual')
})

test.each([['.claude/settings.json'], ['work/.claude/settings.local.json']])(
  'a mode in %s stands',
  (path) => {
    write(path, JSON.stringify({ permissions: { defaultMode: 'acceptEdits' } }))
    expect(startClaude(context()).args).not.toContain('--permission-mode')
  },
)

test('a repository cannot choose that the person is not asked', () => {
  write('work/.claude/settings.json', JSON.stringify({ permissions: { defaultMode: 'bypassPermissions' } }))
  expect(startClaude(context()).args).toContain('manual')
})

test('a mode given with --settings stands; settings without a mode, or broken ones, choose nothing', () => {
  const mode = { permissions: { defaultMode: 'plan' } }
  write('work/mine.json', JSON.stringify(mode))
  for (const settings of [JSON.stringify(mode), 'mine.json'])
    expect(startClaude(context({ args: ['--settings', settings] })).args).not.toContain('--permission-mode')
  write('.claude/settings.json', '{"permissions": {"defaultMode": 3')
  expect(startClaude(context()).args).toContain('manual')
})

test('a subcommand runs as it stands', () => {
  const plan = startClaude(context({ args: ['mcp', 'list'] }))
  expect(plan).toMatchObject({ args: ['mcp', 'list'], files: [] })
  expect(plan.hooks).toBeUndefined()
})

test('what a surrounding Claude Code left in the environment is removed', () => {
  const { env } = startClaude(context({}, { CLAUDECODE: '1', CLAUDE_PID: '7', CLAUDE_CONFIG_DIR: '/c' }))
  expect(env).toEqual({
    CLAUDECODE: '',
    CLAUDE_PID: '',
    CLAUDE_CODE_DISABLE_AGENT_VIEW: '1',
    ROOST_HOOK_SECRET: '${HOOK_SECRET}',
  })
})

test('a proxy is kept away from the hooks', () => {
  expect(startClaude(context({}, { http_proxy: 'http://p', NO_PROXY: 'corp' })).env).toMatchObject({
    NO_PROXY: 'corp,127.0.0.1',
    no_proxy: 'corp,127.0.0.1',
  })
  expect(startClaude(context()).env).not.toHaveProperty('NO_PROXY')
})

test('the plugin tells each event by HTTP; a permission waits for the person, a call only for the rules', () => {
  const { files, hooks } = startClaude(context())
  expect(files.map(({ path }) => path)).toEqual([
    '/jobs/aaaaaaaa/claude-plugin/.claude-plugin/plugin.json',
    '/jobs/aaaaaaaa/claude-plugin/hooks/hooks.json',
  ])
  expect(JSON.parse(files[1]?.text ?? '')).toMatchObject({
    hooks: {
      PermissionRequest: [
        { hooks: [{ type: 'http', url: '${HOOK_URL}/hook/PermissionRequest', timeout: 86_400 }] },
      ],
      Stop: [{ hooks: [{ headers: { Authorization: 'Bearer $ROOST_HOOK_SECRET' }, timeout: 10 }] }],
    },
  })
  expect(hooks?.hold).toEqual([
    { event: 'PermissionRequest', alone: 'hold', maxMs: 86_340_000 },
    { event: 'PreToolUse', alone: 'pass', maxMs: 2000 },
  ])
})

test('a resume names the conversation and leaves out what began it', () => {
  const path = join(home, '.claude/projects', join(home, 'work').replace(/\W/g, '-'), 'c9.jsonl')
  write(path.slice(home.length), '{}')
  const args = ['fix', '--model', 'opus', '--session-id', 'x', '--add-dir', 'y', '--', 'more']
  expect(resumeClaude({ ...context({ args, prompt: 'hello' }), resumeId: 'c9' })).toMatchObject({
    args: [...plugin, '--permission-mode', 'manual', '--resume', 'c9', '--model', 'opus', '--add-dir', 'y'],
    resumeId: 'c9',
  })
})

test('a conversation that never took a prompt starts again, with the prompt that is still to be taken', () => {
  const first = startClaude(context({ generation: 1, prompt: 'hello' }))
  const again = resumeClaude({
    ...context({ generation: 2, prompt: 'hello' }),
    resumeId: first.resumeId ?? '',
  })
  expect(again).toMatchObject({ args: expect.arrayContaining(['hello']) })
  // After /clear it is another conversation, and the prompt was taken long ago.
  const cleared = resumeClaude({ ...context({ generation: 2, prompt: 'hello' }), resumeId: 'elsewhere' })
  expect('args' in cleared && cleared.args).not.toContain('hello')
})

test('a conversation whose file is gone cannot be gone on with, and says so', () => {
  expect(resumeClaude({ ...context({ transcript: join(home, 'gone.jsonl') }), resumeId: 'c9' })).toEqual({
    cannot: `the conversation's file is gone (${join(home, 'gone.jsonl')}); start a new session`,
  })
})
