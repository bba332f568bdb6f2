import { join } from 'node:path'
import type { Plan, ResumeContext, StartContext } from '../agent.ts'
import { optionsOf, readArgs } from './args.ts'
import { codexFolder, rolloutOf } from './files.ts'
import { hookArgs } from './trust.ts'
import { keptOf } from '../conversation.ts'
import { notInherited } from '../env.ts'
import { HOLD_MS, HOLD_S, RULE_MS, TELL_S } from '../patience.ts'
import { textAt } from '../read.ts'

export function startCodex(context: StartContext): Plan {
  const { session, file } = context
  const args = readArgs(session.args)
  if (args.subcommand)
    return { file, args: session.args, env: notInherited(INHERITED, context.env), files: [] }
  const [first, rest] =
    args.conversation === undefined ? [[], session.args] : [session.args.slice(0, 1), session.args.slice(1)]
  return { ...supervised(context), args: [...first, ...ours(context), ...rest, ...promptLast(context)] }
}

/** Goes on with the conversation; one that never took a prompt has no file, and starts afresh. */
export function resumeCodex(context: ResumeContext): Plan | { cannot: string } {
  const { session, resumeId, env } = context
  if (readArgs(session.args).subcommand) return startCodex(context)
  const kept = keptOf(session, () => (resumeId === '' ? undefined : rolloutOf(resumeId, env)))
  if (kept === 'never') return startCodex(context)
  if (kept !== 'there') return kept
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
  const text = textAt(join(codexFolder(env), 'config.toml'))
  return new Set(Array.from(text.matchAll(/^[ \t]*(?:tui\.)?(\w+)[ \t]*=/gm), ([, key = '']) => key))
}

function supervised(context: StartContext): Pick<Plan, 'file' | 'env' | 'files' | 'hooks'> {
  return {
    file: context.file,
    env: {
      ...notInherited(INHERITED, context.env),
      ROOST_HOOK_URL: '${HOOK_URL}',
      ROOST_HOOK_SECRET: '${HOOK_SECRET}',
    },
    files: [],
    hooks: {
      hold: [
        { event: 'PermissionRequest', alone: 'hold', maxMs: HOLD_MS, dialog: 'after' },
        { event: 'PreToolUse', alone: 'pass', maxMs: RULE_MS },
      ],
    },
  }
}

/** Set by Codex for what it runs. */
const INHERITED = [
  'CODEX_THREAD_ID',
  'CODEX_SANDBOX',
  'CODEX_SANDBOX_NETWORK_DISABLED',
  'CODEX_CI',
  'AI_AGENT',
]
