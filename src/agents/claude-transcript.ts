import { cleanLine, cleanText } from '../protocol/clean.ts'
import type { Message } from '../protocol/control.ts'
import type { Usage } from '../protocol/usage.ts'
import type { Digest } from './agent.ts'
import { countOf, fieldsOf, listOf, parseFields, textOf, type Fields } from './fields.ts'
import { toolLine } from './tool-line.ts'

type Tokens = { model: string; input: number; output: number; cacheRead: number; cacheWrite: number }

/** Folds lines of a Claude Code (2.1) conversation, or of one of its subagents, into what is known of it. */
export function foldClaude(before: Digest, lines: string[]): Digest {
  const digest: Digest = { ...before, counted: new Map(before.counted), pending: new Map(before.pending) }
  let costUsd = before.usage.costUsd
  let contextTokens = before.usage.contextTokens
  for (const line of lines) {
    const record = parseFields(line)
    const cost = costIn(record)
    if (cost !== undefined) costUsd = cost.usd
    named(digest, record)
    const tokens = tokensIn(record)
    if (tokens && count(digest, tokens)) {
      costUsd = undefined // what the agent reported was for less than this
      if (record.isSidechain !== true) contextTokens = tokens.input + tokens.cacheRead + tokens.cacheWrite
    }
    if (record.isSidechain !== true) follow(digest, record)
  }
  const { tool: _, ...rest } = digest
  const tool = [...(digest.pending?.values() ?? [])].at(-1)
  const usage = usageOf(digest, { costUsd, contextTokens })
  return { ...rest, usage, ...(tool !== undefined && { tool }) }
}

/** The conversation as a person reads it: what was said, and one line for each tool. */
export function messagesClaude(lines: string[]): Message[] {
  return lines.flatMap((line) => {
    const record = parseFields(line)
    if (record.isSidechain === true || record.isMeta === true) return []
    const at = Date.parse(textOf(record.timestamp) ?? '')
    const when = Number.isNaN(at) ? {} : { at }
    const say = (role: Message['role'], text: string): Message[] => {
      const clean = cleanText(text).trim()
      return clean === '' ? [] : [{ role, text: clean, ...when }]
    }
    if (record.type === 'system')
      return record.subtype === 'local_command' ? [] : say('system', textOf(record.content) ?? '')
    if (record.type !== 'user' && record.type !== 'assistant') return []
    const role = record.type
    return contentOf(record).flatMap((block) => {
      if (block.type === 'text')
        return say(role, role === 'user' ? ownWords(textOf(block.text) ?? '') : (textOf(block.text) ?? ''))
      if (block.type === 'tool_use') return say('tool', lineOf(block, record))
      return []
    })
  })
}

function contentOf(record: Fields): Fields[] {
  const { content } = fieldsOf(record.message)
  return typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content).map(fieldsOf)
}

const lineOf = (block: Fields, record: Fields): string =>
  toolLine(textOf(block.name) ?? 'tool', fieldsOf(block.input), textOf(record.cwd) ?? '/')

// The CLI wraps what it adds to the person's words, and its own commands, in such tags.
const ADDED = /<(system-reminder|local-command-[\w-]+|command-[\w-]+|task-notification)>[\s\S]*?<\/\1>/g
const ownWords = (text: string): string => text.replace(ADDED, '')

// A name the person gave stands above one the agent made up; records of both repeat through the file.
function named(digest: Digest, record: Fields): void {
  const given = record.type === 'custom-title' ? textOf(record.customTitle) : undefined
  const made = record.type === 'ai-title' ? textOf(record.aiTitle) : undefined
  if (given) {
    digest.title = cleanLine(given)
    digest.titleGiven = true
  } else if (made && digest.titleGiven !== true) digest.title = cleanLine(made)
}

function follow(digest: Digest, record: Fields): void {
  if (record.type === 'assistant')
    for (const block of contentOf(record)) {
      const text = block.type === 'text' ? cleanLine(textOf(block.text) ?? '') : ''
      if (text !== '') digest.lastText = text
      if (block.type === 'tool_use' && typeof block.id === 'string')
        digest.pending?.set(block.id, lineOf(block, record))
    }
  if (record.type !== 'user') return
  const results = contentOf(record).filter(({ type }) => type === 'tool_result')
  for (const { tool_use_id: id } of results) if (typeof id === 'string') digest.pending?.delete(id)
  // A new prompt: what a killed process left without a result does not run any more.
  if (results.length === 0 && record.isMeta !== true) digest.pending?.clear()
}

function tokensIn(record: Fields): (Tokens & { id: string }) | undefined {
  if (record.type !== 'assistant') return undefined
  const message = fieldsOf(record.message)
  const [id, model] = [textOf(message.id), textOf(message.model)]
  if (!id || !model || model === '<synthetic>') return undefined // the CLI's own words, e.g. an API error
  const usage = fieldsOf(message.usage)
  return {
    id,
    model,
    input: countOf(usage.input_tokens),
    output: countOf(usage.output_tokens),
    cacheRead: countOf(usage.cache_read_input_tokens),
    cacheWrite: countOf(usage.cache_creation_input_tokens),
  }
}

/** The lines of one message repeat its usage: it counts once, by the line with most output. */
function count(digest: Digest, { id, ...tokens }: Tokens & { id: string }): boolean {
  const known = digest.counted.get(id)
  if (known && known.output >= tokens.output) return false
  digest.counted.set(id, tokens)
  return true
}

function costIn(record: Fields): { usd: number | undefined } | undefined {
  if (record.type !== 'cost-state' || typeof record.totalCostUSD !== 'number') return undefined
  return { usd: record.hasUnknownModelCost === true ? undefined : countOf(record.totalCostUSD) }
}

function usageOf(
  digest: Digest,
  known: { costUsd: number | undefined; contextTokens: number | undefined },
): Usage {
  const models: Usage['models'] = {}
  for (const { model, ...tokens } of digest.counted.values()) {
    const sum = models[model]
    models[model] = sum
      ? {
          input: sum.input + tokens.input,
          output: sum.output + tokens.output,
          cacheRead: sum.cacheRead + tokens.cacheRead,
          cacheWrite: sum.cacheWrite + tokens.cacheWrite,
        }
      : tokens
  }
  const { costUsd, contextTokens } = known
  return {
    models,
    ...(contextTokens !== undefined && { contextTokens }),
    ...(costUsd !== undefined && { costUsd }),
  }
}
