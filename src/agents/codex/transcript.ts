import { cleanLine } from '../../protocol/clean.ts'
import type { Message } from '../../protocol/control.ts'
import type { Session } from '../../protocol/session.ts'
import type { Quota } from '../../protocol/usage.ts'
import type { Digest, Learned } from '../agent.ts'
import { usageOf, type Counted } from '../counted.ts'
import { countOf, fieldsOf, listOf, parseFields, textOf, type Fields } from '../fields.ts'
import { folded, unfolded } from '../folded.ts'
import { said, timeOf } from '../said.ts'
import { toolLine } from '../tool-line.ts'

// A rollout: lines of `{timestamp, type, payload}` (0.169.0; what older versions wrote is read too).

/** Folds lines of a Codex conversation into what is known of it. */
export function foldCodex(before: Digest, lines: string[]): Digest {
  const digest = unfolded(before)
  let usage = before.usage
  for (const line of lines) {
    const record = parseFields(line)
    const payload = fieldsOf(record.payload)
    const at = timeOf(record)
    if (record.type === 'turn_context') {
      const model = textOf(payload.model)
      if (model) usage = { ...usage, model }
    } else if (record.type === 'token_usage_record') {
      count(
        digest,
        `response ${textOf(payload.response_id)}`,
        tokensIn(fieldsOf(payload.usage), usage.model, at),
      )
    } else if (payload.type === 'token_count') {
      usage = { ...usage, ...standIn(payload, at) }
      countTotal(digest, fieldsOf(payload.info), usage.model, at)
    } else follow(digest, record.type, payload)
  }
  return folded(digest, { ...usage, ...usageOf(digest.counted, undefined) })
}

/** The conversation as a person reads it: what was said, and one line for each tool. */
export function messagesCodex(lines: string[]): Message[] {
  return lines.flatMap((line) => {
    const record = parseFields(line)
    const payload = fieldsOf(record.payload)
    const at = timeOf(record)
    const say = (role: Message['role'], text: string) => said(role, text, at)
    if (record.type === 'response_item') {
      const tool = toolIn(payload)
      return tool ? say('tool', tool.line) : []
    }
    const words = saidIn(payload)
    return words ? say(words.role, words.text) : []
  })
}

/** Between a turn's end in the file and OSC 7501's word of it, generously, ms. */
const SLACK_MS = 3000

/** Why a turn failed: OSC 7501 says only that it did. What ended before the session began to stand there is old. */
export function learnCodexFile(lines: string[], { life }: Session): Learned[] {
  if (life.status !== 'running') return []
  const since = life.activity.since - SLACK_MS
  return lines.flatMap((line): Learned[] => {
    const record = parseFields(line)
    const payload = fieldsOf(record.payload)
    const { message, codex_error_info: kind } = fieldsOf(payload.error)
    const raw = textOf(message)
    if (payload.type !== 'task_complete' || raw === undefined || (timeOf(record) ?? 0) < since) return []
    const what = cleanLine(textOf(fieldsOf(parseFields(raw).error).message) ?? raw, 200)
    const need = kind === 'unauthorized' ? 'auth' : 'input'
    return [
      {
        type: 'activity',
        source: 'transcript',
        says: `the turn failed: ${what}`,
        activity: { kind: 'needs-input', need, what },
      },
    ]
  })
}

/** Words of the person or the agent: `item_completed` since about 0.150, before that a message of its own. */
function saidIn(payload: Fields): { role: 'user' | 'assistant'; text: string } | undefined {
  switch (payload.type) {
    case 'user_message':
      return { role: 'user', text: textOf(payload.message) ?? '' }
    case 'agent_message':
      return { role: 'assistant', text: textOf(payload.message) ?? '' }
    case 'item_completed': {
      const item = fieldsOf(payload.item)
      const text = listOf(item.content)
        .map((part) => textOf(fieldsOf(part).text) ?? '')
        .join('\n')
      if (item.type === 'UserMessage') return { role: 'user', text }
      return item.type === 'AgentMessage' ? { role: 'assistant', text } : undefined
    }
    default:
      return undefined
  }
}

/** A tool call, named as the hooks name it. */
function toolIn(payload: Fields): { id: string; line: string } | undefined {
  const id = textOf(payload.call_id) ?? ''
  const name = textOf(payload.name) ?? 'tool'
  switch (payload.type) {
    case 'function_call': {
      const input = parseFields(textOf(payload.arguments) ?? '')
      const command = commandIn(input)
      return {
        id,
        line: command === undefined ? toolLine(name, input, '/') : cleanLine(`Bash: ${command}`, 200),
      }
    }
    case 'custom_tool_call':
      return { id, line: cleanLine(`${name}: ${textOf(payload.input) ?? ''}`, 200) }
    case 'local_shell_call':
      return { id, line: cleanLine(`Bash: ${commandIn(fieldsOf(payload.action)) ?? ''}`, 200) }
    default:
      return undefined
  }
}

const commandIn = ({ cmd, command }: Fields): string | undefined =>
  textOf(cmd) ?? textOf(command) ?? (Array.isArray(command) ? command.join(' ') : undefined)

function follow(digest: Digest, type: unknown, payload: Fields): void {
  const words = type === 'response_item' ? undefined : saidIn(payload)
  if (words?.role === 'assistant') {
    const text = cleanLine(words.text)
    if (text !== '') digest.lastText = text
  }
  if (payload.type === 'thread_name_updated') {
    const title = cleanLine(textOf(payload.thread_name) ?? '')
    if (title !== '') digest.title = title
  }
  const tool = type === 'response_item' ? toolIn(payload) : undefined
  if (tool) digest.pending?.set(tool.id, tool.line)
  if (typeof payload.type === 'string' && payload.type.endsWith('_call_output'))
    digest.pending?.delete(textOf(payload.call_id) ?? '')
  // What an aborted turn or a killed process left without a result does not run any more.
  if (payload.type === 'task_started' || payload.type === 'task_complete' || payload.type === 'turn_aborted')
    digest.pending?.clear()
}

/** `input_tokens` hold those read from and written to the cache, `output_tokens` those of the reasoning. */
function tokensIn(usage: Fields, model: string | undefined, at: number | undefined): Counted | undefined {
  if (countOf(usage.total_tokens) === 0) return undefined
  const cacheRead = countOf(usage.cached_input_tokens)
  const cacheWrite = countOf(usage.cache_write_input_tokens)
  return {
    model: model ?? 'unknown',
    input: Math.max(0, countOf(usage.input_tokens) - cacheRead - cacheWrite),
    output: countOf(usage.output_tokens),
    cacheRead,
    cacheWrite,
    ...(at !== undefined && { at }),
  }
}

function count(digest: Digest, id: string, tokens: Counted | undefined): void {
  if (tokens && !digest.counted.has(id)) digest.counted.set(id, tokens)
}

/**
 * Before there was a record for each response, the running total is all there is: it is told again and again, so
 * each new total counts once, by its last response. Where there are records it would count everything twice.
 */
function countTotal(digest: Digest, info: Fields, model: string | undefined, at: number | undefined): void {
  if ([...digest.counted.keys()].some((id) => id.startsWith('response '))) return
  const total = countOf(fieldsOf(info.total_token_usage).total_tokens)
  if (total > 0) count(digest, `total ${total}`, tokensIn(fieldsOf(info.last_token_usage), model, at))
}

/** How full the conversation is, and what is left of the person's plan. */
function standIn(
  payload: Fields,
  at: number | undefined,
): { contextTokens?: number; contextWindow?: number; quota?: Quota[] } {
  const info = fieldsOf(payload.info)
  const tokens = countOf(fieldsOf(info.last_token_usage).input_tokens)
  const window = countOf(info.model_context_window)
  const limits = fieldsOf(payload.rate_limits)
  const quota = [limits.primary, limits.secondary]
    .flatMap((limit) => quotaIn(fieldsOf(limit), at ?? 0))
    .sort((a, b) => a.minutes - b.minutes)
  return {
    ...(tokens > 0 && { contextTokens: tokens }),
    ...(window > 0 && { contextWindow: window }),
    ...(quota.length > 0 && { quota }),
  }
}

function quotaIn(limit: Fields, at: number): Quota[] {
  const minutes = countOf(limit.window_minutes)
  if (minutes === 0 || typeof limit.used_percent !== 'number') return []
  const resetsAt = countOf(limit.resets_at) * 1000 // epoch s
  return [{ minutes, used: countOf(limit.used_percent), at, ...(resetsAt > 0 && { resetsAt }) }]
}
