import type { Request } from '../protocol/request.ts'
import type { Over } from './agent.ts'

/** True when `over` speaks of this open request. */
export function isOver(request: Request, over: Over): boolean {
  if (over.tool !== undefined && over.tool !== request.tool) return false
  if (over.subagent !== undefined && over.subagent !== (request.subagent ?? '')) return false
  if (over.input !== undefined && !same(over.input, request.input)) return false
  return over.shown === undefined || isShown(request, over.shown)
}

/** Equal JSON, whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((each, at) => same(each, b[at]))
    )
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  return (
    left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)))
  )
}

// Claude Code 2.1 words its dialogs `approve <tool>: <command, file or address>`, `approve plan`,
// `answer: <question> (<labels>)`; long ones end in `…`.
function isShown(request: Request, shown: string): boolean {
  if (shown === 'approve plan') return request.kind === 'plan'
  if (shown.startsWith('answer:')) return request.kind === 'question'
  if (request.kind !== 'permission') return false
  const { command, file_path: file, url } = request.input
  const told = [command, file, url].find((value) => typeof value === 'string' && value !== '')
  const words = oneLine(shown).replace(/…$/, '')
  if (typeof told !== 'string') return !words.includes(': ')
  const from = words.indexOf(': ')
  return from !== -1 && oneLine(told).startsWith(words.slice(from + 2))
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
