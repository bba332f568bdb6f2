import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plan, ResumeContext, StartContext } from '../agent.ts'
import { optionsOf, readArgs } from './args.ts'
import { codexFolder, rolloutOf } from './files.ts'
import { hookArgs } from './trust.ts'

/** As long as a person may take; Codex sets no limit, s. */
const HOLD_S = 86_400
/** The rules take microseconds; a daemon that is stuck must not hold up the agent's tools, ms. */
const RULE_MS = 2000
/** Every other hook is answered at once, s. */
const TELL_S = 10

export function startCodex(context: StartContext): Plan {
  const { session, file } = context
  const args = readArgs(session.args)
  if (args.subcommand) return { file, args: session.args, env: env(context), files: [] }
  const [first, rest] =
    args.conversation === undefined ? [[], session.args] : [session.args.slice(0, 1), session.args.slice(1)]
  return { ...supervised(context), args: [...first, ...ours(context), ...rest, ...promptLast(context)] }
}

/** Goes on with the conversation; one that never took a prompt has no file, and starts afresh. */
export function resumeCodex(context: ResumeContext): Plan | { cannot: string } {
  const { session, resumeId, env } = context
  if (readArgs(session.args).subcommand) return startCodex(context)
  const path = session.transcript && existsSync(session.transcript) ? session.transcript : undefined
  if (path === undefined && (resumeId === '' || rolloutOf(resumeId, env) === undefined)) {
    if (session.transcript !== undefined)
      return { cannot: `the conversation's file is gone (${session.transcript}); start a new session` }
    return startCodex(context)
  }
  return {
    ...supervised(context),
    args: ['resume', ...ours(context), ...optionsOf(session.args), '--', resumeId],
    resumeId,
  }
}

const promptLast = ({ session: { prompt, args } }: StartContext): string[] => {
  if (prompt === '') return []
  return args.includes('--') ? [prompt] : ['--', prompt] // or one that begins with `-` is an option
}

function ours(context: StartContext): string[] {
  const { session, env, hook } = context
  const args = readArgs(session.args)
  const chosen = settingsIn(env)
  const hooks = [
    { event: 'SessionStart', timeout: TELL_S },
    { event: 'UserPromptSubmit', timeout: TELL_S },
    // Usually answered by the rules at once; a rule that asks keeps it for a person.
    { event: 'PreToolUse', timeout: HOLD_S },
    { event: 'PermissionRequest', timeout: HOLD_S, says: 'waiting for an answer in Roost' },
    { event: 'Stop', timeout: TELL_S },
  ]
  return [
    // Without it the agent runs in a daemon of Codex's own that all sessions share, out of this pty.
    '--no-daemon',
    ...(args.approvals || chosen.has('approval_policy') ? [] : ['-a', 'on-request']),
    ...(args.sandbox || chosen.has('sandbox_mode') || chosen.has('default_permissions')
      ? []
      : ['-s', 'workspace-write']),
    // Nobody is there to be asked about an update, and the prompt would wait behind the question.
    ...(chosen.has('check_for_update_on_startup') ? [] : ['-c', 'check_for_update_on_startup=false']),
    // The name it gives a conversation is told nowhere else while it runs.
    ...(chosen.has('terminal_title')
      ? []
      : ['-c', 'tui.terminal_title=["activity","thread-name","project-name"]']),
    ...hookArgs(hooks.map((each) => ({ ...each, command: `${hook} ${each.event}` }))),
  ]
}

/** Settings that the person's own config.toml makes at all: a flag of ours would override them. */
function settingsIn(env: Record<string, string>): Set<string> {
  let text: string
  try {
    text = readFileSync(join(codexFolder(env), 'config.toml'), 'utf8')
  } catch {
    return new Set() // not there, or not for us to read: then it says nothing
  }
  return new Set(Array.from(text.matchAll(/^[ \t]*(?:tui\.)?(\w+)[ \t]*=/gm), ([, key = '']) => key))
}

function supervised(context: StartContext): Pick<Plan, 'file' | 'env' | 'files' | 'hooks'> {
  return {
    file: context.file,
    env: { ...env(context), ROOST_HOOK_URL: '${HOOK_URL}', ROOST_HOOK_SECRET: '${HOOK_SECRET}' },
    files: [],
    hooks: {
      hold: [
        { event: 'PermissionRequest', alone: 'hold', maxMs: (HOLD_S - 60) * 1000, dialog: 'after' },
        { event: 'PreToolUse', alone: 'pass', maxMs: RULE_MS },
      ],
    },
  }
}

// Set by Codex for what it runs: a session started from inside another must not take itself for a part of it.
const INHERITED = [
  'CODEX_THREAD_ID',
  'CODEX_SANDBOX',
  'CODEX_SANDBOX_NETWORK_DISABLED',
  'CODEX_CI',
  'AI_AGENT',
]

function env({ env }: StartContext): Record<string, string> {
  return Object.fromEntries(INHERITED.filter((name) => env[name] !== undefined).map((name) => [name, '']))
}
