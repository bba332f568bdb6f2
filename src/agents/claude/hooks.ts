import { cleanLine } from '../../protocol/clean.ts'
import type { HookEvent } from '../../protocol/host.ts'
import type { Activity, Need, Session } from '../../protocol/session.ts'
import type { Doing, Gated, Learned } from '../agent.ts'
import { fieldsOf, textOf, type Fields } from '../fields.ts'
import { toolLine } from '../tool-line.ts'

/** What a hook event of Claude Code (2.1) tells. The demo agent speaks the same words. */
export function learnHook({ event, body }: HookEvent, session: Session): Learned[] {
  const hook = fieldsOf(body)
  return [...conversationIn(event, hook, session), ...doing(event, hook, session)]
}

/** The subagent that a hook event is about, as it is shown; `''` for the main agent. */
export function subagentIn(hook: Fields): string {
  const [id, type] = [textOf(hook.agent_id), textOf(hook.agent_type)]
  if (id === undefined || id === '') return ''
  return cleanLine(`${type || 'agent'} ${id.slice(0, 7)}`, 80) // several of one type may run
}

/** The tool call that a hook names. Without a folder nothing can be said of a path: then it is left to the agent. */
export function callIn(hook: Fields): Gated | undefined {
  const [tool, cwd] = [textOf(hook.tool_name), textOf(hook.cwd)]
  if (!tool || cwd === undefined) return undefined
  const subagent = subagentIn(hook)
  return { tool, input: fieldsOf(hook.tool_input), cwd, ...(subagent !== '' && { subagent }) }
}

/** Whether a tool call needs a permission, an answer or a look at a plan. */
export function needOfTool(tool: string): Need & ('permission' | 'question' | 'plan') {
  if (tool === 'AskUserQuestion') return 'question'
  return tool === 'ExitPlanMode' ? 'plan' : 'permission'
}

// Every event names its conversation; after /clear or a resume by hand it is another one. SessionEnd names the
// one that is left. The file is there for sure only after the first prompt was taken.
function conversationIn(event: string, hook: Fields, session: Session): Learned[] {
  const resumeId = textOf(hook.session_id)
  if (!resumeId || event === 'SessionEnd') return []
  const path = textOf(hook.transcript_path)
  const written = path !== undefined && event !== 'UserPromptSubmit' && event !== 'SessionStart'
  const known = resumeId === session.resumeId && (!written || path === session.transcript)
  if (known) return []
  const transcript = written ? { transcript: path } : {}
  return [{ type: 'conversation', source: 'hook', says: `conversation ${resumeId}`, resumeId, ...transcript }]
}

function doing(event: string, hook: Fields, session: Session): Learned[] {
  const subagent = subagentIn(hook)
  const tool = textOf(hook.tool_name) ?? ''
  const input = fieldsOf(hook.tool_input)
  const line = toolLine(tool, input, session.cwd)
  const now = (activity: Doing, says = event): Learned[] => [
    { type: 'activity', source: 'hook', says: cleanLine(says), activity },
  ]
  switch (event) {
    case 'UserPromptSubmit':
      return now({ kind: 'working', what: cleanLine(textOf(hook.prompt) ?? '', 120) || 'a prompt' })
    case 'PreToolUse':
      return stillAsks(session, tool, line) ? [] : now({ kind: 'working', what: line }, `${event} ${line}`)
    case 'PermissionRequest':
      // The status protocol was faster, and only its words tell later that the dialog went.
      if (shownDialog(session, line)) return []
      return now({ kind: 'needs-input', need: needOfTool(tool), what: line }, `${event} ${line}`)
    case 'PostToolUse':
    case 'PostToolUseFailure': {
      // The answer is added to a question's input, and a plan's is emptied: those two come one at a time.
      const which = needOfTool(tool) === 'permission' ? { tool, input } : { tool }
      const says = `${event} ${line}`
      return [
        { type: 'requests-over', source: 'hook', says: cleanLine(says), ...which, subagent },
        ...(stillAsks(session, tool, line) ? [] : now({ kind: 'working', what: line }, says)),
      ]
    }
    case 'Stop':
      return [
        { type: 'requests-over', source: 'hook', says: event, subagent },
        ...now({ kind: 'idle', ...lastWords(hook) }),
      ]
    case 'StopFailure': {
      const need: Need = textOf(hook.error) === 'authentication_failed' ? 'auth' : 'input'
      return [
        { type: 'requests-over', source: 'hook', says: event, subagent },
        ...now({ kind: 'needs-input', need, what: lastWords(hook).what ?? 'the turn failed' }),
      ]
    }
    case 'SubagentStop':
      return subagent === '' ? [] : [{ type: 'requests-over', source: 'hook', says: event, subagent }]
    case 'Notification':
      return notified(hook, session).flatMap((activity) =>
        now(activity, `${event} ${textOf(hook.message) ?? ''}`),
      )
    case 'SessionEnd':
      return [{ type: 'requests-over', source: 'hook', says: `${event} ${textOf(hook.reason) ?? ''}`.trim() }]
    default:
      return []
  }
}

function lastWords(hook: Fields): { what?: string } {
  const what = cleanLine(textOf(hook.last_assistant_message) ?? '', 200)
  return what === '' ? {} : { what }
}

/**
 * Another tool than the one asked about goes on (parallel calls, a subagent): the dialog still waits. When it
 * is the one, the person has answered.
 */
function stillAsks({ life }: Session, tool: string, line: string): boolean {
  if (life.status !== 'running' || life.activity.kind !== 'needs-input') return false
  const { need, what } = life.activity
  if (need !== 'permission' && need !== 'question' && need !== 'plan') return false
  if (need !== 'permission' && need === needOfTool(tool)) return false // one question or plan at a time
  // `what` is our line of the tool, or the agent's words for its dialog, which end in the same command or path.
  return what === undefined || (what !== line && !what.endsWith(line.replace(/^\w+:? /, '')))
}

/** Its dialog is what the session was last told to show. */
function shownDialog({ life }: Session, line: string): boolean {
  if (life.status !== 'running' || life.activity.kind !== 'needs-input') return false
  const { what = '' } = life.activity
  return what.startsWith('approve ') && what.endsWith(line.replace(/^\w+:? /, ''))
}

// Sent some seconds after a dialog opened, or after a minute of waiting for a prompt: only news for us when
// the event itself was missed.
function notified(hook: Fields, { life }: Session): Doing[] {
  if (life.status !== 'running' || life.activity.kind === 'needs-input') return []
  const what = cleanLine(textOf(hook.message) ?? '', 200)
  const kind: Record<string, Activity['kind']> = { permission_prompt: 'needs-input', idle_prompt: 'idle' }
  switch (kind[textOf(hook.notification_type) ?? '']) {
    case 'needs-input':
      return [{ kind: 'needs-input', need: 'permission', ...(what && { what }) }]
    case 'idle':
      return life.activity.kind === 'idle' ? [] : [{ kind: 'idle' }]
    default:
      return []
  }
}
