import type { Rule } from './rules.ts'
import { parseRule } from './rules.ts'
import type { Ruling } from './verdict.ts'

/** A settings file of an agent, as text. */
export type SettingsFile = {
  /** Absolute path; rules with one slash are anchored at the folder that holds its `.claude`. */
  path: string
  text: string
}

export type BadRule = { kind: Ruling; text: string; why: string }
export type SettingsOutcome =
  | { type: 'rules'; rules: Rule[]; bad: BadRule[] }
  /** The agent drops the whole file. */
  | { type: 'void'; why: string }

/** Reads the rules of one settings file: `{permissions: {allow: [], ask: [], deny: []}}`. */
export function readSettings(file: SettingsFile): SettingsOutcome {
  let parsed: unknown
  try {
    parsed = JSON.parse(file.text)
  } catch (error) {
    return {
      type: 'void',
      why: `it is not valid JSON: ${error instanceof Error ? error.message : 'unreadable'}`,
    }
  }
  if (!isRecord(parsed)) return { type: 'void', why: 'its top level must be an object' }
  const { permissions } = parsed
  if (permissions === undefined) return { type: 'rules', rules: [], bad: [] }
  if (!isRecord(permissions)) return { type: 'void', why: '`permissions` must be an object' }
  const rules: Rule[] = []
  const bad: BadRule[] = []
  const root = rootOf(file.path)
  for (const kind of ['allow', 'ask', 'deny'] as const) {
    const list = permissions[kind]
    if (list === undefined) continue
    if (!Array.isArray(list)) return { type: 'void', why: `\`permissions.${kind}\` must be a list of texts` }
    const entries: unknown[] = list
    for (const [i, text] of entries.entries()) {
      if (typeof text !== 'string')
        return {
          type: 'void',
          why: `\`permissions.${kind}[${i}]\` must be a text, not ${text === null ? 'null' : typeof text}`,
        }
      const outcome = parseRule(text, { kind, from: file.path, root })
      if (outcome.type === 'rule') rules.push(outcome.rule)
      else bad.push({ kind, text, why: outcome.why })
    }
  }
  return { type: 'rules', rules, bad }
}

function rootOf(path: string): string {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  return folder.replace(/\/\.claude$/, '') || '/'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
