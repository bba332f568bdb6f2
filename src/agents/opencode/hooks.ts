import { cleanLine } from '../../protocol/clean.ts'
import type { HostEvent } from '../../protocol/host.ts'
import type { Session } from '../../protocol/session.ts'
import type { Doing, Learned } from '../agent.ts'
import { fieldsOf, listOf, textOf, type Fields } from '../fields.ts'
import { UNTITLED } from './past.ts'
import { callIn } from './ask.ts'
import { toolLine } from '../tool-line.ts'

/** What our plugin (assets/opencode/roost.js) tells. */
export function learnOpencode(event: HostEvent, session: Session): Learned[] {
  if (event.type === 'title') return begun(event.title, session)
  if (event.type !== 'hook') return []
  const body = fieldsOf(event.body)
  return [...conversationIn(event.event, body, session), ...doing(event.event, body, session)]
}

/**
 * It sets the window title once it takes keys, some seconds after the plugin is there (1.18.33). Says nothing of the
 * state later on. With a prompt to take it is about to begin, and the plugin says so.
 */
function begun(title: string, { life, prompt, resumeId }: Session): Learned[] {
  const isStarting = life.status === 'running' && life.activity.kind === 'unknown'
  if (!isStarting || title === '' || (prompt !== '' && resumeId === undefined)) return []
  return [{ type: 'activity', source: 'title', says: 'its window has a title', activity: { kind: 'idle' } }]
}

function conversationIn(event: string, body: Fields, session: Session): Learned[] {
  const resumeId = textOf(body.conversation)
  const transcript = textOf(body.transcript)
  if (!resumeId || event === 'ToolBefore') return []
  if (resumeId === session.resumeId && (!transcript || transcript === session.transcript)) return []
  const says = `conversation ${resumeId}`
  return [{ type: 'conversation', source: 'hook', says, resumeId, ...(transcript && { transcript }) }]
}

function doing(event: string, body: Fields, session: Session): Learned[] {
  const line = lineOf(body, session)
  const isMain = textOf(body.subagent) === undefined
  const now = (activity: Doing, says = event): Learned[] => [
    { type: 'activity', source: 'hook', says: cleanLine(says), activity },
  ]
  switch (event) {
    case 'Prompt':
      return isMain
        ? now({ kind: 'working', what: cleanLine(textOf(body.text) ?? '', 120) || 'a prompt' })
        : []
    case 'ToolBefore':
    case 'ToolAfter':
      return waits(body, session) ? [] : now({ kind: 'working', what: line }, `${event} ${line}`)
    case 'PermissionAsked':
      return now({ kind: 'needs-input', need: 'permission', what: line }, `${event} ${line}`)
    case 'QuestionAsked': {
      const what = cleanLine(questionIn(body) ?? line, 200)
      return now({ kind: 'needs-input', need: 'question', what }, `${event} ${what}`)
    }
    case 'Replied':
      return now(waiting(body, session) ?? { kind: 'working' }, `${event} ${textOf(body.reply) ?? ''}`.trim())
    case 'Status':
      return isMain ? status(body, session).flatMap((activity) => now(activity, saysOf(body))) : []
    case 'Title': {
      const title = cleanLine(textOf(body.title) ?? '')
      if (title === '' || UNTITLED.test(title)) return []
      return [{ type: 'title', source: 'hook', says: `title ${title}`, title }]
    }
    default:
      return []
  }
}

const saysOf = (body: Fields): string => `status ${textOf(fieldsOf(body.status).type) ?? '?'}`

function status(body: Fields, session: Session): Doing[] {
  const { type, message } = fieldsOf(body.status)
  switch (type) {
    case 'busy':
      return waits(body, session) ? [] : [{ kind: 'working' }]
    case 'retry':
      return [{ kind: 'working', what: cleanLine(`tries again: ${textOf(message) ?? 'no answer'}`, 200) }]
    case 'idle': {
      const error = fieldsOf(body.error)
      const words = cleanLine(textOf(body.words) ?? '', 200)
      if (error.name === undefined) return [{ kind: 'idle', ...(words && { what: words }) }]
      const isLogin = error.name === 'ProviderAuthError' || error.statusCode === 401
      const what = cleanLine(textOf(error.message) ?? `the turn failed: ${textOf(error.name)}`, 200)
      return [{ kind: 'needs-input', need: isLogin ? 'auth' : 'input', what }]
    }
    default:
      return []
  }
}

/** Still asked while another tool goes on: `waits` is the newest question, as the plugin tells with each event. */
function waiting(body: Fields, session: Session): Doing | undefined {
  const next = fieldsOf(body.waits)
  if (next.kind === 'QuestionAsked') return { kind: 'needs-input', need: 'question', what: 'a question' }
  if (next.kind !== 'PermissionAsked') return undefined
  return { kind: 'needs-input', need: 'permission', what: lineOf({ ...body, ...next }, session) }
}

function waits(body: Fields, { life }: Session): boolean {
  if (body.waits !== undefined) return true
  if (life.status !== 'running' || life.activity.kind !== 'needs-input') return false
  return life.activity.need === 'permission' || life.activity.need === 'question'
}

function lineOf(body: Fields, { cwd }: Session): string {
  const { tool, input } = callIn(body)
  return toolLine(tool, input, cwd)
}

const questionIn = (body: Fields): string | undefined =>
  textOf(fieldsOf(listOf(fieldsOf(body.request).questions)[0]).question)
