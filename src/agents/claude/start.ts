import { join } from 'node:path'
import type { Session } from '../../protocol/session.ts'
import type { Plan, ResumeContext, StartContext } from '../agent.ts'
import { readArgs, withoutConversation } from './args.ts'
import { transcriptOf } from './files.ts'
import { chosenMode } from './settings.ts'
import { conversationId, keptOf } from '../conversation.ts'
import { directLoopback, notInherited } from '../env.ts'
import { HOLD_MS, HOLD_S, RULE_MS, TELL_S } from '../patience.ts'

/**
 * Events that are told. No SessionStart: 2.1.329 does not send it by HTTP ("HTTP hooks are not supported for
 * SessionStart"), and a command hook would cost a process at each start; the registry and the next event name
 * a new conversation.
 */
const EVENTS = [
  'UserPromptSubmit',
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PermissionRequest',
  'Notification',
  'Stop',
  'StopFailure',
  'SubagentStop',
  'SessionEnd',
]

/**
 * A hook costs each tool call about 12 ms in Claude Code's own client (2.1.329), whatever answers it. That a call is
 * over is told by the status protocol, which costs nothing; a question's and a plan's words are not always in it.
 */
const MATCHERS: Record<string, string> = { PostToolUse: 'AskUserQuestion|ExitPlanMode' }

export function startClaude(context: StartContext): Plan {
  const { session, file } = context
  const args = readArgs(session.args)
  if (args.subcommand) return { file, args: session.args, env: env(context), files: [] }
  const resumeId = args.conversation ? undefined : conversationId(session, session.generation)
  return {
    ...supervised(context),
    args: [
      ...ours(context),
      ...(resumeId === undefined ? [] : ['--session-id', resumeId]),
      ...(session.name === '' || args.name ? [] : ['--name', session.name]),
      ...session.args,
      ...promptLast(session),
    ],
    ...(resumeId !== undefined && { resumeId }),
  }
}

/**
 * Goes on with the conversation. One that never took a prompt has no file and cannot be resumed: it starts
 * afresh, with the prompt if that was still to be taken (the session never got past a start-up dialog).
 */
export function resumeClaude(context: ResumeContext): Plan | { cannot: string } {
  const { session, resumeId, env } = context
  if (readArgs(session.args).subcommand) return startClaude(context)
  const kept = keptOf(session, () => transcriptOf(resumeId, session.cwd, env))
  if (kept === 'never') {
    const first = Array.from({ length: session.generation + 1 }, (_, n) => conversationId(session, n))
    const prompt = first.includes(resumeId) ? session.prompt : ''
    return startClaude({ ...context, session: { ...session, prompt } })
  }
  if (kept !== 'there') return kept
  return {
    ...supervised(context),
    args: [...ours(context), '--resume', resumeId, ...withoutConversation(session.args)],
    resumeId,
  }
}

// After `--`, or a prompt that begins with `-` is an option, and the last of `--add-dir a b` swallows it.
const promptLast = ({ prompt, args }: Session): string[] => {
  if (prompt === '') return []
  return args.includes('--') ? [prompt] : ['--', prompt]
}

function ours(context: StartContext): string[] {
  const { session } = context
  const args = readArgs(session.args)
  const own =
    args.permissionMode || chosenMode({ cwd: session.cwd, env: context.env, settings: args.settings })
  return [
    '--plugin-dir',
    pluginFolder(context),
    // The CLI's own default since 2.1 is `auto`: a model decides and hardly anything is asked. In Roost it is
    // the person who approves, so without a choice of theirs a session asks.
    ...(own ? [] : ['--permission-mode', 'manual']),
  ]
}

const pluginFolder = ({ folder }: StartContext): string => join(folder, 'claude-plugin')

function supervised(context: StartContext): Pick<Plan, 'file' | 'env' | 'files' | 'hooks'> {
  const plugin = pluginFolder(context)
  const about = { name: 'roost', version: '1.0.0', description: 'Tells Roost what this session does' }
  return {
    file: context.file,
    env: { ...env(context), ROOST_HOOK_SECRET: '${HOOK_SECRET}' },
    // A plugin, not --settings: the CLI keeps only the last --settings, and the person may give one.
    files: [
      { path: join(plugin, '.claude-plugin', 'plugin.json'), text: JSON.stringify(about) },
      { path: join(plugin, 'hooks', 'hooks.json'), text: JSON.stringify({ hooks: hookTable() }, null, 1) },
    ],
    hooks: {
      hold: [
        { event: 'PermissionRequest', alone: 'hold', maxMs: HOLD_MS },
        { event: 'PreToolUse', alone: 'pass', maxMs: RULE_MS },
      ],
    },
  }
}

function hookTable(): Record<string, unknown> {
  const hook = (event: string) => ({
    type: 'http',
    url: `\${HOOK_URL}/hook/${event}`,
    headers: { Authorization: 'Bearer $ROOST_HOOK_SECRET' },
    allowedEnvVars: ['ROOST_HOOK_SECRET'],
    timeout: event === 'PermissionRequest' ? HOLD_S : TELL_S,
  })
  return Object.fromEntries(
    EVENTS.map((event) => [event, [{ matcher: MATCHERS[event] ?? '*', hooks: [hook(event)] }]]),
  )
}

/** Set by Claude Code for what it runs. */
const INHERITED = `CLAUDECODE CLAUDE_CODE_CHILD_SESSION CLAUDE_CODE_CHILD_NOTES_DIR CLAUDE_CODE_ENTRYPOINT
  CLAUDE_CODE_EXECPATH CLAUDE_CODE_MESSAGING_SOCKET CLAUDE_CODE_MESSAGING_TOKEN CLAUDE_CODE_SESSION_ATTENDED
  CLAUDE_CODE_SESSION_ID CLAUDE_CODE_SSE_PORT CLAUDE_EFFORT CLAUDE_PID AI_AGENT`.split(/\s+/)

function env({ env }: StartContext): Record<string, string> {
  return {
    ...notInherited(INHERITED, env),
    // Otherwise `←` on an empty prompt moves the conversation into Claude's own daemon, out of this pty.
    CLAUDE_CODE_DISABLE_AGENT_VIEW: '1',
    ...directLoopback(env),
  }
}
