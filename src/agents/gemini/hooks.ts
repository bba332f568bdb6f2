import { cleanLine } from '../../protocol/clean.ts'
import type { HookEvent, HostEvent } from '../../protocol/host.ts'
import type { Session } from '../../protocol/session.ts'
import type { Doing, Learned } from '../agent.ts'
import { fieldsOf, textOf, type Fields } from '../fields.ts'
import { asksGemini } from './ask.ts'
import { toolLine } from '../tool-line.ts'

/** Of two signs this close the order is not sure: a title is told up to 250 ms late, ms. */
const SETTLE_MS = 500

/** What hooks and window title of Gemini CLI (0.61) tell. */
export function learnGemini(event: HostEvent, session: Session): Learned[] {
  switch (event.type) {
    case 'hook':
      return learnHook(event, session)
    case 'title':
      return learnTitle(event, session)
    default:
      return []
  }
}

function learnHook(event: HookEvent, session: Session): Learned[] {
  const hook = fieldsOf(event.body)
  return [...conversationIn(event.event, hook, session), ...doing(event, hook, session)]
}

function conversationIn(event: string, hook: Fields, session: Session): Learned[] {
  const resumeId = textOf(hook.session_id)
  if (!resumeId || event === 'SessionEnd') return []
  // Its file is begun with the first prompt.
  const written = event.startsWith('Session') ? undefined : textOf(hook.transcript_path)
  if (resumeId === session.resumeId && (!written || written === session.transcript)) return []
  const says = `conversation ${resumeId}`
  return [{ type: 'conversation', source: 'hook', says, resumeId, ...(written && { transcript: written }) }]
}

function doing(event: HookEvent, hook: Fields, session: Session): Learned[] {
  const name = event.event
  const tool = textOf(hook.tool_name) ?? ''
  const input = fieldsOf(hook.tool_input)
  const line = toolLine(tool, input, session.cwd)
  const now = (activity: Doing, says = name): Learned[] => [
    { type: 'activity', source: 'hook', says: cleanLine(says), activity },
  ]
  switch (name) {
    case 'SessionStart':
      // It speaks: nobody need look at its screen.
      return isStarting(session) ? now({ kind: 'unknown', what: 'starting up' }) : []
    case 'SessionReady':
      // With a prompt to take it is about to begin, and says so.
      if (!isStarting(session) || (session.prompt !== '' && hook.source === 'startup')) return []
      return now({ kind: 'idle' })
    case 'BeforeAgent':
      return now({ kind: 'working', what: cleanLine(textOf(hook.prompt) ?? '', 120) || 'a prompt' })
    case 'BeforeTool':
      return isAsking(session) ? [] : now({ kind: 'working', what: line }, `${name} ${line}`)
    case 'AfterTool':
      return [
        { type: 'requests-over', source: 'hook', says: cleanLine(`${name} ${line}`), ...over(tool, input) },
        ...(isAsking(session) ? [] : now({ kind: 'working', what: line }, `${name} ${line}`)),
      ]
    case 'Notification': {
      const asked = asksGemini(event)
      if (!asked) return []
      const what = toolLine(asked.tool, asked.input, session.cwd)
      return now({ kind: 'needs-input', need: 'permission', what }, `${name} ${what}`)
    }
    case 'AfterAgent': {
      const what = cleanLine(textOf(hook.prompt_response) ?? '', 200)
      return [
        { type: 'requests-over', source: 'hook', says: name },
        ...now({ kind: 'idle', ...(what && { what }) }),
      ]
    }
    case 'SessionEnd':
      return [{ type: 'requests-over', source: 'hook', says: name }]
    default:
      return []
  }
}

/** A card's input has only what the dialog tells: for a command that is the command. */
function over(tool: string, input: Fields): { tool: string; input?: Fields } {
  if (typeof input.command === 'string') return { tool, input: { command: input.command } }
  return { tool: tool === 'replace' ? 'write_file' : tool }
}

const isStarting = ({ life }: Session): boolean =>
  life.status === 'running' && life.activity.kind === 'unknown'

const isAsking = ({ life }: Session): boolean =>
  life.status === 'running' && life.activity.kind === 'needs-input' && life.activity.need === 'permission'

/**
 * `◇ Ready`, `✦ Working…`, `✋ Action Required`: its own word on its state, and all there is after Esc in a dialog. Only
 * `◇` at the start says nothing, since it stands there during its trust dialog too.
 */
function learnTitle(event: HostEvent & { type: 'title' }, session: Session): Learned[] {
  const { life } = session
  const [mark] = /^[◇✦✋]/u.exec(event.title) ?? []
  if (mark === undefined || life.status !== 'running') return []
  const { activity } = life
  const says = `title shows ${mark}`
  const now = (doing: Doing): Learned[] => [
    { type: 'activity', source: 'title', says, activity: doing, sure: true },
  ]
  if (mark === '✋') return isAsking(session) ? [] : now({ kind: 'needs-input', need: 'permission' })
  const next: Doing = { kind: mark === '✦' ? 'working' : 'idle' }
  if (isAsking(session)) {
    // Ready it is only once nothing asks nor works: that is never older.
    if (mark === '✦' && event.at - activity.since < SETTLE_MS) return []
    return [{ type: 'requests-over', source: 'title', says }, ...now(next)]
  }
  if (next.kind === 'idle' && activity.kind !== 'working') return []
  return now(next)
}
