import type { Assignment, HereDoc, ParameterExpansionPart, Word, WordPart } from 'unbash'
import { judgeArithmetic, numeric } from './arithmetic.ts'
import { expandBraces } from './braces.ts'
import type { Arg, Call, Judge, Scope } from './judge.ts'
import { ANY, GLOBS, HOLE, LISTED, MARKS, NAMED, STAR, inside, note, spend } from './judge.ts'
import { secretVariable } from './secrets.ts'

/** One way a part of a word can turn out. */
type Variant = { text: string; splits: boolean }

// More ways than this are one unknown.
const VARIANTS_MAX = 64

/** Variables the shell itself fills, with nothing in them that could be a flag or a secret. */
const PLAIN =
  /^(USER|LOGNAME|UID|EUID|PPID|HOSTNAME|HOSTTYPE|OSTYPE|MACHTYPE|SHELL|SHLVL|LANG|TERM|RANDOM|SECONDS|LINENO|EPOCHSECONDS|COLUMNS|LINES|BASH_VERSION|ZSH_VERSION|[?#$!0])$/

/**
 * A word as the arguments it becomes: braces and loop variables spelled out, the unknown as marks. Everything that
 * runs inside it is judged on the way.
 */
export function spell(judge: Judge, scope: Scope, word: Word): Arg[] {
  spend(judge, scope)
  const piece = scope.source.slice(word.pos, word.end) || word.text
  if (word.parts === undefined) {
    zshOnly(judge, word.text, piece)
    const bare = word.text === word.value
    return [{ text: tilde(judge, word.text, word.value), piece, splits: false, bare, inner: [] }]
  }
  const inner: Call[] = []
  const variants = spellParts(judge, scope, { parts: word.parts, quoted: false, inner })
  const first = word.parts[0]
  if (first?.type === 'Literal') zshOnly(judge, first.text, piece)
  return variants.map(({ text, splits }) => ({
    text: first?.type === 'Literal' ? tilde(judge, first.text, text) : text,
    piece,
    splits,
    bare: false,
    inner,
  }))
}

/** `name=value` standing among the arguments. */
export function spellAssignment(judge: Judge, scope: Scope, node: Assignment): Arg[] {
  const piece = scope.source.slice(node.pos, node.end) || node.text
  if (node.index) {
    note(judge, 'an array index can run commands', piece)
    spell(judge, scope, node.index)
  }
  if (node.value.type === 'ArrayValue') {
    for (const element of node.value.elements) spell(judge, scope, element)
    note(judge, 'an array is set', piece)
    return [{ text: `${node.name}=${HOLE}`, piece, splits: false, bare: false, inner: [] }]
  }
  return spell(judge, scope, node.value).map((arg) => ({
    ...arg,
    text: `${node.name}${node.append ? '+=' : '='}${arg.text}`,
    piece,
  }))
}

/** A heredoc's text, when no expansion changes it. A quoted delimiter keeps the body as it stands. */
export function spellHereDoc(judge: Judge, scope: Scope, node: HereDoc): string | undefined {
  spend(judge, scope)
  if (!node.delimiter || !node.closing) note(judge, 'the heredoc is not closed', '<<')
  if (node.delimiter?.quoted) return node.body.text
  // Mistaking an expanding body for a quoted one would hide what runs in it.
  if (!node.body.parts) {
    if (/[$`]/.test(node.body.text.replace(/\\[$`\\]/g, '')) && /\$[({\w@*#?!$-]|`/.test(node.body.text))
      note(judge, 'the heredoc cannot be read', node.body.text)
    return node.body.text
  }
  const text = spellParts(judge, scope, { parts: node.body.parts, quoted: true, inner: [] })[0]?.text
  return text !== undefined && !MARKS.test(text) ? text : undefined
}

type Parts = { parts: readonly WordPart[]; quoted: boolean; inner: Call[] }

function spellParts(judge: Judge, scope: Scope, { parts, quoted, inner }: Parts): Variant[] {
  let made: Variant[] = [{ text: '', splits: false }]
  for (const [i, part] of parts.entries()) {
    const next = parts[i + 1]
    if (part.type === 'SimpleExpansion' && next && 'text' in next && next.text.startsWith('['))
      note(judge, 'zsh reads this as an index, which can run commands', part.text)
    const ways = spellPart(judge, scope, { part, quoted, inner })
    if (made.length * ways.length > VARIANTS_MAX) return [{ text: HOLE, splits: true }]
    made = made.flatMap((m) => ways.map((w) => ({ text: m.text + w.text, splits: m.splits || w.splits })))
  }
  return made
}

function spellPart(
  judge: Judge,
  scope: Scope,
  { part, quoted, inner }: { part: WordPart; quoted: boolean; inner: Call[] },
): Variant[] {
  spend(judge, scope)
  if (!isWhole(part)) note(judge, 'a part of the command cannot be read', part.text)
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
      return [{ text: part.value, splits: false }]
    case 'AnsiCQuoted':
      if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(part.value)) {
        note(judge, 'the quoted text holds control characters', part.text)
        return [{ text: HOLE, splits: false }]
      }
      return [{ text: part.value, splits: false }]
    case 'DoubleQuoted':
      return spellParts(judge, scope, { parts: part.parts, quoted: true, inner })
    case 'LocaleString':
      note(judge, 'a translated string can become any text', part.text)
      return spellParts(judge, scope, { parts: part.parts, quoted: true, inner })
    case 'Glob':
      if (part.kind === 'bracket') {
        if (part.parts.some((p) => p.type !== 'Literal')) {
          spellParts(judge, scope, { parts: part.parts, quoted, inner })
          note(judge, 'the pattern is made while it runs', part.text)
        }
        return [{ text: ANY, splits: false }]
      }
      return [{ text: part.kind === 'star' ? STAR : ANY, splits: false }]
    case 'ExtendedGlob':
      note(judge, 'zsh can run code from such a pattern', part.text)
      if (part.parts) spellParts(judge, scope, { parts: part.parts, quoted, inner })
      return [{ text: STAR, splits: false }]
    case 'BraceExpansion': {
      if (part.parts) spellParts(judge, scope, { parts: part.parts, quoted, inner })
      const words = expandBraces(part.text)
      if (words) return words.map((text) => ({ text, splits: false }))
      note(judge, 'the braces are too involved to follow', part.text)
      return [{ text: HOLE, splits: true }]
    }
    case 'SimpleExpansion':
      return variable(judge, scope, { name: part.text.slice(1), quoted, piece: part.text })
    case 'ParameterExpansion':
      return parameter(judge, scope, { part, quoted, inner })
    case 'CommandExpansion': {
      if (!part.script) {
        note(judge, 'the inner command cannot be read', part.text)
        return [{ text: HOLE, splits: !quoted }]
      }
      const source = part.script.source ?? scope.source
      const { feed, calls } = judge.nested(part.script, inside(scope, { source, feed: 'none' }))
      inner.push(...calls)
      if (
        part.script.commands.length === 1 &&
        calls.length === 1 &&
        calls[0]?.name === 'pwd' &&
        calls[0].args.length === 0
      )
        return scope.cwds.map((cwd) => ({ text: cwd, splits: false }))
      // It prints commit ids and nothing else.
      if (calls.length === 1 && calls[0]?.name === 'git' && calls[0].args[0]?.text === 'merge-base')
        return [{ text: 'f'.repeat(40), splits: false }]
      const text = feed === 'named' ? NAMED : feed === 'listed' ? LISTED : HOLE
      return [{ text, splits: !quoted }]
    }
    case 'ArithmeticExpansion':
      judgeArithmetic(judge, scope, {
        expression: part.expression,
        piece: part.text,
        spellParts: listOf(inner),
      })
      return [{ text: NAMED, splits: false }]
    case 'ProcessSubstitution': {
      if (part.operator === '>') note(judge, 'output goes into another command', part.text)
      if (!part.script) {
        note(judge, 'the inner command cannot be read', part.text)
        return [{ text: HOLE, splits: false }]
      }
      inner.push(...judge.nested(part.script, inside(scope, { feed: 'none' })).calls)
      return [{ text: '/dev/fd/63', splits: false }]
    }
    default: {
      // A newer parser may know parts this walker does not.
      const unknown: { text?: string } = part
      note(judge, 'a part of the command is of an unknown kind', unknown.text ?? '')
      return [{ text: HOLE, splits: true }]
    }
  }

  function listOf(calls: Call[]) {
    return (parts: readonly WordPart[]) =>
      void spellParts(judge, scope, { parts, quoted: true, inner: calls })
  }
}

/** The parser gave the part up to its own end: a part cut short would leave code unseen. */
function isWhole(part: WordPart): boolean {
  switch (part.type) {
    case 'CommandExpansion':
      return /^(\$\(.*\)|`.*`|\$\{.*\})$/s.test(part.text)
    case 'ProcessSubstitution':
      return /^[<>]\(.*\)$/s.test(part.text)
    case 'ArithmeticExpansion':
      return /^(\$\(\(.*\)\)|\$\[.*\])$/s.test(part.text)
    case 'ParameterExpansion':
      return /^\$\{.*\}$/s.test(part.text)
    case 'DoubleQuoted':
      return /^".*"$/s.test(part.text)
    default:
      return true
  }
}

function variable(
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

function parameter(
  judge: Judge,
  scope: Scope,
  { part, quoted, inner }: { part: ParameterExpansionPart; quoted: boolean; inner: Call[] },
): Variant[] {
  const operand = (word: Word | undefined): Variant[] => {
    if (!word) return []
    const args = spell(judge, scope, word)
    for (const arg of args) inner.push(...arg.inner)
    return args
  }
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

function tilde(judge: Judge, written: string, value: string): string {
  const user = /^~([\w.-]*)(?=\/|$)/.exec(written)
  if (!user) return /^~[+-]/.test(written) ? HOLE + value : value
  const rest = value.slice(user[0].length)
  if (user[1] === '') return judge.context.home + rest
  if (user[1] === '-') return HOLE + rest
  return (user[1] === 'root' ? '/root' : `/home/${user[1]}`) + rest
}

function zshOnly(judge: Judge, written: string, piece: string): void {
  if (/^=[^=~]/.test(written)) note(judge, 'zsh replaces `=name` by a program\u2019s path', piece)
}

/** The word's whole text, when the run cannot change it. */
export function literal(arg: Arg): string | undefined {
  return GLOBS.test(arg.text) || /[\u0000\u0004\u0005]/.test(arg.text) ? undefined : arg.text
}
