import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Agent, Plan, ResumeContext, StartContext } from './agent.ts'
import { claude } from './claude.ts'
import { conversationId } from './conversation.ts'
import { HOLD_MS, RULE_MS } from './patience.ts'
import { exitOnTerm } from './exits.ts'
import { foldClaude, messagesClaude } from './claude/transcript.ts'

/**
 * The scripted agent of assets/demo: `roost demo`, and what tests steer. It writes and says the same as Claude
 * Code (hooks, conversation file, title), so all but the start is shared with it.
 */
export const demo: Agent = {
  name: 'demo',
  command: process.execPath,
  signals: claude.signals,
  start: startDemo,
  resume: resumeDemo,
  learn: claude.learn,
  ...(claude.screen && { screen: claude.screen }),
  ...(claude.asks && { asks: claude.asks }),
  ...(claude.answer && { answer: claude.answer }),
  ...(claude.gates && { gates: claude.gates }),
  ...(claude.ruling && { ruling: claude.ruling }),
  transcript: {
    fold: foldClaude,
    messages: messagesClaude,
    // It lies in the session's folder, and the first hook names it; so there is none elsewhere to adopt.
    locate: async ({ session }) => session.transcript,
    newest: async () => undefined,
  },
  exit: exitOnTerm(3000),
  silentStartMs: 2000,
}

function startDemo(context: StartContext): Plan {
  const resumeId = conversationId(context.session, context.session.generation)
  const { prompt } = context.session
  return { ...plan(context, ['--id', resumeId, ...(prompt === '' ? [] : [`--prompt=${prompt}`])]), resumeId }
}

/** A conversation without a file never took a prompt: then it starts again. */
function resumeDemo(context: ResumeContext): Plan {
  const { resumeId, folder } = context
  if (!existsSync(join(folder, 'demo', `${resumeId}.jsonl`))) return startDemo(context)
  return { ...plan(context, ['--resume', resumeId]), resumeId }
}

function plan({ session, file, folder, assets }: StartContext, args: string[]): Omit<Plan, 'resumeId'> {
  return {
    file,
    args: [join(assets, 'demo', 'agent.mjs'), '--folder', join(folder, 'demo'), ...args, ...session.args],
    env: { ROOST_DEMO_HOOK_URL: '${HOOK_URL}', ROOST_HOOK_SECRET: '${HOOK_SECRET}' },
    files: [],
    hooks: {
      hold: [
        { event: 'PermissionRequest', alone: 'hold', maxMs: HOLD_MS },
        { event: 'PreToolUse', alone: 'pass', maxMs: RULE_MS },
      ],
    },
  }
}
