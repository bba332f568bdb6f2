import { cleanLine } from '../../protocol/clean.ts'
import type { HookEvent } from '../../protocol/host.ts'
import type { Answer, Request } from '../../protocol/request.ts'
import type { Session } from '../../protocol/session.ts'
import type { Asked, Doing, Gated, GateRuling, Learned } from '../agent.ts'
import { fieldsOf, parseFields, textOf, type Fields } from '../fields.ts'
import { toolLine } from '../tool-line.ts'

/** Copilot's tools by the names that rules and cards know them by. */
const TOOLS: Record<string, string> = {
  bash: 'Bash',
  view: 'Read',
  create: 'Write',
  edit: 'Edit',
  grep: 'Grep',
  glob: 'Glob',
  web_fetch: 'WebFetch',
}
export const toolName = (name: string): string => (Object.hasOwn(TOOLS, name) ? (TOOLS[name] ?? name) : name)

/** What a hook event of Copilot CLI (1.0.102) tells. */
export function learnHook({ event, body }: HookEvent, session: Session): Learned[] {
  const hook = fieldsOf(body)
  return [...conversationIn(hook, session), ...doing(event, hook, session)]
}

function conversationIn(hook: Fields, session: Session): Learned[] {
  const resumeId = textOf(hook.sessionId)
  if (!resumeId) return []
  const transcript = textOf(hook.transcriptPath)
  const known =
    resumeId === session.resumeId && (transcript === undefined || transcript === session.transcript)
  if (known) return []
  const says = `conversation ${resumeId}`
  return [{ type: 'conversation', source: 'hook', says, resumeId, ...(transcript && { transcript }) }]
}

function doing(event: string, hook: Fields, session: Session): Learned[] {
  const line = toolLine(toolName(textOf(hook.toolName) ?? ''), inputIn(hook), session.cwd)
  const now = (activity: Doing, says = event): Learned[] => [
    { type: 'activity', source: 'hook', says: cleanLine(says), activity },
  ]
  switch (event) {
    case 'userPromptSubmitted':
      return now({ kind: 'working', what: cleanLine(textOf(hook.prompt) ?? '', 120) || 'a prompt' })
    case 'preToolUse':
    case 'postToolUse':
      return now({ kind: 'working', what: line }, `${event} ${line}`)
    case 'permissionRequest':
      return now({ kind: 'needs-input', need: 'permission', what: line }, `${event} ${line}`)
    case 'agentStop':
      return [{ type: 'requests-over', source: 'hook', says: event }, ...now({ kind: 'idle' })]
    default:
      return []
  }
}

/** Before a tool its input is `toolArgs`, an object or its JSON; when it asks, `toolInput`. */
function inputIn({ toolArgs, toolInput }: Fields): Fields {
  return typeof toolArgs === 'string' ? parseFields(toolArgs) : fieldsOf(toolArgs ?? toolInput)
}

/** Both hooks name the call; preToolUse always comes first, so that is where a call is counted. */
export function gatesCopilot({ event, body }: HookEvent): Gated | undefined {
  const hook = fieldsOf(body)
  const [tool, cwd] = [textOf(hook.toolName), textOf(hook.cwd)]
  const isGate = event === 'preToolUse' || event === 'permissionRequest'
  // Without a folder nothing can be said of a path: the call is left to the agent's own flow.
  if (!isGate || !tool || cwd === undefined) return undefined
  const again = event === 'permissionRequest'
  return { tool: toolName(tool), input: inputIn(hook), cwd, ...(again && { again }) }
}

/**
 * Before a tool Copilot takes `allow` and `deny` (1.0.102). It takes `ask`, too, but then asks in its own dialog only,
 * which nobody may be there to see: a card asks instead.
 */
export function rulingCopilot({ verdict, reason }: GateRuling, { event }: HookEvent): unknown {
  if (verdict !== 'allow' && verdict !== 'deny') return undefined
  if (event === 'preToolUse') return { permissionDecision: verdict, permissionDecisionReason: reason }
  return verdict === 'allow' ? { behavior: 'allow' } : { behavior: 'deny', message: reason }
}

export function asksCopilot(event: HookEvent, ruled?: GateRuling['verdict']): Asked | undefined {
  const call = gatesCopilot(event)
  if (!call || (event.event === 'preToolUse' && ruled !== 'ask')) return undefined
  const { again: _, ...rest } = call
  return { kind: 'permission', ...rest, fixed: true, raw: event.event }
}

/** Undefined: Copilot cannot take this answer. */
export function answerCopilot(_request: Request, answer: Answer, asked: Asked): unknown {
  const isBefore = asked.raw === 'preToolUse'
  switch (answer.verdict) {
    case 'allow':
      if (answer.input) return undefined
      // The person saw the very call: its own prompt for it would ask them twice.
      return isBefore
        ? { permissionDecision: 'allow', permissionDecisionReason: 'the person said yes' }
        : { behavior: 'allow' }
    case 'deny': {
      const message = answer.message?.trim() || 'The person said no.'
      if (isBefore)
        return answer.interrupt === true
          ? undefined // there it can only be told no
          : { permissionDecision: 'deny', permissionDecisionReason: message }
      return { behavior: 'deny', message, ...(answer.interrupt === true && { interrupt: true }) }
    }
    default:
      return undefined
  }
}
