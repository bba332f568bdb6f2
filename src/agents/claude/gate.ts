import type { HookEvent } from '../../protocol/host.ts'
import type { Gated, GateRuling } from '../agent.ts'
import { fieldsOf } from '../fields.ts'
import { callIn, needOfTool } from './hooks.ts'

/** The tool call in a held PreToolUse hook. Questions and plans are for the person: no rule decides them. */
export function gatesClaude({ event, body }: HookEvent): Gated | undefined {
  const call = event === 'PreToolUse' ? callIn(fieldsOf(body)) : undefined
  return call && needOfTool(call.tool) === 'permission' ? call : undefined
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
