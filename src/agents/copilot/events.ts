import { cleanLine } from '../../protocol/clean.ts'
import type { Message } from '../../protocol/control.ts'
import type { Need, Session } from '../../protocol/session.ts'
import type { Digest, Learned } from '../agent.ts'
import { toolName } from './hooks.ts'
import { usageOf, type Counted } from '../counted.ts'
import { countOf, fieldsOf, parseFields, textOf, type Fields } from '../fields.ts'
import { folded, unfolded } from '../folded.ts'
import { said, timeOf } from '../said.ts'
import { toolLine } from '../tool-line.ts'

// events.jsonl: lines of `{type, data, id, timestamp}` (1.0.102).

/** Folds events into what is known of the conversation. */
export function foldCopilot(before: Digest, lines: string[]): Digest {
  const digest = unfolded(before)
  let usage = before.usage
  for (const line of lines) {
    const { type, data, at, id } = eventIn(line)
    switch (type) {
      case 'session.usage_record': {
        const record = fieldsOf(data.usage)
        const tokens = tokensIn(record, at)
        const window = countOf(record.maxPromptTokens)
        digest.counted.set(textOf(record.apiCallId) || id, tokens)
        usage = {
          ...usage,
          model: tokens.model,
          contextTokens: tokens.input + tokens.cacheRead + tokens.cacheWrite,
          ...(window > 0 && { contextWindow: window }),
        }
        break
      }
      case 'assistant.message': {
        const text = cleanLine(textOf(data.content) ?? '')
        if (text !== '') digest.lastText = text
        break
      }
      case 'tool.execution_start':
        digest.pending?.set(textOf(data.toolCallId) ?? '', toolIn(data))
        break
      case 'tool.execution_complete':
        digest.pending?.delete(textOf(data.toolCallId) ?? '')
        break
      case 'user.message':
      case 'abort':
        digest.pending?.clear() // what a killed process left without a result does not run any more
        break
    }
  }
  return folded(digest, { ...usage, ...usageOf(digest.counted, undefined) })
}

export function messagesCopilot(lines: string[]): Message[] {
  return lines.flatMap((line) => {
    const { type, data, at } = eventIn(line)
    const say = (role: Message['role'], text: string) => said(role, text, at)
    switch (type) {
      case 'user.message':
        return say('user', textOf(data.content) ?? '')
      case 'assistant.message':
        return say('assistant', textOf(data.content) ?? '')
      case 'tool.execution_start':
        return say('tool', toolIn(data))
      case 'session.error':
        return say('system', textOf(data.message) ?? '')
      default:
        return []
    }
  })
}

/**
 * What no hook tells: an answer in its own dialog, a question, an interruption, a failed request. An event from
 * before what the session is known to do is news no longer.
 */
export function learnEvents(lines: string[], { life }: Session): Learned[] {
  if (life.status !== 'running') return []
  const since = life.activity.since
  return lines.flatMap((line): Learned[] => {
    const { type, data, at = 0 } = eventIn(line)
    if (at < since - (isInterrupted(data) ? SLACK_MS : 0)) return []
    const activity = activityIn(type, data)
    return activity ? [{ type: 'activity', source: 'transcript', says: type, activity }] : []
  })
}

/** A person's answer is known here a moment after Copilot has acted on it, ms. */
const SLACK_MS = 3000
/** A denial that also ended the turn: neither an `abort` nor a hook follows. */
const isInterrupted = (data: Fields): boolean => fieldsOf(data.result).interrupt === true

const ASKS: Record<string, Need> = {
  permission: 'permission',
  user_input: 'question',
  elicitation: 'question',
  exit_plan_mode: 'plan',
}

function activityIn(type: string, data: Fields): (Learned & { type: 'activity' })['activity'] | undefined {
  const [topic = '', step] = type.split('.')
  const need = Object.hasOwn(ASKS, topic) ? ASKS[topic] : undefined
  // Cancelled by an interruption, of which it tells before or after this.
  if (need !== undefined && step === 'completed' && isInterrupted(data)) return { kind: 'idle' }
  if (need !== undefined && step === 'completed')
    return fieldsOf(data.result).kind === 'cancelled' ? undefined : { kind: 'working' }
  if (need !== undefined && step === 'requested') {
    const asked = fieldsOf(data.permissionRequest)
    const what = cleanLine(textOf(asked.fullCommandText) ?? textOf(data.question) ?? '', 200)
    return { kind: 'needs-input', need, ...(what !== '' && { what }) }
  }
  switch (type) {
    case 'abort':
    case 'session.resume':
      return { kind: 'idle' }
    case 'session.error': {
      const need = data.errorType === 'authentication' ? 'auth' : 'input'
      return { kind: 'needs-input', need, what: cleanLine(textOf(data.message) ?? 'the turn failed', 200) }
    }
    default:
      return undefined
  }
}

function eventIn(line: string): { type: string; data: Fields; at: number | undefined; id: string } {
  const event = parseFields(line)
  return {
    type: textOf(event.type) ?? '',
    data: fieldsOf(event.data),
    at: timeOf(event),
    id: textOf(event.id) ?? '',
  }
}

const toolIn = (data: Fields): string =>
  toolLine(toolName(textOf(data.toolName) ?? 'tool'), fieldsOf(data.arguments), '/')

/** `inputTokens` hold those read from and written to the cache. `cost` counts premium requests, no money. */
function tokensIn(record: Fields, at: number | undefined): Counted {
  const [cacheRead, cacheWrite] = [countOf(record.cacheReadTokens), countOf(record.cacheWriteTokens)]
  return {
    model: textOf(record.model) || 'unknown',
    input: Math.max(0, countOf(record.inputTokens) - cacheRead - cacheWrite),
    output: countOf(record.outputTokens),
    cacheRead,
    cacheWrite,
    ...(at !== undefined && { at }),
  }
}
