import { join } from 'node:path'
import type { Plan, ResumeContext, StartContext } from '../agent.ts'
import { conversationId, keptOf } from '../conversation.ts'
import { HOLD_MS, HOLD_S, RULE_MS, TELL_S } from '../patience.ts'
import { readArgs, withoutBeginning } from './args.ts'
import { eventsOf } from './files.ts'

/** Copilot's names of its hooks. Those that may wait for a person have its whole day. */
const EVENTS: Record<string, number> = {
  sessionStart: TELL_S,
  userPromptSubmitted: TELL_S,
  preToolUse: HOLD_S,
  permissionRequest: HOLD_S,
  postToolUse: TELL_S,
  agentStop: TELL_S,
}

export function startCopilot(context: StartContext): Plan {
  const { session, file } = context
  const args = readArgs(session.args)
  if (args.subcommand) return { file, args: session.args, env: {}, files: [] }
  const resumeId = args.conversation ? undefined : conversationId(session, session.generation)
  return {
    ...supervised(context),
    args: [
      '--plugin-dir',
      pluginFolder(context),
      ...(resumeId === undefined ? [] : ['--session-id', resumeId]),
      ...(session.name === '' || args.name ? [] : ['--name', session.name]),
      ...session.args,
      ...(session.prompt === '' ? [] : [`--interactive=${session.prompt}`]), // it may begin with `-`
    ],
    ...(resumeId !== undefined && { resumeId }),
  }
}

/** Goes on with the conversation; one that never took a prompt has nothing written, and starts afresh. */
export function resumeCopilot(context: ResumeContext): Plan | { cannot: string } {
  const { session, resumeId, env } = context
  if (readArgs(session.args).subcommand) return startCopilot(context)
  const kept = keptOf(session, () => eventsOf(resumeId, env))
  if (kept === 'never') return startCopilot(context)
  if (kept !== 'there') return kept
  return {
    ...supervised(context),
    args: ['--plugin-dir', pluginFolder(context), `--resume=${resumeId}`, ...withoutBeginning(session.args)],
    resumeId,
  }
}

const pluginFolder = ({ folder }: StartContext): string => join(folder, 'copilot-plugin')

function supervised(context: StartContext): Pick<Plan, 'file' | 'env' | 'files' | 'hooks'> {
  const plugin = pluginFolder(context)
  const about = {
    name: 'roost',
    version: '1.0.0',
    description: 'Tells Roost what this session does',
    hooks: 'hooks.json',
  }
  const hooks = Object.fromEntries(
    Object.entries(EVENTS).map(([event, timeoutSec]) => [
      event,
      [{ type: 'command', bash: `${context.hook} ${event}`, timeoutSec }],
    ]),
  )
  return {
    file: context.file,
    env: { ROOST_HOOK_URL: '${HOOK_URL}', ROOST_HOOK_SECRET: '${HOOK_SECRET}' },
    files: [
      { path: join(plugin, 'plugin.json'), text: JSON.stringify(about) },
      { path: join(plugin, 'hooks.json'), text: JSON.stringify({ version: 1, hooks }, null, 1) },
    ],
    hooks: {
      hold: [
        { event: 'permissionRequest', alone: 'hold', maxMs: HOLD_MS, dialog: 'after' },
        { event: 'preToolUse', alone: 'pass', maxMs: RULE_MS },
      ],
    },
  }
}
