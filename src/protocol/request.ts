/** A question of the agent to the person that blocks its work until answered. */
export type RequestKind = 'permission' | 'question' | 'plan'

export type QuestionOption = { label: string; description?: string }
export type Question = { question: string; header?: string; multiSelect: boolean; options: QuestionOption[] }

/**
 * A rule that "always" would write, in the agent's own syntax, and the file or scope it goes to. `by`: whether
 * Roost keeps it (then it may be edited) or the agent does.
 */
export type AlwaysRule = { rule: string; where: string; by?: 'roost' | 'agent' }

export type Risk = 'low' | 'high' | 'catastrophic'

/** Why a request is risky, in words a person understands. */
export type RiskReason = { text: string; level: Risk /** The piece of the command meant. */; piece?: string }

export type Request = {
  /** 6 hex digits; unique among open requests. */
  id: string
  session: string
  kind: RequestKind
  /** The agent's name of the tool: `Bash`, `Edit`, `AskUserQuestion`, … */
  tool: string
  /** The tool's input as the agent sent it. */
  input: Record<string, unknown>
  /** sha256 (hex) over the canonical JSON of `input`; an answer must name it. */
  inputHash: string
  cwd: string
  /** The subagent that asks, if not the main one. */
  subagent?: string
  since: number
  risk: Risk
  reasons: RiskReason[]
  /** What is unusual for this session, in sentences. Told, never decided by. */
  notes?: string[]
  /** The agent takes the input as it is, or not at all: it cannot be edited. */
  fixed?: true
  /** What `a` would write; absent when the agent offers nothing to write. */
  always?: AlwaysRule
  /** For kind `question`. */
  questions?: Question[]
  /** For kind `plan`: the plan as Markdown. */
  plan?: string
}

/** The person's answer. `message` is read by the agent. */
export type Answer =
  | {
      verdict: 'allow' /** Replaces the input: the person edited the command. */
      input?: Record<string, unknown>
    }
  | { verdict: 'always' /** The rule as the person changed it; absent: as it was shown. */; rule?: string }
  | { verdict: 'deny'; message?: string /** Also ends the agent's turn. */; interrupt?: boolean }
  | {
      verdict: 'answers' /** question text → chosen label(s) joined by `, ` or free text. */
      answers: Record<string, string>
    }

/** Who ended a request. `view` names the client: `view 412`, `cli`, … */
export type Closed = {
  id: string
  session: string
  by: 'person' | 'dialog' | 'agent' | 'gone'
  /** One sentence for the card: "answered in the agent's own dialog". */
  says: string
  verdict?: Answer['verdict']
}

/** A path as seen from the folder it lies in. */
const seenFrom = (cwd: string | undefined, path: string): string =>
  cwd && path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path

const PATHS = new Set(['file_path', 'notebook_path', 'path'])

/** The line of a request's tool input that tells most: the command, the file, the address. Files in `cwd` are short. */
export function gist(tool: string, input: Record<string, unknown>, cwd?: string): string {
  for (const key of [
    'command',
    'file_path',
    'notebook_path',
    'path',
    'url',
    'query',
    'pattern',
    'prompt',
    'description',
  ]) {
    const value = input[key]
    if (typeof value === 'string' && value !== '')
      return `${tool}: ${PATHS.has(key) ? seenFrom(cwd, value) : value}`
  }
  return tool
}

/** One line on what a request wants: the command, the question, the plan's first line. */
export function summaryOf(
  request: Pick<Request, 'kind' | 'tool' | 'input' | 'cwd' | 'questions' | 'plan'>,
): string {
  if (request.kind === 'question') return request.questions?.[0]?.question ?? request.tool
  if (request.kind === 'plan') return /^[#\s]*(\S.*)$/m.exec(request.plan ?? '')?.[1] ?? request.tool
  return gist(request.tool, request.input, request.cwd)
}
