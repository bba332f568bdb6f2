import { replyTo } from './words.ts'

/** What the fake model does: the last thing the person (or a tool) said decides, so tests need no set-up. */

type Content =
  | { type: 'text'; text: string }
  | {
      type: 'tool_result'
      tool_use_id: string
      content?: string | { type: string; text?: string }[]
      is_error?: boolean
    }
  | { type: 'tool_use'; id: string; name: string; input: unknown }
type ApiMessage = { role: 'user' | 'assistant'; content: string | Content[] }
export type ApiRequest = {
  model: string
  stream?: boolean
  system?: unknown
  tools?: { name: string }[]
  messages: ApiMessage[]
}
export type Block =
  | { type: 'text'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: Record<string, unknown> }

const REMINDER =
  /<(system-reminder|local-command-\w+|command-\w+|current_datetime|reminder|system_notification)>[\s\S]*?<\/\1>/g

const contentOf = (message: ApiMessage): Content[] =>
  typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content

/** The person's own words in a message, without what the CLI adds around them. */
function words(message: ApiMessage): string {
  return contentOf(message)
    .flatMap((c) => (c.type === 'text' ? [c.text.replace(REMINDER, '').trim()] : []))
    .filter((text) => text !== '')
    .join('\n')
}

/** Text of every tool result since the assistant last spoke. */
function toolResults(request: ApiRequest): string[] {
  const since = request.messages.findLastIndex((m) => m.role === 'assistant') + 1
  return request.messages.slice(since).flatMap((m) =>
    contentOf(m).flatMap((c) => {
      if (c.type !== 'tool_result') return []
      if (typeof c.content === 'string') return [c.content]
      return [(c.content ?? []).map((part) => part.text ?? '').join('')]
    }),
  )
}

export function lastUserText(request: ApiRequest): string {
  const last = request.messages.findLast((m) => m.role === 'user' && words(m) !== '')
  return last ? words(last) : ''
}

export function blocksFor(request: ApiRequest, id: string): Block[] {
  const text = (said: string): Block[] => [{ type: 'text', text: said }]
  // Titles, labels and the like are asked without the tools of the main conversation.
  const shell = request.tools?.find(({ name }) => name.toLowerCase() === 'bash')?.name
  if (shell === undefined) return text('{"title": "Fake title"}')
  let uses = 0
  const call = (name: string, input: Record<string, unknown>): Block => {
    uses += 1
    return { type: 'tool_use', id: `toolu_${id}_${uses}`, name, input }
  }
  const bash = (command: string): Block => call(shell, { command, description: `Run ${command}` })
  const exitPlan = (): Block[] => [call('ExitPlanMode', {})]
  const results = toolResults(request)
  if (results.length > 0 && lastUsed(request)?.includes('/plans/')) return exitPlan()
  const said = lastUserText(request)
  const common = (): Block[] => {
    const reply = replyTo({ said, before: request.messages.map(words).join('\n'), results })
    return 'run' in reply ? [bash(reply.run)] : text(reply.text)
  }
  if (results.length > 0) return common()
  const [, verb = '', rest = ''] = /^(\w+) ?([\s\S]*)$/.exec(said) ?? []
  switch (verb) {
    case 'both':
      return rest.split(' and ').map(bash)
    case 'write':
      return [call('Write', { file_path: rest, content: 'written by the fake\n' })]
    case 'ask':
      return [call('AskUserQuestion', { questions: [QUESTION] })]
    // In plan mode the CLI names a file, has the plan written there, and reads it itself at ExitPlanMode.
    case 'plan': {
      const file = JSON.stringify(request.messages).match(/[^\s"`\\]+\/plans\/[\w-]+\.md/)?.[0]
      return file ? [call('Write', { file_path: file, content: PLAN })] : exitPlan()
    }
    case 'delegate':
      return [call('Agent', { description: 'Delegate it', subagent_type: 'general-purpose', prompt: rest })]
    default:
      return common()
  }
}

/** Path of the file that the assistant's last turn wrote, if it wrote one. */
function lastUsed(request: ApiRequest): string | undefined {
  const last = request.messages.findLast((m) => m.role === 'assistant')
  const input = last && contentOf(last).find((c) => c.type === 'tool_use')?.input
  return typeof input === 'object' && input !== null && 'file_path' in input
    ? String(input.file_path)
    : undefined
}

export const PLAN = '# The plan\n\n1. Do it well.\n'

const QUESTION = {
  question: 'Which one?',
  header: 'Choice',
  multiSelect: false,
  options: [
    { label: 'Alpha', description: 'the first' },
    { label: 'Beta', description: 'the second' },
  ],
}
