import { cleanLine } from '../../protocol/clean.ts'
import type { Message } from '../../protocol/control.ts'
import type { Digest } from '../agent.ts'
import { usageOf, type Counted } from '../counted.ts'
import { callIn } from './ask.ts'
import { countOf, fieldsOf, listOf, parseFields, textOf, type Fields } from '../fields.ts'
import { folded, lastRequest, unfolded } from '../folded.ts'
import { said } from '../said.ts'
import { toolLine } from '../tool-line.ts'

/** Folds the lines that our plugin writes, one for each finished message; `child` is a subagent's. */
export function foldOpencode(before: Digest, lines: string[]): Digest {
  const digest = unfolded(before)
  let last = lastRequest(before.usage)
  for (const line of lines) {
    const record = parseFields(line)
    const id = textOf(record.id)
    if (record.role !== 'assistant' || id === undefined || digest.counted.has(id)) continue
    const counted = countedIn(record)
    const prompt = counted.input + counted.cacheRead + counted.cacheWrite
    // A message that was broken off before the model answered used nothing that is known.
    if (prompt + counted.output > 0) digest.counted.set(id, counted)
    if (record.child === true) continue
    if (counted.output > 0) last = { model: counted.model, contextTokens: prompt }
    const text = partsOf(record)
      .map((part) => (part.type === 'text' ? cleanLine(textOf(part.text) ?? '') : ''))
      .findLast(Boolean)
    if (text !== undefined) digest.lastText = text
  }
  return folded(digest, { ...last, ...usageOf(digest.counted, undefined) })
}

/** OpenCode says 0 of a model whose price it does not know, and of one that a plan pays for. */
function countedIn(record: Fields): Counted {
  const tokens = fieldsOf(record.tokens)
  const cache = fieldsOf(tokens.cache)
  const [at, costUsd] = [countOf(record.at), countOf(record.cost)]
  return {
    model: textOf(record.model) ?? 'unknown',
    input: countOf(tokens.input),
    output: countOf(tokens.output) + countOf(tokens.reasoning),
    cacheRead: countOf(cache.read),
    cacheWrite: countOf(cache.write),
    ...(at > 0 && { at }),
    ...(costUsd > 0 && { costUsd }),
  }
}

const partsOf = (record: Fields): Fields[] => listOf(record.parts).map(fieldsOf)

export function messagesOpencode(lines: string[]): Message[] {
  return lines.flatMap((line) => {
    const record = parseFields(line)
    if (record.child === true || (record.role !== 'user' && record.role !== 'assistant')) return []
    const role = record.role
    const at = countOf(record.at) || undefined
    return partsOf(record).flatMap((part): Message[] => {
      if (part.type === 'tool') {
        const { tool, input, cwd } = callIn({ tool: part.tool, args: part.input })
        return said('tool', toolLine(tool, input, cwd), at)
      }
      return part.type === 'text' ? said(role, textOf(part.text) ?? '', at) : []
    })
  })
}
