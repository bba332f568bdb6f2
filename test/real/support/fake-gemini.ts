import { json, serveFake, type FakeApi } from './fake-api.ts'
import { replyTo, type Turn } from './words.ts'

type Part = {
  text?: string
  functionCall?: { name: string; args: object }
  functionResponse?: { name: string; response: object }
}
type Content = { role: 'user' | 'model'; parts: Part[] }
type GeminiRequest = { contents: Content[]; tools?: { functionDeclarations?: { name: string }[] }[] }

/** Told with every answer: of 1200 tokens in 1000 were cached; 30 out, and 5 of thought. */
const USAGE = {
  promptTokenCount: 1200,
  cachedContentTokenCount: 1000,
  candidatesTokenCount: 30,
  thoughtsTokenCount: 5,
  totalTokenCount: 1235,
}

/** The Gemini API: `generateContent`, `streamGenerateContent` and `countTokens`. */
export async function serveFakeGemini(): Promise<FakeApi<GeminiRequest>> {
  const requests: GeminiRequest[] = []
  const server = await serveFake(({ path, body }, response) => {
    const [, method] = /^\/v1(?:beta)?\/models\/[^/:]+:(\w+)/.exec(path) ?? []
    if (method === 'countTokens') return json(response, 200, { totalTokens: 1200 })
    if (method !== 'generateContent' && method !== 'streamGenerateContent')
      return json(response, 404, { error: { code: 404, message: `no ${path}`, status: 'NOT_FOUND' } })
    // The real CLI is the only client: a body of another shape may end the test.
    const asked = JSON.parse(body) as GeminiRequest
    requests.push(asked)
    const turn = heard(asked)
    const [, status] = /^refuse (\d+)$/.exec(turn.said) ?? []
    if (status && asked.tools?.length)
      return json(response, Number(status), {
        error: { code: Number(status), message: 'the fake refuses', status: 'INVALID_ARGUMENT' },
      })
    const answer = {
      candidates: [
        { index: 0, content: { role: 'model', parts: partsFor(asked, turn) }, finishReason: 'STOP' },
      ],
      usageMetadata: USAGE,
      modelVersion: 'gemini-fake',
    }
    if (method === 'generateContent') return json(response, 200, answer)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(`data: ${JSON.stringify(answer)}\n\n`)
  })
  return { ...server, requests }
}

/** Side requests come without the tools of the conversation, and want JSON. */
const SIDE = JSON.stringify({
  reasoning: 'none',
  next_speaker: 'user',
  complexity_score: 1,
  title: 'Fake title',
})

function partsFor(asked: GeminiRequest, turn: Turn): Part[] {
  const has = (name: string) =>
    asked.tools?.some((each) => each.functionDeclarations?.some((tool) => tool.name === name)) === true
  if (!has('run_shell_command')) return [{ text: SIDE }]
  const [, verb, rest = ''] = /^(\w+) ?([\s\S]*)$/.exec(turn.said) ?? []
  const shell = (command: string): Part => ({
    functionCall: { name: 'run_shell_command', args: { command, description: `Run ${command}` } },
  })
  if (turn.results.length === 0 && verb === 'both') return rest.split(' and ').map(shell)
  const call = (name: string, args: object): Part[] => [{ functionCall: { name, args } }]
  if (turn.results.length === 0 && verb === 'write') {
    const [file = '', lines = '1'] = rest.split(' of ')
    return call('write_file', { file_path: file, content: 'written by the fake\n'.repeat(Number(lines)) })
  }
  if (turn.results.length === 0 && verb === 'edit')
    return call('replace', {
      file_path: rest,
      instruction: 'Say it in other words',
      old_string: 'four',
      new_string: 'vier\nand more',
    })
  if (turn.results.length === 0 && verb === 'fetch') return call('web_fetch', { prompt: `read ${rest}` })
  if (turn.results.length === 0 && verb === 'mcp') return call('mcp_notes_drop', { table: rest })
  const reply = replyTo(turn)
  return 'text' in reply ? [{ text: reply.text }] : [shell(reply.run)]
}

function heard({ contents }: GeminiRequest): Turn {
  const isPrompt = (content: Content) => content.role === 'user' && words(content) !== ''
  const last = contents.findLastIndex(isPrompt)
  const results = contents
    .slice(last + 1)
    .flatMap(({ parts }) => parts)
    .flatMap(({ functionResponse }) => (functionResponse ? [JSON.stringify(functionResponse.response)] : []))
  const prompt = contents[last]
  // A prompt after a turn that was cancelled comes in one content with that one's.
  const said = prompt ? words(prompt).split('\n') : []
  return {
    said: said.at(-1) ?? '',
    before: [...contents.slice(0, last).map(words), ...said.slice(0, -1)].join('\n'),
    results,
  }
}

/** The person's own words: the CLI puts what it adds in tags. */
const words = ({ parts }: Content): string =>
  parts
    .map(({ text = '' }) => text.replace(/<(\w+)>[\s\S]*<\/\1>/g, '').trim())
    .filter((text) => text !== '' && !text.startsWith('This is the Gemini CLI'))
    .join('\n')
