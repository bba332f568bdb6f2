import { cleanLine } from '../../protocol/clean.ts'
import type { Message } from '../../protocol/control.ts'
import type { Digest } from '../agent.ts'
import { usageOf, type Counted } from '../counted.ts'
import { countOf, fieldsOf, listOf, parseFields, textOf, type Fields } from '../fields.ts'
import { folded, lastRequest, unfolded } from '../folded.ts'
import { said, timeOf } from '../said.ts'
import { toolLine } from '../tool-line.ts'

/** Folds lines of a Gemini CLI (0.61) conversation. A message is written again as it grows: its last record counts. */
export function foldGemini(before: Digest, lines: string[]): Digest {
  const digest = unfolded(before)
  let last = lastRequest(before.usage)
  for (const line of lines) {
    const record = parseFields(line)
    const id = textOf(record.id)
    if (record.type !== 'gemini' || id === undefined) continue
    const text = cleanLine(textOf(record.content) ?? '')
    if (text !== '') digest.lastText = text
    const counted = countedIn(record)
    if (counted === undefined) continue
    last = { model: counted.model, contextTokens: countOf(fieldsOf(record.tokens).input) }
    const at = digest.counted.get(id)?.at ?? counted.at
    digest.counted.set(id, { ...counted, ...(at !== undefined && { at }) })
  }
  return folded(digest, { ...last, ...usageOf(digest.counted, undefined) })
}

/** What was read from the cache is part of the prompt; thoughts are paid as output. */
function countedIn(record: Fields): Counted | undefined {
  const tokens = fieldsOf(record.tokens)
  const [prompt, cacheRead] = [countOf(tokens.input), countOf(tokens.cached)]
  if (prompt === 0) return undefined
  const at = timeOf(record)
  return {
    model: textOf(record.model) ?? 'unknown',
    input: Math.max(0, prompt - cacheRead) + countOf(tokens.tool),
    output: countOf(tokens.output) + countOf(tokens.thoughts),
    cacheRead,
    cacheWrite: 0,
    ...(at !== undefined && { at }),
  }
}

/** The conversation as a person reads it: what was said, and one line for each tool. */
export function messagesGemini(lines: string[]): Message[] {
  const records = new Map<string, Fields>()
  for (const line of lines) {
    const record = parseFields(line)
    if (typeof record.id === 'string') records.set(record.id, record)
  }
  return [...records.values()].flatMap((record) => {
    const at = timeOf(record)
    const say = (role: Message['role'], text: string) => said(role, text, at)
    switch (record.type) {
      case 'user':
        return listOf(record.content)
          .map(fieldsOf)
          .flatMap((part) => say('user', ownWords(textOf(part.text) ?? '')))
      case 'gemini':
        return [
          ...say('assistant', textOf(record.content) ?? ''),
          ...listOf(record.toolCalls)
            .map(fieldsOf)
            .flatMap((call) => say('tool', toolLine(textOf(call.name) ?? 'tool', fieldsOf(call.args), '/'))),
        ]
      case 'info':
      case 'error':
      case 'warning':
        return say('system', textOf(record.content) ?? '')
      default:
        return []
    }
  })
}

/** The CLI tells its model where it is in words of the person's. */
const ownWords = (text: string): string => text.replace(/<session_context>[\s\S]*?<\/session_context>/g, '')
