import { isAbsolute, resolve } from 'node:path'
import type { HookEvent } from '../../protocol/host.ts'
import type { Answer, Question, Request } from '../../protocol/request.ts'
import type { Asked, Gated, GateRuling } from '../agent.ts'
import { fieldsOf, listOf, textOf, type Fields } from '../fields.ts'
import { questionsOf } from '../questions.ts'

/** The permission that a tool asks for by itself (1.18.33); every other tool's is called as the tool. */
const PERMISSION: Record<string, string> = { write: 'edit', apply_patch: 'edit', multiedit: 'edit' }
/** What is for the person alone, and no rule decides. */
const PERSONAL = new Set(['question', 'plan_enter', 'plan_exit'])

/** The question in a held hook of our plugin. */
export function asksOpencode({ event, body }: HookEvent): Asked | undefined {
  const hook = fieldsOf(body)
  const request = fieldsOf(hook.request)
  if (textOf(request.id) === undefined) return undefined
  const { tool, input, cwd } = callIn(hook)
  const subagent = textOf(hook.subagent)
  // OpenCode runs what it asked about, or nothing.
  const about = { tool, input, cwd, ...(subagent && { subagent }), fixed: true as const, raw: body }
  if (event === 'QuestionAsked') {
    const questions = questionsOf(request.questions, 'multiple')
    return questions.length === 0 ? undefined : { ...about, kind: 'question', questions }
  }
  if (event !== 'PermissionAsked') return undefined
  const patterns = listOf(request.always).filter((each) => typeof each === 'string')
  const rule = patterns.map((pattern) => `${textOf(request.permission)} ${pattern}`).join(', ')
  const always = { rule, where: 'this OpenCode, until it ends', by: 'agent' as const }
  return { ...about, kind: 'permission', ...(patterns.length > 0 && { always }) }
}

/**
 * The tool call an event is about, with the names of its fields as Roost reads them (`file_path`). A permission
 * other than the tool's own (a folder outside, a loop) is named in the input, so that it is seen.
 */
export function callIn(hook: Fields): Pick<Gated, 'tool' | 'input' | 'cwd'> {
  const request = fieldsOf(hook.request)
  const permission = textOf(request.permission)
  const tool = textOf(hook.tool) ?? permission ?? 'tool'
  const folder = textOf(hook.directory) ?? '/'
  const args = fieldsOf(hook.args)
  const workdir = textOf(args.workdir)
  const extra =
    permission === undefined || permission === (PERMISSION[tool] ?? tool)
      ? {}
      : { permission, patterns: request.patterns }
  // A call that is not known any more: what OpenCode's own dialog would show.
  const input = hook.args === undefined ? { ...fieldsOf(request.metadata), patterns: request.patterns } : args
  return {
    tool,
    input: { ...renamed(input), ...extra },
    cwd: workdir === undefined ? folder : isAbsolute(workdir) ? workdir : resolve(folder, workdir),
  }
}

const NAMES: Record<string, string> = {
  filePath: 'file_path',
  oldString: 'old_string',
  newString: 'new_string',
  replaceAll: 'replace_all',
}
const renamed = (input: Fields): Fields =>
  Object.fromEntries(Object.entries(input).map(([key, value]) => [NAMES[key] ?? key, value]))

/**
 * What our plugin replies to OpenCode. With a message the agent reads it and goes on; a bare reject ends the turn.
 * `undefined`: this answer does not fit; OpenCode runs no changed input.
 */
export function answerOpencode(request: Request, answer: Answer, asked: Asked): unknown {
  switch (answer.verdict) {
    case 'deny': {
      const message = answer.message?.trim() || 'The person said no.'
      return answer.interrupt === true ? { reply: 'reject' } : { reply: 'reject', message }
    }
    case 'always':
      return asked.always && request.kind === 'permission' ? { reply: 'always' } : undefined
    case 'allow':
      return request.kind === 'permission' && !answer.input ? { reply: 'once' } : undefined
    case 'answers':
      if (request.kind !== 'question') return undefined
      return {
        answers: (asked.questions ?? []).map((each) => chosen(each, answer.answers[each.question] ?? '')),
      }
  }
}

/** Labels as a list; words of the person's own as they stand. */
function chosen({ multiSelect, options }: Question, answer: string): string[] {
  if (answer === '') return []
  const labels = answer.split(', ')
  const areLabels = labels.every((label) => options.some((option) => option.label === label))
  return multiSelect && areLabels ? labels : [answer]
}

/** The tool call that is about to run. */
export function gatesOpencode({ event, body }: HookEvent): Gated | undefined {
  const hook = fieldsOf(body)
  const tool = textOf(hook.tool)
  if (event !== 'ToolBefore' || !tool || !textOf(hook.directory) || PERSONAL.has(tool)) return undefined
  const subagent = textOf(hook.subagent)
  return { ...callIn(hook), ...(subagent && { subagent }) }
}

/** `allow` answers OpenCode's own prompt for this call, `ask` is asked by the plugin, `deny` is read by the agent. */
export const rulingOpencode = ({ verdict, reason }: GateRuling): unknown =>
  verdict === 'pass' ? {} : { verdict, reason }
