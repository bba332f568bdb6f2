// The conversation as a file of JSON lines, like Claude Code's: one line for each thing said or done. Written
// line by line at once, so a killed agent has lost nothing.
import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const MODEL = 'demo-model'

export function openMemory(folder, id) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const memory = { id, path: join(folder, `${id}.jsonl`), said: [], title: undefined, user, assistant, toolResult, name, forget }
  let turns = 0

  for (const line of old(memory.path)) {
    if (line.type === 'ai-title') memory.title = line.aiTitle
    if (line.type === 'assistant') turns += 1
    if (line.type === 'user' && typeof line.message?.content === 'string') memory.said.push(line.message.content)
  }

  function write(record) {
    const about = { uuid: randomUUID(), timestamp: new Date().toISOString(), sessionId: memory.id, cwd: process.cwd() }
    appendFileSync(memory.path, `${JSON.stringify({ ...record, ...about })}\n`, { mode: 0o600 })
  }
  function user(text) {
    memory.said.push(text)
    write({ type: 'user', isSidechain: false, message: { role: 'user', content: text } })
  }
  function assistant(block) {
    turns += 1
    // Sums that a test can foretell: a hundred tokens in and ten out for each turn.
    const usage = { input_tokens: 100, output_tokens: 10, cache_read_input_tokens: turns * 100, cache_creation_input_tokens: 0 }
    write({ type: 'assistant', isSidechain: false, message: { id: `msg_${memory.id}_${turns}`, role: 'assistant', model: MODEL, content: [block], usage } })
  }
  function toolResult(id, content, isError) {
    const block = { type: 'tool_result', tool_use_id: id, content, is_error: isError }
    write({ type: 'user', isSidechain: false, message: { role: 'user', content: [block] } })
  }
  function name(title) {
    memory.title = title
    write({ type: 'ai-title', aiTitle: title })
  }
  /** A new conversation in the same process, as Claude Code's /clear. */
  function forget(newId) {
    memory.id = newId
    memory.path = join(folder, `${newId}.jsonl`)
    memory.said = []
    memory.title = undefined
    turns = 0
  }
  return memory
}

function old(path) {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))
  } catch {
    return [] // a new conversation
  }
}
