import type { Assignment, HereDoc, Word, WordPart } from 'unbash'
import { judgeArithmetic } from './arithmetic.ts'
import { expandBraces } from './braces.ts'
import type { Variant } from './expansions.ts'
import { parameter, variable } from './expansions.ts'
import type { Arg, Call, Judge, Scope } from './judge.ts'
import { ANY, GLOBS, HOLE, MARKS, NAMED, STAR, SUBSTITUTED, inside, note, markOf, spend } from './judge.ts'

// More ways than this are one unknown.
const VARIANTS_MAX = 64

/**
 * A word as the arguments it becomes: braces and loop variables spelled out, the unknown as marks. Everything that
 * runs inside it is judged on the way.
 */
export function spell(judge: Judge, scope: Scope, word: Word): Arg[] {
  spend(judge, scope)
  const piece = scope.source.slice(word.pos, word.end) || word.text
  if (word.parts === undefined) {
    if (holdsCode(word.text.replace(QUOTED, ''))) note(judge, 'a part of the command cannot be read', piece)
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
export function spellHereDoc(
  judge: Judge,
  scope: Scope,
  node: HereDoc,
): { text: string | undefined; inner: Call[] } {
  spend(judge, scope)
  if (!node.delimiter || !node.closing) note(judge, 'the heredoc is not closed', '<<')
  if (node.delimiter?.quoted) return { text: node.body.text, inner: [] }
  // Mistaking an expanding body for a quoted one would hide what runs in it.
  if (!node.body.parts) {
    if (/[$`]/.test(node.body.text.replace(/\\[$`\\]/g, '')) && /\$[({\w@*#?!$-]|`/.test(node.body.text))
      note(judge, 'the heredoc cannot be read', node.body.text)
    return { text: node.body.text, inner: [] }
  }
  const inner: Call[] = []
  const text = spellParts(judge, scope, { parts: node.body.parts, quoted: true, inner })[0]?.text
  return { text: text !== undefined && !MARKS.test(text) ? text : undefined, inner }
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
      if (
        quoted
          ? CODE_IN_QUOTES.test(part.text.replace(ESCAPED, ''))
          : holdsCode(part.text.replace(ESCAPED, ''))
      )
        note(judge, 'a part of the command cannot be read', part.text)
      return [{ text: part.value, splits: false }]
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
      // Inside of double quotes `$'` quotes nothing, and what seems quoted runs; unbash 6.0.4 takes it for a quote.
      if (quoted && part.text.includes("$'"))
        note(judge, 'an expansion inside of this one cannot be followed', part.text)
      return parameter(judge, scope, {
        part,
        quoted,
        operand: (word) => {
          if (!word) return []
          const args = spell(judge, scope, word)
          for (const arg of args) inner.push(...arg.inner)
          return args
        },
      })
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
      // The folder's repository starts above it; for what is read below, here is as good as there.
      const [told] = calls
      if (
        calls.length === 1 &&
        told?.name === 'git' &&
        told.args.map((a) => a.text).join(' ') === 'rev-parse --show-toplevel'
      )
        return scope.cwds.map((cwd) => ({
          text: /^\/(etc|proc|var|run|dev)(\/|$)/.test(cwd) ? HOLE : cwd,
          splits: false,
        }))
      // It prints commit ids and nothing else.
      if (calls.length === 1 && calls[0]?.name === 'git' && calls[0].args[0]?.text === 'merge-base')
        return [{ text: 'f'.repeat(40), splits: false }]
      const text = feed === 'none' ? HOLE : markOf(feed)
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
      return [{ text: SUBSTITUTED, splits: false }]
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

const ESCAPED = /\\[^]/g
const QUOTED = /\\[^]|\$'(\\[^]|[^'\\])*'|'[^']*'|"(\\[^]|[^"\\])*"/g
const CODE_IN_QUOTES = /`|\$[\w({[@*#?!$]/

/** What the parser gave as plain text would still run: unbash 6.0.4 does not see the substitution in `1<(…)`. */
function holdsCode(plain: string): boolean {
  return CODE_IN_QUOTES.test(plain) || /[<>]\(/.test(plain)
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
