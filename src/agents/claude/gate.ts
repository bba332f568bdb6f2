import type { HostEvent } from '../../protocol/host.ts'
import type { Gated, GateRuling } from '../agent.ts'
import { subagentIn } from './hooks.ts'
import { fieldsOf, textOf } from '../fields.ts'

/** The tool call in a held PreToolUse hook. Questions and plans are for the person: no rule decides them. */
export function gatesClaude({ event, body }: HostEvent & { type: 'hook' }): Gated | undefined {
  const hook = fieldsOf(body)
  const tool = textOf(hook.tool_name)
  const cwd = textOf(hook.cwd)
  // Without a folder nothing can be said of a path: the call is left to the agent's own flow.
  if (
    event !== 'PreToolUse' ||
    !tool ||
    cwd === undefined ||
    tool === 'AskUserQuestion' ||
    tool === 'ExitPlanMode'
  )
    return undefined
  const subagent = subagentIn(hook)
  return {
    tool,
    input: fieldsOf(hook.tool_input),
    cwd,
    ...(subagent !== '' && { subagent }),
  }
}

/** PreToolUse's answer (2.1.329): `allow` skips the prompt, `deny` blocks and is read, `ask` prompts even in auto mode. */
export function rulingClaude({ verdict, reason }: GateRuling): unknown {
  if (verdict === 'pass') return undefined
  return {
    hookSpecificOutput: {
      hookEventName: 'PreToolUse',
      permissionDecision: verdict,
      permissionDecisionReason: reason,
    },
  }
}
