import type { ParameterExpansionPart, Word } from 'unbash'
import { numeric } from './arithmetic.ts'
import type { Judge, Scope } from './judge.ts'
import { HOLE, NAMED, note } from './judge.ts'
import { secretVariable } from './secrets.ts'

/** One way a part of a word can turn out. */
export type Variant = { text: string; splits: boolean }

/** Variables the shell itself fills, with nothing in them that could be a flag or a secret. */
const PLAIN =
  /^(USER|LOGNAME|UID|EUID|PPID|HOSTNAME|HOSTTYPE|OSTYPE|MACHTYPE|SHELL|SHLVL|LANG|TERM|RANDOM|SECONDS|LINENO|EPOCHSECONDS|COLUMNS|LINES|BASH_VERSION|ZSH_VERSION|[?#$!0])$/

/** `$name`: its values where the script sets them. */
export function variable(
  judge: Judge,
  scope: Scope,
  { name, quoted, piece }: { name: string; quoted: boolean; piece: string },
): Variant[] {
  const known = scope.variables.get(name)
  if (known) {
    // Unquoted, a value with blanks or glob characters in it becomes other words.
    return known.map((text) => ({ text, splits: !quoted && (/[\s*?[]/.test(text) || text.includes(HOLE)) }))
  }
  if (name === 'HOME') return [{ text: judge.context.home, splits: false }]
  if (name === 'PWD') return scope.cwds.map((text) => ({ text, splits: false }))
  if (PLAIN.test(name)) return [{ text: NAMED, splits: false }]
  if (secretVariable(name)) note(judge, 'the variable may hold a secret', piece, 'high')
  return [{ text: HOLE, splits: !quoted }]
}

type Parameter = {
  part: ParameterExpansionPart
  quoted: boolean
  /** Judges the word inside and gives what it can become. Injected, since words hold expansions and these words. */
  operand(word: Word | undefined): Variant[]
}

/** `${…}` in all its forms; what runs inside is judged on the way. */
export function parameter(judge: Judge, scope: Scope, { part, quoted, operand }: Parameter): Variant[] {
  const { operation } = part
  if (part.index && !/^(\d+|[@*])$/.test(part.index.text)) {
    note(judge, 'an array index can run commands', part.text)
    operand(part.index)
  }
  if (part.prefix === '!') note(judge, 'the variable is chosen while it runs', part.text)
  if (!/^(\w+|[@*#?$!-])$/.test(part.parameter))
    note(judge, 'zsh can run code from such an expansion', part.text)
  const values = variable(judge, scope, { name: part.parameter, quoted, piece: part.text })
  if (part.prefix === '#') return [{ text: NAMED, splits: false }]
  if (part.prefix === '!' || part.index) return [{ text: HOLE, splits: !quoted }]
  if (!operation) return values
  // unbash 6.0.4 takes the first `/` or `:` for the operator's own, even one inside of `$( )`.
  if (/^(Replace|Slice|CaseModification)$/.test(operation.type) && /[$`]|[<>]\(/.test(part.text.slice(2)))
    note(judge, 'an expansion inside of this one cannot be followed', part.text)
  const changed = [{ text: HOLE, splits: !quoted }]
  switch (operation.type) {
    case 'Default': {
      if (operation.operator.includes('=')) note(judge, 'the expansion sets a variable', part.text)
      const others = operand(operation.operand)
      return operation.operator.includes('?') ? values : [...values, ...others]
    }
    case 'Remove':
      operand(operation.operand)
      return changed
    case 'Replace':
      operand(operation.pattern)
      operand(operation.replacement)
      return changed
    case 'CaseModification':
      operand(operation.operand)
      return changed
    case 'Slice':
      for (const bound of [operation.offset, operation.length])
        if (bound && !(bound.parts === undefined && numeric(bound.value.trim()))) {
          note(judge, 'a computed position can run commands', part.text)
          operand(bound)
        }
      return changed
    case 'Transform':
      note(judge, 'the expansion can run the variable\u2019s text', part.text)
      return changed
    case 'Names':
    case 'Unknown':
      note(judge, 'the expansion is of an unknown kind', part.text)
      return changed
    default:
      note(judge, 'the expansion is of an unknown kind', part.text)
      return changed
  }
}
