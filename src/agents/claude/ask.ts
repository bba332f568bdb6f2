import { cleanLine, cleanText } from '../../protocol/clean.ts'
import type { HookEvent } from '../../protocol/host.ts'
import type { AlwaysRule, Answer, Request } from '../../protocol/request.ts'
import type { Asked } from '../agent.ts'
import { fieldsOf, listOf, textOf, type Fields } from '../fields.ts'
import { questionsOf } from '../questions.ts'
import { needOfTool, subagentIn } from './hooks.ts'

/** The question in a held PermissionRequest hook. */
export function asksClaude({ event, body }: HookEvent): Asked | undefined {
  const hook = fieldsOf(body)
  const tool = textOf(hook.tool_name)
  if (event !== 'PermissionRequest' || !tool) return undefined
  const input = fieldsOf(hook.tool_input)
  const kind = needOfTool(tool)
  const subagent = subagentIn(hook)
  const always = kind === 'permission' ? alwaysRule(listOf(hook.permission_suggestions)) : undefined
  return {
    kind,
    tool,
    input,
    cwd: textOf(hook.cwd) ?? '/',
    ...(subagent !== '' && { subagent }),
    ...(always && { always }),
    ...(kind === 'question' && { questions: questionsOf(input.questions, 'multiSelect') }),
    ...(kind === 'plan' && {
      plan: cleanText(textOf(input.plan) ?? 'The agent asks to leave plan mode; it wrote no plan.'),
    }),
    raw: body,
  }
}

/**
 * The hook's body for an answer (each row tried on 2.1.329). `undefined`: this answer does not fit the
 * question, the person has to use the agent's own dialog.
 */
export function answerClaude(request: Request, answer: Answer, asked: Asked): unknown {
  const decision = decide(request, answer, asked)
  return decision && { hookSpecificOutput: { hookEventName: 'PermissionRequest', decision } }
}

function decide({ kind }: Pick<Request, 'kind'>, answer: Answer, asked: Asked): Fields | undefined {
  switch (answer.verdict) {
    case 'deny':
      return {
        behavior: 'deny',
        message: answer.message?.trim() || 'The person said no.',
        ...(answer.interrupt === true && { interrupt: true }),
      }
    case 'answers':
      if (kind !== 'question') return undefined
      return { behavior: 'allow', updatedInput: { ...asked.input, answers: answer.answers } }
    case 'always': {
      if (!asked.always) return undefined // the person was shown no rule to agree to
      return { behavior: 'allow', updatedPermissions: listOf(fieldsOf(asked.raw).permission_suggestions) }
    }
    case 'allow':
      if (kind === 'question') return undefined // an allow without answers answers nothing
      // A plain allow is ignored for a plan; an empty change of its input is taken for a yes.
      if (kind === 'plan') return { behavior: 'allow', updatedInput: {} }
      return { behavior: 'allow', ...(answer.input && { updatedInput: answer.input }) }
  }
}

/**
 * What "always" writes: every suggestion of the agent, each in its own syntax or, where it has none, in words.
 */
function alwaysRule(suggestions: unknown[]): AlwaysRule | undefined {
  const told = suggestions
    .map(fieldsOf)
    .map((one) => ({ rule: ruleOf(one), where: placeOf(textOf(one.destination)) }))
  if (told.length === 0 || told.some(({ rule }) => rule === undefined)) return undefined // never offer what we cannot name
  const rules = [...new Set(told.map(({ rule }) => rule))].join(' and ')
  return { rule: cleanLine(rules, 400), where: [...new Set(told.map(({ where }) => where))].join(' and ') }
}

function ruleOf(suggestion: Fields): string | undefined {
  switch (suggestion.type) {
    case 'addRules':
    case 'replaceRules': {
      const rules = listOf(suggestion.rules)
        .map(fieldsOf)
        .map((rule) => {
          const content = textOf(rule.ruleContent)
          return content === undefined ? textOf(rule.toolName) : `${textOf(rule.toolName)}(${content})`
        })
      const behavior = suggestion.behavior === 'allow' ? '' : `${textOf(suggestion.behavior) ?? '?'} `
      return rules.length === 0 ? undefined : rules.map((rule) => `${behavior}${rule}`).join(', ')
    }
    case 'addDirectories':
      return `work in ${listOf(suggestion.directories).map(String).join(', ')}`
    case 'setMode':
      return suggestion.mode === 'acceptEdits'
        ? 'edit files without asking'
        : `mode ${textOf(suggestion.mode)}`
    default:
      return undefined
  }
}

function placeOf(destination: string | undefined): string {
  switch (destination) {
    case 'localSettings':
      return '.claude/settings.local.json'
    case 'projectSettings':
      return '.claude/settings.json'
    case 'userSettings':
      return '~/.claude/settings.json'
    default:
      return 'this conversation only'
  }
}
