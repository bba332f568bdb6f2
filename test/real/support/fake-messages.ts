import type { ServerResponse } from 'node:http'
import { json, serveFake, type FakeApi } from './fake-api.ts'
import { blocksFor as scripted, lastUserText, type ApiRequest, type Block } from './script.ts'

export type FakeMessages = FakeApi<ApiRequest>

/** The Messages API. `blocksFor`: what the model says to a request, instead of what script.ts says to the prompt. */
export async function serveFakeMessages(blocksFor = scripted): Promise<FakeMessages> {
  const requests: ApiRequest[] = []
  let count = 0
  const server = await serveFake(({ method, path, body }, response) => {
    if (path === '/v1/messages' && method === 'POST') {
      // The real CLI is the only client: a body of another shape may end the test.
      const asked = JSON.parse(body) as ApiRequest
      requests.push(asked)
      count += 1
      const id = `msg_fake_${count}`
      return say(response, asked, { id, blocks: blocksFor(asked, id) })
    }
    if (path === '/v1/messages/count_tokens') return json(response, 200, { input_tokens: 12 })
    if (path === '/v1/models') return json(response, 200, { data: [], has_more: false })
    if (path === '/api/hello') return json(response, 200, { ok: true })
    json(response, 404, { type: 'error', error: { type: 'not_found_error', message: path } })
  })
  return { ...server, requests }
}

function say(
  response: ServerResponse,
  asked: ApiRequest,
  { id, blocks }: { id: string; blocks: Block[] },
): void {
  if (/^api error (\d+)/.test(lastUserText(asked))) {
    const status = Number(lastUserText(asked).split(' ')[2])
    return json(response, status, {
      type: 'error',
      error: { type: 'invalid_request_error', message: 'the fake refuses' },
    })
  }
  const usage = {
    input_tokens: 10,
    cache_creation_input_tokens: 200,
    cache_read_input_tokens: 3000,
    output_tokens: 1,
  }
  const stop = blocks.some((b) => b.type === 'tool_use') ? 'tool_use' : 'end_turn'
  const message = { id, type: 'message', role: 'assistant', model: asked.model, stop_sequence: null }
  const done = { ...usage, output_tokens: 25 }
  if (asked.stream !== true)
    return json(response, 200, { ...message, content: blocks, stop_reason: stop, usage: done })
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  const send = (type: string, data: object): void => {
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`)
  }
  send('message_start', { message: { ...message, content: [], stop_reason: null, usage } })
  blocks.forEach((block, index) => {
    send('content_block_start', { index, content_block: opened(block) })
    send('content_block_delta', { index, delta: deltaOf(block) })
    send('content_block_stop', { index })
  })
  send('message_delta', { delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: 25 } })
  send('message_stop', {})
  response.end()
}

const opened = (block: Block): object =>
  block.type === 'text' ? { type: 'text', text: '' } : { ...block, input: {} }
const deltaOf = (block: Block): object =>
  block.type === 'text'
    ? { type: 'text_delta', text: block.text }
    : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) }
