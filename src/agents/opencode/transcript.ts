import { cleanLine, cleanText } from '../../protocol/clean.ts'
import type { Message } from '../../protocol/control.ts'
import type { Digest } from '../agent.ts'
import { callIn } from './ask.ts'
import { countOf, fieldsOf, listOf, parseFields, textOf, type Fields } from '../fields.ts'
import { toolLine } from '../tool-line.ts'

/** Folds the lines that our plugin writes, one for each finished message; `child` is a subagent's. */
export function foldOpencode(before: Digest, lines: string[]): Digest {
  const digest: Digest = { ...before, counted: new Map(before.counted) }
  let { costUsd = 0, contextTokens } = before.usage
  for (const line of lines) {
    const record = parseFields(line)
    const id = textOf(record.id)
    const model = textOf(record.model)
    if (record.role !== 'assistant' || id === undefined || digest.counted.has(id)) continue
    const tokens = tokensIn(record)
    digest.counted.set(id, { model: model ?? 'unknown', ...tokens })
    costUsd += countOf(record.cost)
    if (record.child === true) continue
    if (tokens.output > 0) contextTokens = tokens.input + tokens.cacheRead + tokens.cacheWrite
    const text = partsOf(record)
      .map((part) => (part.type === 'text' ? cleanLine(textOf(part.text) ?? '') : ''))
      .findLast(Boolean)
    if (text !== undefined) digest.lastText = text
  }
  const models: Digest['usage']['models'] = {}
  for (const { model, input, output, cacheRead, cacheWrite } of digest.counted.values()) {
    if (input + output + cacheRead + cacheWrite === 0) continue
    const sum = (models[model] ??= { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 })
    sum.input += input
    sum.output += output
    sum.cacheRead += cacheRead
    sum.cacheWrite += cacheWrite
  }
  // OpenCode says 0 for a model whose price it does not know.
  const usage = {
    models,
    ...(contextTokens !== undefined && { contextTokens }),
    ...(costUsd > 0 && { costUsd }),
  }
  return { ...digest, usage }
}

function tokensIn(record: Fields) {
  const tokens = fieldsOf(record.tokens)
  const cache = fieldsOf(tokens.cache)
  return {
    input: countOf(tokens.input),
    output: countOf(tokens.output) + countOf(tokens.reasoning),
    cacheRead: countOf(cache.read),
    cacheWrite: countOf(cache.write),
  }
}

const partsOf = (record: Fields): Fields[] => listOf(record.parts).map(fieldsOf)

export function messagesOpencode(lines: string[]): Message[] {
  return lines.flatMap((line) => {
    const record = parseFields(line)
    if (record.child === true || (record.role !== 'user' && record.role !== 'assistant')) return []
    const role = record.role
    const at = countOf(record.at)
    const when = at > 0 ? { at } : {}
    return partsOf(record).flatMap((part): Message[] => {
      if (part.type === 'tool') {
        const { tool, input, cwd } = callIn({ tool: part.tool, args: part.input })
        return [{ role: 'tool', text: toolLine(tool, input, cwd), ...when }]
      }
      const text = cleanText(textOf(part.text) ?? '').trim()
      return part.type === 'text' && text !== '' ? [{ role, text, ...when }] : []
    })
  })
}
