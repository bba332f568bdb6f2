import type { ServerResponse } from 'node:http'
import { json, serveFake, type FakeApi } from './fake-api.ts'
import { replyTo } from './words.ts'

type Item = {
  type: string
  role?: string
  content?: { text?: string }[]
  output?: unknown
}
type ResponsesRequest = {
  model: string
  input: Item[]
  tools?: { type: string; name?: string }[]
  text?: { format?: { schema?: unknown } }
}
type Out = { type: 'message'; text: string } | { type: 'function_call'; name: string; arguments: object }

const USAGE = { input: 1000, cached: 600, output: 50 }

/** OpenAI's Responses API: does what words.ts says, by the shell tool it is offered. */
export async function serveFakeResponses(): Promise<FakeApi<ResponsesRequest>> {
  const requests: ResponsesRequest[] = []
  let count = 0
  const server = await serveFake(({ method, path, body }, response) => {
    if (!path.endsWith('/responses') || method !== 'POST')
      return json(response, 404, { error: { message: `not here: ${path}` } })
    // The real CLI is the only client: a body of another shape may end the test.
    const asked = JSON.parse(body) as ResponsesRequest
    requests.push(asked)
    count += 1
    const status = /^api error (\d+)/.exec(personsWords(asked.input).at(-1) ?? '')?.[1]
    if (status !== undefined)
      return json(response, Number(status), { error: { message: 'the fake refuses' } })
    stream(response, outFor(asked), count)
  })
  return { ...server, requests }
}

/** What the person said, without what the agent puts around it in messages of their role. */
function personsWords(items: Item[]): string[] {
  return items
    .filter(({ type, role }) => type === 'message' && role === 'user')
    .map(({ content }) =>
      (content ?? [])
        .map(({ text }) => text ?? '')
        .join('')
        .trim(),
    )
    .filter((text) => text !== '' && !text.startsWith('<') && !text.startsWith('# AGENTS.md'))
}

function outFor({ input, tools = [], text }: ResponsesRequest): Out {
  if (text?.format?.schema !== undefined) return { type: 'message', text: '{"title":"Fake title"}' }
  const words = personsWords(input)
  const since = input.findLastIndex(({ type, role }) => type === 'message' && role !== 'developer') + 1
  const results = input
    .slice(since)
    .flatMap(({ type, output }) =>
      type.endsWith('_call_output') ? [typeof output === 'string' ? output : JSON.stringify(output)] : [],
    )
  const reply = replyTo({ said: words.at(-1) ?? '', before: words.join('\n'), results })
  if ('text' in reply) return { type: 'message', text: reply.text }
  // Outside the sandbox: within it a command that stays in the folder runs unasked.
  const asks = { sandbox_permissions: 'require_escalated', justification: 'the test asked for it' }
  const { run } = reply
  const [, isPlain, command] = /^(plainly )?([\s\S]*)$/.exec(run) ?? []
  const given = { cmd: command, command, ...(isPlain ? {} : asks) }
  const shell = tools.find(({ name }) => name === 'exec_command' || name === 'shell_command')?.name
  return shell === undefined
    ? { type: 'message', text: 'I have no shell.' }
    : { type: 'function_call', name: shell, arguments: given }
}

function stream(response: ServerResponse, out: Out, count: number): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  const send = (type: string, data: object): void => {
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`)
  }
  const id = `resp_fake_${count}`
  send('response.created', { response: { id } })
  if (out.type === 'message') {
    const item = { type: 'message', role: 'assistant', id: `msg_${count}` }
    send('response.output_item.added', { output_index: 0, item: { ...item, content: [] } })
    send('response.output_text.delta', {
      output_index: 0,
      content_index: 0,
      item_id: item.id,
      delta: out.text,
    })
    const content = [{ type: 'output_text', text: out.text }]
    send('response.output_item.done', { output_index: 0, item: { ...item, content } })
  } else {
    const item = {
      type: 'function_call',
      id: `fc_${count}`,
      call_id: `call_${count}`,
      name: out.name,
      arguments: JSON.stringify(out.arguments),
    }
    send('response.output_item.added', { output_index: 0, item })
    send('response.output_item.done', { output_index: 0, item })
  }
  send('response.completed', {
    response: {
      id,
      usage: {
        input_tokens: USAGE.input,
        input_tokens_details: { cached_tokens: USAGE.cached },
        output_tokens: USAGE.output,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: USAGE.input + USAGE.output,
      },
    },
  })
  response.end()
}
