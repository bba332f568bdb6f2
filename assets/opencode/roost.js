// Runs inside OpenCode (1.18) as a plugin: tells the session's host what happens and hands it what the person is
// asked. Nothing here may disturb OpenCode: whatever fails is left to its own dialogs, and never allows.
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { dirname, join } from 'node:path'

/** The rules answer in microseconds; a host that hangs must not hold up a tool, ms. */
const RULE_MS = 3000
/** Only what is shown of a tool's input is kept in the conversation file. */
const KEPT_CHARS = 2000
/** Permissions that are about the call itself: an allow of the call covers them, and no others. */
const OF_THE_CALL = new Set(['bash', 'edit', 'read', 'glob', 'grep', 'list', 'webfetch', 'websearch'])

export const RoostPlugin = async ({ client, directory }, options) => {
  const host = connect(options)
  const sessions = new Map()
  const calls = new Map()
  const allowed = new Set()
  const pending = new Map()
  const words = new Map()
  const errors = new Map()
  const told = new Map()
  const files = openFiles({ client, folder: options.folder })
  let current = options.conversation
  let queue = Promise.resolve()

  /** In order: what is told later was true later. */
  const inTurn = (act) => {
    queue = queue.then(act).catch(() => {})
    return queue
  }
  const know = (info) => sessions.set(info.id, { id: info.id, parent: info.parentID, agent: info.agent })
  async function about(id) {
    if (!sessions.has(id)) {
      const found = await client.session.get({ path: { id } }).catch(() => undefined)
      if (found?.data) know(found.data)
    }
    return sessions.get(id) ?? { id }
  }
  /** The conversation a session belongs to: a subagent's is its parent's. */
  async function place(id) {
    const own = await about(id)
    let top = own
    for (let up = 0; top.parent !== undefined && up < 10; up += 1) top = await about(top.parent)
    const subagent = top === own ? undefined : `${own.agent ?? 'agent'} ${own.id.slice(-7)}`
    return { conversation: top.id, subagent, directory }
  }
  const tell = (event, id, body) =>
    inTurn(async () => {
      const where = await place(id)
      // Another conversation may still be at work behind the one on the screen.
      if (current !== undefined && where.conversation !== current) return
      current ??= where.conversation
      const next = [...pending.values()].at(-1)
      const waits = next && { tool: next.body.tool, args: next.body.args, kind: next.event }
      await host.post(event, { ...where, transcript: files.pathOf(where.conversation), waits, ...body }).answer
    })

  /** Holds a question open until the person answers here or in OpenCode's own dialog; `{}` when neither. */
  function hold(event, { key, session, body }) {
    let settle = () => {}
    const answered = new Promise((resolve) => (settle = resolve))
    const held = { event, session, body, close: () => settle({}) }
    pending.set(key, held)
    inTurn(async () => {
      if (!pending.has(key)) return settle({})
      const where = await place(session)
      const post = host.post(event, { ...where, transcript: files.pathOf(where.conversation), ...body })
      held.close = () => {
        post.hangUp()
        settle({})
      }
      post.answer.then(settle)
      await post.sent
    })
    return answered
  }
  const release = (key) => {
    pending.get(key)?.close()
    return pending.delete(key)
  }

  async function asked(event, props) {
    const key = callKey(props.sessionID, props.tool?.callID)
    const call = calls.get(key)
    if (event === 'PermissionAsked' && allowed.has(key) && OF_THE_CALL.has(props.permission))
      return reply(props, { reply: 'once' })
    const { id, permission, patterns, metadata, always, questions } = props
    const body = { request: { id, permission, patterns, metadata, always, questions }, ...call }
    const answer = await hold(event, { key: id, session: props.sessionID, body })
    if (!pending.delete(id)) return
    if (event === 'PermissionAsked' && ['once', 'always', 'reject'].includes(answer.reply))
      await reply(props, answer)
    if (event === 'QuestionAsked' && Array.isArray(answer.answers))
      await send(`/question/{requestID}/reply`, id, { answers: answer.answers })
    if (event === 'QuestionAsked' && answer.reply === 'reject')
      await send(`/question/{requestID}/reject`, id, {})
  }
  const reply = ({ id }, { reply, message }) =>
    send('/permission/{requestID}/reply', id, { reply, ...(message && { message }) })
  const send = (url, requestID, body) =>
    client._client.post({ url, path: { requestID }, body, headers: { 'content-type': 'application/json' } })

  const heard = {
    'session.created': ({ info }) => know(info),
    'session.updated'({ info }) {
      know(info)
      if (info.parentID !== undefined || told.get('title') === info.id + info.title) return
      told.set('title', info.id + info.title)
      tell('Title', info.id, { title: info.title })
    },
    'session.status'({ sessionID, status }) {
      if (status.type === 'idle')
        for (const [key, held] of pending) if (held.session === sessionID) release(key)
      // Told again before every step: only a change is news.
      if (status.type !== 'retry' && told.get(sessionID) === status.type) return
      told.set(sessionID, status.type)
      tell('Status', sessionID, { status, words: words.get(sessionID), error: errors.get(sessionID) })
    },
    'session.error'({ sessionID, error }) {
      if (sessionID === undefined || error?.name === 'MessageAbortedError') return
      const { message, statusCode } = error?.data ?? {}
      errors.set(sessionID, { name: error?.name, message, statusCode })
    },
    'permission.asked': (props) => void asked('PermissionAsked', props).catch(() => {}),
    'question.asked': (props) => void asked('QuestionAsked', props).catch(() => {}),
    'message.updated': ({ info }) => inTurn(() => files.said(info, place)),
    'message.part.updated'({ part }) {
      if (part.type === 'text' && part.time?.end !== undefined) words.set(part.sessionID, part.text)
      files.part(part)
    },
  }
  for (const name of ['permission.replied', 'question.replied', 'question.rejected'])
    heard[name] = ({ sessionID, requestID, reply }) => {
      release(requestID)
      tell('Replied', sessionID, { request: { id: requestID }, reply })
    }

  return {
    async event({ event }) {
      heard[event.type]?.(event.properties)
    },
    async 'chat.message'({ sessionID }, { message, parts }) {
      const text = parts.flatMap((part) => (part.type === 'text' && !part.synthetic ? [part.text] : [])).join('\n')
      errors.delete(sessionID)
      words.delete(sessionID)
      inTurn(async () => {
        const { conversation, subagent } = await place(sessionID)
        if (subagent === undefined) current = conversation
        await files.prompt({ id: message?.id, sessionID, text, conversation, subagent })
      })
      tell('Prompt', sessionID, { text })
    },
    async 'tool.execute.before'({ tool, sessionID, callID }, output) {
      const [call, own] = [{ tool, args: output.args }, callKey(sessionID, callID)]
      allowed.delete(own) // a call that failed says nothing of its end, and some models count from one again
      calls.set(own, call)
      const where = await place(sessionID)
      const gate = host.post('ToolBefore', { ...where, ...call })
      const timer = setTimeout(gate.hangUp, RULE_MS)
      const ruling = await gate.answer.finally(() => clearTimeout(timer))
      if (ruling.verdict === 'deny') throw new Error(String(ruling.reason))
      if (ruling.verdict === 'allow') allowed.add(own)
      if (ruling.verdict !== 'ask') return
      const key = `roost ${own}`
      const body = { request: { id: key, permission: tool, why: ruling.reason }, ...call }
      const answer = await hold('PermissionAsked', { key, session: sessionID, body })
      pending.delete(key)
      tell('Replied', sessionID, { request: { id: key }, reply: answer.reply })
      if (answer.reply !== 'once')
        throw new Error(answer.message ?? 'The person was asked and did not agree. Do not try it another way.')
    },
    async 'tool.execute.after'({ tool, sessionID, callID, args }) {
      for (const known of [calls, allowed]) known.delete(callKey(sessionID, callID))
      tell('ToolAfter', sessionID, { tool, args })
    },
  }
}

/** The model makes up the ids of calls: they need not differ between conversations. */
const callKey = (sessionID, callID) => `${sessionID} ${callID}`

/** The host's hook endpoint. `answer` never fails: without an answer it is `{}`. */
function connect({ url, secret }) {
  return {
    post(event, body) {
      const bytes = Buffer.from(JSON.stringify(body))
      let settle, wasSent
      const answer = new Promise((resolve) => (settle = resolve))
      const sent = new Promise((resolve) => (wasSent = resolve))
      const json = { 'content-type': 'application/json', 'content-length': bytes.length }
      const headers = { authorization: `Bearer ${secret}`, ...json }
      const post = request(`${url}/hook/${event}`, { method: 'POST', headers, agent: false }, (response) => {
        const parts = []
        response.on('data', (part) => parts.push(part))
        response.on('error', () => settle({}))
        response.on('end', () => settle(response.statusCode === 200 ? parse(Buffer.concat(parts)) : {}))
      })
      post.on('error', () => settle({}))
      post.on('close', () => wasSent())
      post.on('finish', () => wasSent())
      answer.then(() => wasSent())
      post.end(bytes)
      const hangUp = () => {
        post.destroy()
        settle({})
      }
      return { answer, sent, hangUp }
    },
  }
}

function parse(bytes) {
  try {
    const value = JSON.parse(bytes.toString())
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

/**
 * OpenCode keeps conversations in a database; Roost reads files of lines. So each finished message is written as
 * one, beside the session, and what was said elsewhere is made up for when a conversation is gone on with.
 */
function openFiles({ client, folder }) {
  const parts = new Map()
  const written = new Map()
  const pathOf = (conversation) => join(folder, `${conversation}.jsonl`)

  async function known(conversation) {
    if (written.has(conversation)) return written.get(conversation)
    const ids = new Set(linesOf(pathOf(conversation)).map(({ id }) => id))
    written.set(conversation, ids)
    const kids = await client.session.children({ path: { id: conversation } }).catch(() => undefined)
    for (const id of [conversation, ...(kids?.data ?? []).map((kid) => kid.id)]) {
      const found = await client.session.messages({ path: { id } }).catch(() => undefined)
      for (const { info, parts: own } of found?.data ?? [])
        if (info.role === 'user' || info.time.completed !== undefined)
          write(conversation, { ...lineOf(info, own), ...(id !== conversation && { child: true }) })
    }
    return ids
  }
  function write(conversation, line) {
    const ids = written.get(conversation)
    if (line.id === undefined || ids.has(line.id)) return
    ids.add(line.id)
    const path = pathOf(conversation)
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600 })
  }
  return {
    pathOf,
    part(part) {
      if (part.type !== 'text' && part.type !== 'tool') return
      const own = parts.get(part.messageID) ?? new Map()
      parts.set(part.messageID, own.set(part.id, part))
    },
    async prompt({ id, sessionID, text, conversation, subagent }) {
      await known(conversation)
      const line = { id, session: sessionID, role: 'user', at: Date.now(), parts: [{ type: 'text', text }] }
      write(conversation, { ...line, ...(subagent && { child: true }) })
    },
    async said(info, place) {
      if (info.role !== 'assistant' || info.time.completed === undefined) return
      const own = [...(parts.get(info.id)?.values() ?? [])]
      parts.delete(info.id)
      parts.delete(info.parentID)
      const { conversation, subagent } = await place(info.sessionID)
      await known(conversation)
      write(conversation, { ...lineOf(info, own), ...(subagent && { child: true }) })
    },
  }
}

function linesOf(path) {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean).map(parse)
  } catch {
    return [] // not begun here
  }
}

function lineOf(info, parts) {
  const { id, sessionID, role, time, modelID, tokens, cost } = info
  const kept = parts.flatMap((part) => {
    if (part.type === 'text') return part.synthetic ? [] : [{ type: 'text', text: part.text }]
    if (part.type !== 'tool') return []
    return [{ type: 'tool', tool: part.tool, input: cut(part.state?.input), status: part.state?.status }]
  })
  return { id, session: sessionID, role, at: time.completed ?? time.created, model: modelID, tokens, cost, parts: kept }
}

const cut = (input) =>
  Object.fromEntries(
    Object.entries(input ?? {}).map(([key, value]) => [
      key,
      typeof value === 'string' ? value.slice(0, KEPT_CHARS) : value,
    ]),
  )
