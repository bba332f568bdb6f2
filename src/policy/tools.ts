import type { RiskReason } from '../protocol/request.ts'
import { ownState, selfRights, systemPath } from './catastrophic/targets.ts'
import { judgeCommand } from './command.ts'
import { followed, holdsSecrets, resolvePath } from './paths.ts'
import { secretFile } from './secrets.ts'
import type { PolicyContext, Verdict } from './verdict.ts'
import { verdictOf } from './verdict.ts'

/** What a tool is for, by the names that Claude Code, Gemini CLI, Codex and OpenCode give it. */
const KINDS: Record<string, ToolKind> = {
  Bash: 'shell',
  bash: 'shell',
  shell: 'shell',
  run_shell_command: 'shell',
  local_shell: 'shell',
  exec_command: 'shell',
  Read: 'read',
  NotebookRead: 'read',
  read: 'read',
  read_file: 'read',
  view_image: 'read',
  LS: 'names',
  Glob: 'names',
  list: 'names',
  glob: 'names',
  list_directory: 'names',
  Grep: 'search',
  grep: 'search',
  search_file_content: 'search',
  grep_search: 'search',
  Edit: 'write',
  MultiEdit: 'write',
  Write: 'write',
  NotebookEdit: 'write',
  edit: 'write',
  write: 'write',
  replace: 'write',
  write_file: 'write',
  apply_patch: 'patch',
  WebFetch: 'fetch',
  webfetch: 'fetch',
  web_fetch: 'fetch',
  WebSearch: 'websearch',
  google_web_search: 'websearch',
  web_search: 'websearch',
  TodoWrite: 'own',
  TodoRead: 'own',
  todowrite: 'own',
  todoread: 'own',
  write_todos: 'own',
  update_plan: 'own',
  TaskCreate: 'own',
  TaskGet: 'own',
  TaskList: 'own',
  TaskUpdate: 'own',
  BashOutput: 'own',
  TaskOutput: 'own',
  ToolSearch: 'own',
}
export type ToolKind =
  | 'shell'
  | 'read'
  | 'names'
  | 'search'
  | 'write'
  | 'patch'
  | 'fetch'
  | 'websearch'
  | 'own'

export function kindOf(tool: string): ToolKind | undefined {
  return Object.hasOwn(KINDS, tool) ? KINDS[tool] : undefined
}

/**
 * Judges a tool call by the tool's name and its input; a shell command goes to judgeCommand. Reads are silent but for
 * secrets, writes and the network ask, what the table does not know asks. Never throws.
 */
export function judgeTool(tool: string, input: Record<string, unknown>, context: PolicyContext): Verdict {
  const kind = kindOf(tool)
  switch (kind) {
    case 'shell':
      return judgeShell(tool, input, context)
    case 'own':
      return verdictOf([])
    case 'read':
    case 'names':
    case 'search':
      return verdictOf(reasonsToRead(kind, input, context))
    case 'write':
      return verdictOf(reasonsToWrite(input, context))
    case 'patch':
      return verdictOf([{ text: 'changes files', level: 'low' }])
    case 'fetch':
      return verdictOf([fetchReason(input)])
    case 'websearch':
      return verdictOf([{ text: 'sends a query to a search engine', level: 'low', ...piece(input['query']) }])
    case undefined:
      return verdictOf([unknownReason(tool)])
    default:
      return verdictOf([unknownReason(tool)])
  }
}

/** The command of a shell tool as one line, or undefined when there is none to read. */
export function commandOf(input: Record<string, unknown>): string | undefined {
  const command = input['command'] ?? input['cmd']
  if (typeof command === 'string') return command
  // Codex sends `["bash", "-lc", "…"]`.
  if (!Array.isArray(command)) return undefined
  const words: unknown[] = command
  const [shell, flag, text] = words
  if (
    words.length === 3 &&
    /^(\/bin\/)?(ba|z)?sh$/.test(String(shell)) &&
    /^-l?c$/.test(String(flag)) &&
    typeof text === 'string'
  )
    return text
  return undefined
}

function judgeShell(tool: string, input: Record<string, unknown>, context: PolicyContext): Verdict {
  const command = commandOf(input)
  if (command === undefined)
    return verdictOf([{ text: `what \`${tool}\` runs cannot be read`, level: 'high' }])
  const verdict = judgeCommand(command, context)
  if (input['dangerouslyDisableSandbox'] !== true) return verdict
  return verdictOf([
    ...verdict.reasons,
    { text: 'asks to run outside of the agent\u2019s sandbox', level: 'high' },
  ])
}

/** Absolute paths a file tool names; the session's folder when it names none. */
export function pathsOf(input: Record<string, unknown>, context: PolicyContext): string[] {
  const found: string[] = []
  for (const key of ['file_path', 'notebook_path', 'path', 'absolute_path', 'filePath', 'dir_path']) {
    const value = input[key]
    if (typeof value === 'string' && value !== '') found.push(resolvePath(value, context.cwd, context.home))
  }
  return found.length > 0 ? found : [context.cwd]
}

/** The same, and where they really lead when that is elsewhere. */
export function placesOf(input: Record<string, unknown>, context: PolicyContext): string[] {
  return [...new Set(pathsOf(input, context).flatMap((path) => [path, followed(path, context)]))]
}

function reasonsToRead(
  kind: 'read' | 'names' | 'search',
  input: Record<string, unknown>,
  context: PolicyContext,
): RiskReason[] {
  const reasons: RiskReason[] = []
  for (const path of placesOf(input, context)) {
    if (/[\u0000-\u001f]/.test(path))
      reasons.push({ text: 'the path holds control characters', level: 'high', piece: path })
    if (kind === 'names') continue
    const why = secretFile(path)
    if (why) reasons.push({ text: why, level: 'high', piece: path })
    else if (kind === 'search' && holdsSecrets(path, context.home))
      reasons.push({
        text: 'it searches through a folder that holds your secrets',
        level: 'high',
        piece: path,
      })
  }
  const glob = input['glob'] ?? input['include']
  if (
    kind === 'search' &&
    typeof glob === 'string' &&
    secretFile(resolvePath(glob.replace(/\*/g, '\u0001').replace(/\?/g, '\u0002'), context.cwd, context.home))
  )
    reasons.push({ text: 'the pattern can match a file with secrets', level: 'high', piece: glob })
  return reasons
}

function reasonsToWrite(input: Record<string, unknown>, context: PolicyContext): RiskReason[] {
  return placesOf(input, context).map((path): RiskReason => {
    const piece = path
    const system = systemPath(path)
    if (system) return { text: `overwrites ${system}`, level: 'catastrophic', piece }
    if (ownState(path, context))
      return { text: 'changes what Roost itself may do', level: 'catastrophic', piece }
    const rights = selfRights(path)
    if (rights) return { text: `changes ${rights}`, level: 'high', piece }
    const secret = secretFile(path)
    if (secret) return { text: secret.replace(/^it reads /, 'changes '), level: 'high', piece }
    if (!isInside(path, context.cwd))
      return { text: 'changes a file outside of the session\u2019s folder', level: 'high', piece }
    return { text: 'changes a file in the session\u2019s folder', level: 'low', piece }
  })
}

export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}

/** Host of an address in lower case; undefined when it is no http(s) address. */
export function hostOf(address: unknown): string | undefined {
  if (typeof address !== 'string') return undefined
  try {
    const url = new URL(address)
    return /^https?:$/.test(url.protocol) ? url.hostname.toLowerCase() : undefined
  } catch {
    return undefined
  }
}

const LONG_QUERY = 200 // characters: more than a page needs, enough to carry a key out

function fetchReason(input: Record<string, unknown>): RiskReason {
  const { url } = input
  const host = hostOf(url)
  if (host === undefined)
    return { text: 'fetches from an address that cannot be read', level: 'high', ...piece(url) }
  if (/^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|\[)/.test(host))
    return { text: `fetches from ${host}, inside of your network`, level: 'high', ...piece(url) }
  const query = typeof url === 'string' ? url.slice(url.indexOf(host) + host.length) : ''
  if (query.length > LONG_QUERY)
    return { text: `sends a long address to ${host}, which can carry data out`, level: 'high', ...piece(url) }
  return { text: `fetches from ${host}`, level: 'low', ...piece(url) }
}

function unknownReason(tool: string): RiskReason {
  const mcp = /^mcp__(.+?)__(.+)$/.exec(tool)
  if (mcp)
    return {
      text: `\`${mcp[2]}\` of the MCP server \`${mcp[1]}\` can do whatever that server does`,
      level: 'low',
    }
  return { text: `\`${tool}\` is not known to be harmless`, level: 'low' }
}

function piece(value: unknown): { piece?: string } {
  return typeof value === 'string' ? { piece: value.slice(0, 200) } : {}
}
