import { faultOf } from './lint.ts'
import { covers } from './narrow.ts'
import { parseRule, type Ask } from './rules.ts'
import type { PolicyContext } from './verdict.ts'

/** Programs that run what they are given: a rule that begins with one of them allows everything. */
const RUNNERS =
  /^(sh|bash|zsh|dash|ksh|ash|fish|env|sudo|doas|su|eval|exec|command|builtin|source|\.|xargs|nohup|nice|time|timeout|stdbuf|setsid|watch|parallel|busybox|ssh|python[\d.]*|node|deno|bun|perl|ruby|php|lua|osascript|awk|gawk|find|npx|bunx|uvx)$/

/**
 * Why an allow rule that a person has written for a call is not taken, in a sentence that says what to do; undefined
 * when it is.
 */
export function refuseRule(text: string, ask: Ask, context: PolicyContext): string | undefined {
  const outcome = parseRule(text, { kind: 'allow', from: 'card', root: context.cwd })
  if (outcome.type === 'invalid') return outcome.why
  const { rule } = outcome
  const fault = faultOf(rule)
  if (fault) return `${fault.text}; ${fault.fix}`
  const broad = tooBroad(rule.tool, rule.content)
  if (broad) return broad
  if (!covers(text, ask, context))
    return 'this very request would not be covered by it, so it would ask again'
  return undefined
}

function tooBroad(tool: string, content: string | undefined): string | undefined {
  if (tool.startsWith('mcp__')) return undefined
  if (content === undefined)
    return `\`${tool}\` alone allows every call of that tool; say which in brackets: ${tool}(…)`
  if (tool === 'Bash') {
    const [program = ''] = content.split(/[\s:]/)
    if (program.includes('*')) return 'the program\u2019s name must be written out; `*` may stand behind it'
    if (content.includes('*') && RUNNERS.test(program.replace(/^.*\//, '')))
      return `\`${program}\` runs any other program, so this would allow everything; write the command out`
  }
  if ((tool === 'Edit' || tool === 'Read') && /^[/~.]*(\*+\/?)+$/.test(content))
    return 'it allows every file; name a folder or a file'
  if (tool === 'WebFetch' && /^domain:(\*\.?)*[\w-]*$/.test(content) && content !== 'domain:localhost')
    return 'it allows more than one site; name the domain: WebFetch(domain:example.org)'
  return undefined
}
