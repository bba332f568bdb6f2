import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Plan } from '../../../src/agents/agent.ts'
import { codex } from '../../../src/agents/codex.ts'
import type { Session } from '../../../src/protocol/session.ts'
import { running } from '../running.ts'

const ID = '01a1fe36-33e3-7171-a3ff-7687423ca266' // begun 2026-11-21
let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'roost-codex-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const context = (given: Partial<Session>, env: Record<string, string> = {}) => ({
  session: { ...running({ kind: 'idle' }), agent: 'codex', args: [], prompt: '', ...given },
  file: '/bin/codex',
  env: { HOME: home, ...env },
  folder: '/job',
  assets: '/assets',
  hook: "'/bin/node' '/roost/host/hook.cjs'",
})
const start = (given: Partial<Session>, env?: Record<string, string>) => codex.start(context(given, env))
const resume = (given: Partial<Session>, resumeId = ID) => codex.resume({ ...context(given), resumeId })
/** Without what every start has. */
const chosen = (plan: Plan | { cannot: string }) => {
  if (!('args' in plan)) throw new Error(plan.cannot)
  const { args } = plan
  return args.filter((arg, at) => !/^(hooks\.|tui\.|check_for)/.test(args[at + (arg === '-c' ? 1 : 0)] ?? ''))
}
function rollout(day: string, id = ID): string {
  const folder = join(home, '.codex', 'sessions', ...day.split('-'))
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `rollout-${day}T13-05-27-${id}.jsonl`)
  writeFileSync(path, '{}\n')
  return path
}
const configure = (text: string) => {
  mkdirSync(join(home, '.codex'), { recursive: true })
  writeFileSync(join(home, '.codex', 'config.toml'), text)
}

describe('a start', () => {
  test('runs in its own pty, asks, and takes a prompt that looks like an option', () => {
    expect(chosen(start({ prompt: '--help me' }))).toEqual([
      '--no-daemon',
      '-a',
      'on-request',
      '-s',
      'workspace-write',
      '--',
      '--help me',
    ])
  })

  test('gives hooks by flag and trusts exactly these', () => {
    const { args, env, hooks } = start({})
    const state = args.find((arg) => arg.startsWith('hooks.state='))
    for (const event of ['session_start', 'user_prompt_submit', 'pre_tool_use', 'permission_request', 'stop'])
      expect(state).toContain(`"/<session-flags>/config.toml:${event}:0:0"={trusted_hash="sha256:`)
    expect(args.find((arg) => arg.startsWith('hooks.PermissionRequest'))).toBe(
      `hooks.PermissionRequest=[{matcher=".*",hooks=[{type="command",command="'/bin/node' '/roost/host/hook.cjs' PermissionRequest",timeout=86400,statusMessage="waiting for an answer in Roost"}]}]`,
    )
    expect(args.join(' ')).not.toContain('bypass')
    expect(args.join(' ')).not.toContain('${HOOK') // other users see the arguments of a process
    expect(env).toMatchObject({ ROOST_HOOK_URL: '${HOOK_URL}', ROOST_HOOK_SECRET: '${HOOK_SECRET}' })
    expect(hooks?.hold).toMatchObject([
      { event: 'PermissionRequest', alone: 'hold', dialog: 'after' },
      { event: 'PreToolUse', alone: 'pass', maxMs: 2000 },
    ])
  })

  test.each([
    [
      ['-a', 'never'],
      ['-s', 'workspace-write'],
    ],
    [['--ask-for-approval=never'], ['-s', 'workspace-write']],
    [['-sread-only'], ['-a', 'on-request']],
    [
      ['-c', 'sandbox_mode="read-only"'],
      ['-a', 'on-request'],
    ],
    [['--dangerously-bypass-approvals-and-sandbox'], []],
    [['--approve-for-me'], []],
  ])('leaves what %j says alone', (args, ours) => {
    expect(chosen(start({ args }))).toEqual(['--no-daemon', ...ours, ...args])
  })

  test("leaves the choices of the person's config alone", () => {
    configure('approval_policy = "untrusted"\n# sandbox_mode = "x"\n[tui]\nterminal_title = ["model"]\n')
    const { args } = start({})
    expect(args).not.toContain('-a')
    expect(args).toContain('workspace-write')
    expect(args.join(' ')).not.toContain('terminal_title')
  })

  test('keeps resume and fork first, and runs other subcommands untouched', () => {
    expect(chosen(start({ args: ['resume', '--last'] })).at(0)).toBe('resume')
    expect(chosen(start({ args: ['resume', '--last'] })).at(-1)).toBe('--last')
    expect(start({ args: ['login', '--device'] }).args).toEqual(['login', '--device'])
  })

  test('from inside another Codex does not take itself for a part of it', () => {
    expect(start({}, { CODEX_THREAD_ID: 'x' }).env.CODEX_THREAD_ID).toBe('')
  })
})

describe('a resume', () => {
  test('goes on with the very conversation, with the options but not the prompt', () => {
    rollout('2026-11-21')
    const plan = resume({ args: ['-m', 'gpt-x', 'fix it', '--all'], prompt: 'fix it' })
    expect(chosen(plan)).toEqual([
      'resume',
      '--no-daemon',
      '-a',
      'on-request',
      '-s',
      'workspace-write',
      '-m',
      'gpt-x',
      '--',
      ID,
    ])
    expect(plan).toMatchObject({ resumeId: ID })
  })

  test('finds the file where the writer was a day ahead or behind', () => {
    rollout('2026-11-22')
    expect(chosen(resume({}))).toContain(ID)
  })

  test('of a conversation that never took a prompt starts it afresh', () => {
    expect(chosen(resume({ prompt: 'fix it' })).at(-1)).toBe('fix it')
    expect(chosen(resume({}, ''))).not.toContain('resume')
  })

  test('of one whose file is gone says so', () => {
    expect(resume({ transcript: '/gone.jsonl' })).toEqual({
      cannot: "the conversation's file is gone (/gone.jsonl); start a new session",
    })
  })

  test('of a id that is none searches nowhere', () => {
    expect(chosen(resume({}, '../../etc/passwd'))).not.toContain('resume')
  })
})
