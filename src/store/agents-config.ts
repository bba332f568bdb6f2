import * as v from 'valibot'
import type { AgentDefinition, StateRule } from '../protocol/agent-definition.ts'
import { faultOf } from './fault.ts'

/** `agents` of the config: which one is started when none is named, and those a person describes. */
export type ConfigAgents = { default?: string; custom: Record<string, AgentDefinition> }

const pattern = v.pipe(
  v.string(),
  v.check(
    (text) => whyNot(text) === '',
    (issue) => `is no regular expression (${whyNot(issue.input)})`,
  ),
)
const words = v.array(v.string('must be a text'), 'must be a list of texts')
const text = v.pipe(v.string('must be a text'), v.nonEmpty('must not be empty'))
const NEEDS = ['permission', 'question', 'plan', 'trust', 'auth', 'dialog', 'input'] as const
const STATES = ['working', 'idle', 'needs-input'] as const

const rule = v.strictObject({
  state: v.picklist(STATES, `must be one of ${STATES.join(', ')}`),
  need: v.exactOptional(v.picklist(NEEDS, `must be one of ${NEEDS.join(', ')}`)),
  what: v.exactOptional(text),
  title: v.exactOptional(pattern),
  osc: v.exactOptional(pattern),
  screen: v.exactOptional(pattern),
})
const oneOf = v.pipe(
  rule,
  v.check(
    ({ title, osc, screen }) => [title, osc, screen].filter((at) => at !== undefined).length === 1,
    'must have exactly one of "title", "osc" and "screen"',
  ),
  v.transform(({ title, osc, screen, ...rest }): StateRule => {
    if (title !== undefined) return { ...rest, title }
    if (osc !== undefined) return { ...rest, osc }
    return { ...rest, screen: screen ?? '' }
  }),
)
const definition = v.strictObject({
  command: text,
  args: v.exactOptional(words),
  prompt: v.exactOptional(words),
  session: v.exactOptional(words),
  resume: v.exactOptional(words),
  install: v.exactOptional(text),
  env: v.exactOptional(
    v.record(v.string(), v.string('must be a text'), 'must be an object of name and text'),
  ),
  transcript: v.exactOptional(
    v.strictObject({
      glob: v.pipe(
        text,
        v.regex(/^(\/|~\/|\{cwd\}|\{home\})/, 'must begin with "/", "~/", "{cwd}" or "{home}"'),
      ),
      id: v.exactOptional(pattern),
    }),
  ),
  states: v.exactOptional(v.array(oneOf, 'must be a list of rules')),
  exit: v.exactOptional(
    v.strictObject({
      keys: v.exactOptional(text),
      seconds: v.exactOptional(v.pipe(v.number('must be seconds'), v.minValue(0), v.maxValue(60))),
    }),
  ),
})

/**
 * Reads `agents`. An agent whose description is wrong is left out, the others stand; `problems` gets a sentence
 * that names the place and what it must be.
 */
export function readAgents(value: unknown, where: string, problems: string[]): ConfigAgents {
  if (value === undefined) return { custom: {} }
  const shape = v.safeParse(
    v.looseObject({ custom: v.exactOptional(v.record(v.string(), v.unknown())) }),
    value,
  )
  if (!shape.success) {
    problems.push(`${where}: agents must be an object such as {"default": "claude", "custom": {}}`)
    return { custom: {} }
  }
  const { default: chosen, custom: described = {}, ...rest } = shape.output
  for (const name of Object.keys(rest))
    problems.push(
      `${where}: agents.${name} is no setting; there are: default, custom (an agent of your own is agents.custom.${name})`,
    )
  const custom: Record<string, AgentDefinition> = {}
  for (const [name, found] of Object.entries(described)) {
    const say = (says: string) => problems.push(`${where}: agents.custom.${name}${says}`)
    if (!/^[a-z][a-z0-9-]{0,31}$/.test(name)) {
      say(': a name is a small letter, then small letters, digits and "-", 32 at most')
      continue
    }
    const parsed = v.safeParse(definition, found)
    if (parsed.success) custom[name] = parsed.output
    else for (const issue of parsed.issues) say(sentence(issue))
  }
  if (chosen !== undefined && (typeof chosen !== 'string' || chosen === '')) {
    problems.push(`${where}: agents.default must be the name of an agent`)
    return { custom }
  }
  return { ...(typeof chosen === 'string' && { default: chosen }), custom }
}

function sentence(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? [])
    .map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
  if (issue.type === 'strict_object')
    return issue.expected === 'never'
      ? `${path} is no setting here`
      : issue.received === 'undefined'
        ? `${path} is missing`
        : `${path} must be an object`
  return `${path} ${faultOf(issue)}`
}

/** Empty when it is one. */
function whyNot(source: string): string {
  try {
    void RegExp(source, 'u')
    return ''
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error)
  }
}
