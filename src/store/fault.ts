import type { BaseIssue } from 'valibot'

const KINDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  Array: 'a list',
  Object: 'an object',
  null: 'null',
}

/** What a value must be, in words for a person: `must be text`, `is missing`. */
export function faultOf(issue: BaseIssue<unknown>): string {
  const { type, expected, received, requirement, message } = issue
  if (!message.startsWith('Invalid')) return message // said by the schema itself
  if (received === 'undefined') return 'is missing'
  switch (type) {
    case 'non_empty':
      return 'must not be empty'
    case 'max_length':
      return `must not be longer than ${String(requirement)}`
    case 'min_length':
      return requirement === 1 ? 'must not be empty' : `must not be shorter than ${String(requirement)}`
    case 'integer':
      return 'must be a whole number'
    case 'min_value':
      return `must be at least ${String(requirement)}`
    case 'max_value':
      return `must be at most ${String(requirement)}`
    case 'regex':
      return 'has a form that is not allowed'
    default:
      return expected === 'never' ? 'is not known here' : `must be ${words(expected)}`
  }
}

/** `("a" | "b")` as `a or b`. */
function words(expected: string | null): string {
  if (expected === null) return 'something else'
  const all = expected.replace(/^\(|\)$/g, '').split(' | ')
  const said = all.map((one) => KINDS[one] ?? one.replaceAll('"', ''))
  return said.length > 1 ? `${said.slice(0, -1).join(', ')} or ${said.at(-1)}` : (said[0] ?? '')
}
