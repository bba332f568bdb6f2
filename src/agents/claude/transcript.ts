import { cleanLine } from '../../protocol/clean.ts'
import type { Message } from '../../protocol/control.ts'
import type { Digest } from '../agent.ts'
import { usageOf, type Counted } from '../counted.ts'
import { countOf, fieldsOf, listOf, parseFields, textOf, type Fields } from '../fields.ts'
import { folded, lastRequest, unfolded } from '../folded.ts'
import { said, timeOf } from '../said.ts'
import { toolLine } from '../tool-line.ts'

/** Folds lines of a Claude Code (2.1) conversation, or of one of its subagents, into what is known of it. */
export function foldClaude(before: Digest, lines: string[]): Digest {
  const digest = unfolded(before)
  let last = lastRequest(before.usage)
  for (const line of lines) {
    const record = parseFields(line)
    const isMain = record.isSidechain !== true
    const at = timeOf(record)
    if (isMain && at !== undefined) goesOn(digest, at)
    heardCost(digest, record)
    named(digest, record)
    const found = countedIn(record)
    if (found) {
      const { id, ...tokens } = found
      if (!isCopy(record)) count(digest, id, tokens)
      if (isMain)
        last = { model: tokens.model, contextTokens: tokens.input + tokens.cacheRead + tokens.cacheWrite }
    }
    if (isMain) follow(digest, record)
  }
  return folded(digest, { ...last, ...usageOf(digest.counted, digest.reported) })
}

/** The conversation as a person reads it: what was said, and one line for each tool. */
export function messagesClaude(lines: string[]): Message[] {
  return lines.flatMap((line) => {
    const record = parseFields(line)
    if (record.isSidechain === true || record.isMeta === true) return []
    const at = timeOf(record)
    const say = (role: Message['role'], text: string) => said(role, text, at)
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

function countedIn(record: Fields): (Counted & { id: string }) | undefined {
  if (record.type !== 'assistant') return undefined
  const message = fieldsOf(record.message)
  const [id, model] = [textOf(message.id), textOf(message.model)]
  if (!id || !model || model === '<synthetic>') return undefined // the CLI's own words, e.g. an API error
  const usage = fieldsOf(message.usage)
  const at = timeOf(record)
  const hour = countOf(fieldsOf(usage.cache_creation).ephemeral_1h_input_tokens)
  return {
    id,
    // Fast mode has prices of its own, which are not known here: it must not pass for the plain model.
    model: usage.speed === 'fast' ? `${model} (fast)` : model,
    input: countOf(usage.input_tokens),
    output: countOf(usage.output_tokens),
    cacheRead: countOf(usage.cache_read_input_tokens),
    cacheWrite: countOf(usage.cache_creation_input_tokens),
    ...(hour > 0 && { cacheWrite1h: hour }),
    ...(at !== undefined && { at }),
  }
}

/** A fork begins with the lines of the conversation it came from, which have been paid for there. */
const isCopy = (record: Fields): boolean => textOf(fieldsOf(record.forkedFrom).sessionId) !== undefined

/**
 * The lines of one message repeat its usage: it counts once, by the line with most output. Its time is that of its
 * first line, so that it stays in the same slot however much of the file has been read.
 */
function count(digest: Digest, id: string, tokens: Counted): void {
  const known = digest.counted.get(id)
  if (known && known.output >= tokens.output) return
  digest.counted.set(id, known?.at === undefined ? tokens : { ...tokens, at: known.at })
}

/** The total over all processes that went on with this conversation, requests beside it included (2.1.329). */
function heardCost(digest: Digest, record: Fields): void {
  if (record.type !== 'cost-state' || typeof record.totalCostUSD !== 'number') return
  delete digest.reported
  if (record.hasUnknownModelCost !== true)
    digest.reported = { usd: countOf(record.totalCostUSD), at: Number.POSITIVE_INFINITY }
}

/** It comes when the process ends and has no time of its own: it is for all until the next line. */
function goesOn(digest: Digest, at: number): void {
  const { reported } = digest
  if (reported?.at === Number.POSITIVE_INFINITY) digest.reported = { ...reported, at: at - 1 }
}
