import type { ServerResponse } from 'node:http'
import { json, serveFake, type FakeApi } from './fake-api.ts'
import { replyTo, type Turn } from './words.ts'

type Part = { type: string; text?: string }
type ChatMessage = {
  role: 'system' | 'user' | 'assistant' | 'tool'
  content: string | Part[] | null
  tool_call_id?: string
}
type ChatRequest = {
  model: string
  stream?: boolean
  tools?: { function: { name: string } }[]
  messages: ChatMessage[]
}

/** Tokens told with every answer: prompt 1200 of which 1000 were cached, 30 out. */
const USAGE = {
  prompt_tokens: 1200,
  completion_tokens: 30,
  total_tokens: 1230,
  prompt_tokens_details: { cached_tokens: 1000 },
}

/** An OpenAI-compatible API: `POST /v1/chat/completions`, streamed or whole. */
export async function serveFakeChat(): Promise<FakeApi<ChatRequest>> {
  const requests: ChatRequest[] = []
  const { url, close } = await serveFake(({ method, path, body }, response) => {
    if (method !== 'POST' || !path.endsWith('/chat/completions'))
      return json(response, 404, { error: { message: `no ${path}` } })
    // The real CLI is the only client: a body of another shape may end the test.
    const asked = JSON.parse(body) as ChatRequest
    requests.push(asked)
    const turn = heard(asked)
    const [, status] = /^refuse (\d+)$/.exec(turn.said) ?? []
    // Titles and the like are asked without tools.
    if (!asked.tools?.length) return say(response, asked, { text: 'Fake title' }, `chat_${requests.length}`)
    if (status) return json(response, Number(status), { error: { message: 'the fake refuses' } })
    say(response, asked, replyIn(turn), `chat_${requests.length}`)
  })
  return { url: `${url}/v1`, requests, close }
}

type Call = { name: string; input: object }
type Said = { text: string } | { calls: Call[] }

/** What words.ts says, in the tools of OpenCode; and `ask`, `delegate PROMPT`, `edit FILE`, which only it has here. */
function replyIn(turn: Turn): Said {
  const [, verb = '', rest = ''] = /^(\w+) ?([\s\S]*)$/.exec(turn.said) ?? []
  if (turn.results.length === 0 && verb in OWN) return { calls: OWN[verb]?.(rest) ?? [] }
  const reply = replyTo(turn)
  return 'text' in reply ? reply : { calls: [bash(reply.run)] }
}

const bash = (command: string): Call => ({ name: 'bash', input: { command, description: `Run ${command}` } })
const OWN: Record<string, (rest: string) => Call[]> = {
  both: (rest) => rest.split(' and ').map(bash),
  write: (rest) => [{ name: 'write', input: { filePath: rest, content: 'written by the fake\n' } }],
  delegate: (prompt) => [
    { name: 'task', input: { description: 'Delegate it', prompt, subagent_type: 'general' } },
  ],
  ask: () => [
    {
      name: 'question',
      input: {
        questions: [
          {
            question: 'Which one?',
            header: 'Choice',
            options: [
              { label: 'Alpha', description: 'the first' },
              { label: 'Beta', description: 'the second' },
            ],
          },
        ],
      },
    },
  ],
}

function heard({ messages }: ChatRequest): Turn {
  const last = messages.findLastIndex(({ role }) => role === 'user')
  const spoke = messages.findLastIndex(({ role }) => role === 'assistant')
  return {
    said: wordsOf(messages[last]).trim(),
    before: messages.slice(0, last).map(wordsOf).join('\n'),
    results: spoke > last ? messages.slice(spoke + 1).map(wordsOf) : [],
  }
}

function wordsOf(message: ChatMessage | undefined): string {
  const content = message?.content ?? ''
  return typeof content === 'string' ? content : content.map(({ text }) => text ?? '').join('\n')
}

function say(response: ServerResponse, { model, stream }: ChatRequest, reply: Said, id: string): void {
  const calls =
    'text' in reply
      ? undefined
      : reply.calls.map(({ name, input }, index) => ({
          index,
          id: `call_${id}_${index}`,
          type: 'function',
          function: { name, arguments: JSON.stringify(input) },
        }))
  const said = 'text' in reply ? { content: reply.text } : { content: null, tool_calls: calls }
  const message = { role: 'assistant', ...said }
  const finish_reason = calls ? 'tool_calls' : 'stop'
  const about = { id, created: 1, model }
  if (stream !== true)
    return json(response, 200, {
      ...about,
      object: 'chat.completion',
      choices: [{ index: 0, message, finish_reason }],
      usage: USAGE,
    })
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  const send = (data: object): void => {
    response.write(`data: ${JSON.stringify({ ...about, object: 'chat.completion.chunk', ...data })}\n\n`)
  }
  send({ choices: [{ index: 0, delta: message, finish_reason: null }] })
  send({ choices: [{ index: 0, delta: {}, finish_reason }], usage: USAGE })
  response.end('data: [DONE]\n\n')
}
