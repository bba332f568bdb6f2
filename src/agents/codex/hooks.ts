import type { HookEvent } from '../../protocol/host.ts'
import type { Answer, Request } from '../../protocol/request.ts'
import type { Asked, Gated, GateRuling } from '../agent.ts'
import { callIn } from '../claude/hooks.ts'
import { fieldsOf } from '../fields.ts'

// Codex took over Claude Code's words for hooks, but not all of its answers (0.169.0): before a tool it knows only
// `deny`, and a permission can be given or refused, not changed or written down.

/** Both hooks name the call. PreToolUse always comes first, so that is where a call is counted. */
export function gatesCodex({ event, body }: HookEvent): Gated | undefined {
  const isGate = event === 'PreToolUse' || event === 'PermissionRequest'
  const call = isGate ? callIn(fieldsOf(body)) : undefined
  return call && { ...call, ...(event === 'PermissionRequest' && { again: true }) }
}

export function rulingCodex({ verdict, reason }: GateRuling, { event }: HookEvent): unknown {
  if (event === 'PreToolUse') return verdict === 'deny' ? refused(reason) : undefined
  switch (verdict) {
    case 'allow':
      return decided({ behavior: 'allow' })
    case 'deny':
      return decided({ behavior: 'deny', message: reason })
    default:
      return undefined
  }
}

/** A permission that it asks for; or, before a tool, what a rule wants asked though Codex would not. */
export function asksCodex(event: HookEvent, ruled?: GateRuling['verdict']): Asked | undefined {
  const call = gatesCodex(event)
  if (!call || (event.event === 'PreToolUse' && ruled !== 'ask')) return undefined
  const { again: _, ...rest } = call
  return { kind: 'permission', ...rest, fixed: true, raw: event.event }
}

/** Undefined: Codex cannot take this answer. */
export function answerCodex(_request: Request, answer: Answer, asked: Asked): unknown {
  const isBefore = asked.raw === 'PreToolUse'
  switch (answer.verdict) {
    case 'allow':
      if (answer.input) return undefined // it refuses the whole call when the input is changed
      return isBefore ? {} : decided({ behavior: 'allow' })
    case 'deny': {
      if (answer.interrupt === true) return undefined // no answer of a hook ends the turn
      const message = answer.message?.trim() || 'The person said no.'
      return isBefore ? refused(message) : decided({ behavior: 'deny', message })
    }
    default:
      return undefined
  }
}

const decided = (decision: { behavior: 'allow' | 'deny'; message?: string }) => ({
  hookSpecificOutput: { hookEventName: 'PermissionRequest', decision },
})

const refused = (reason: string) => ({
  hookSpecificOutput: {
    hookEventName: 'PreToolUse',
    permissionDecision: 'deny',
    permissionDecisionReason: reason,
  },
})
