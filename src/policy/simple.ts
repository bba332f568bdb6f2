import type { Assignment, Command, Redirection } from 'unbash'
import { judgeAssignments } from './assignments.ts'
import { judgeCatastrophe, judgeNameless } from './catastrophic/call.ts'
import { judgeCall } from './commands/table.ts'
import { feedOf } from './feeds.ts'
import type { Arg, Call, Judge, Outcome, Scope } from './judge.ts'
import { HOLE, MARKS, note } from './judge.ts'
import { judgeRedirects } from './redirects.ts'
import { literal, spell, spellAssignment } from './words.ts'

// They print a number or a sum of what they are given, never a line of it.
const NUMBERS = /^(wc|md5sum|sha\d+sum|b2sum|cksum|sum)$/

// Elsewhere a program of the same name is another program: `/tmp/x/cat`, `./ls`.
const PLACES = /^\/(usr\/bin|bin|usr\/local\/bin|sbin|usr\/sbin|opt\/homebrew\/bin)\/(?=[^/]+$)/

/** Judges one command with its assignments, redirects and words, for each value that its variables may have. */
export function judgeSimple(judge: Judge, node: Command, scope: Scope): Outcome {
  const outcomes = waysOf(node, scope).map((way) => {
    const outcome = judgeWay(judge, node, way)
    if (way !== scope) keep(way, scope)
    return outcome
  })
  const feeds = new Set(outcomes.map(({ feed }) => feed))
  const [feed] = feeds
  return {
    feed: feeds.size === 1 && feed ? feed : 'unknown',
    calls: outcomes.flatMap(({ calls }) => calls),
  }
}

// More than this is one unknown value, judged beside all the known ones at once.
const WAYS_MAX = 64

/**
 * The scope once for each value of the loop variables and of the folder that the command's words name: side by side
 * the values of `git $c` would be read as one command with two arguments.
 */
function waysOf(node: Command, scope: Scope): Scope[] {
  const piece = scope.source.slice(node.pos, node.end)
  if (!/[$`]/.test(piece)) return [scope]
  const names = [...scope.variables.keys()].filter(
    (name) =>
      (scope.variables.get(name)?.length ?? 0) > 1 && new RegExp(`\\$\\{?[!#]?${name}\\b`).test(piece),
  )
  let ways = [scope]
  for (const name of names)
    ways = ways.flatMap((way) =>
      (scope.variables.get(name) ?? []).map((value) => ({
        ...way,
        variables: new Map(way.variables).set(name, [value]),
      })),
    )
  if (scope.cwds.length > 1 && /pwd|PWD|--show-toplevel/.test(piece))
    ways = ways.flatMap((way) => scope.cwds.map((cwd) => ({ ...way, cwds: [cwd] })))
  if (ways.length <= WAYS_MAX) return ways
  const variables = new Map(scope.variables)
  for (const name of names) variables.set(name, [HOLE])
  return [scope, { ...scope, variables, cwds: [HOLE] }]
}

/** Where `cd` went and what `read` set in one way may hold from here on. */
function keep(way: Scope, scope: Scope): void {
  for (const cwd of way.cwds) if (!scope.cwds.includes(cwd)) scope.cwds.push(cwd)
  for (const [name, values] of way.variables)
    scope.variables.set(name, [...new Set([...(scope.variables.get(name) ?? []), ...values])])
}

function judgeWay(judge: Judge, node: Command, scope: Scope): Outcome {
  const piece = scope.source.slice(node.pos, node.end)
  const assignments: Assignment[] = []
  const redirects: Redirection[] = []
  const args: Arg[] = []
  for (const part of node.prefix) {
    if (part.type === 'Assignment') assignments.push(part)
    else redirects.push(part)
  }
  const spelled = node.name ? spell(judge, scope, node.name) : []
  const name = node.name && commandName(judge, scope, node.name, spelled)
  for (const part of node.suffix) {
    if (part.type === 'Word') args.push(...spell(judge, scope, part))
    else if (part.type === 'Assignment') args.push(...spellAssignment(judge, scope, part))
    else redirects.push(part)
  }
  judgeAssignments(judge, scope, { nodes: assignments, command: node.name && (name ?? node.name.text) })
  const { input, ...redirected } = judgeRedirects(
    judge,
    scope,
    redirects,
    NUMBERS.test(name ?? '') ? 'search' : 'content',
  )
  // A shallow copy: `cd` and `read` move the shell's own folders and variables.
  const call: Call = {
    name: name ?? '',
    args,
    piece,
    scope: input || cutsAnew(assignments) ? { ...scope, feed: 'unknown' } : scope,
    ...redirected,
  }
  const inner = [...spelled, ...args].flatMap((arg) => arg.inner)
  if (!node.name) {
    if (assignments.length === 0) note(judge, 'a redirect alone runs whatever the shell makes of it', piece)
    return { feed: 'unknown', calls: [] }
  }
  if (name === undefined) {
    const read = scope.variables.get(node.name.value.replace(/^\$\{?(\w+)\}?$/, '$1'))
    judgeNameless(judge, call, {
      inner: spelled.flatMap((arg) => arg.inner),
      read: read?.some((v) => MARKS.test(v)),
    })
    return { feed: 'unknown', calls: [call, ...inner] }
  }
  judgeCall(judge, call)
  const effective = judgeCatastrophe(judge, call)
  return { feed: feedOf(call, judge.context.home), calls: [...effective, ...inner] }
}

/** `IFS=, read a b`: harmless lines become any names. */
const cutsAnew = (assignments: readonly Assignment[]): boolean =>
  assignments.some(({ name, value }) => name === 'IFS' && value.type !== 'ArrayValue' && value.value !== '')

function commandName(
  judge: Judge,
  scope: Scope,
  word: NonNullable<Command['name']>,
  spelled: readonly Arg[],
): string | undefined {
  const piece = scope.source.slice(word.pos, word.end) || word.text
  const [only] = spelled
  const text = only && spelled.length === 1 ? literal(only) : undefined
  if (
    text === undefined ||
    word.parts?.some((p) => /^(AnsiCQuoted|BraceExpansion|SimpleExpansion|ParameterExpansion)$/.test(p.type))
  ) {
    note(judge, 'which program runs is known only when it runs', piece, 'high')
    return undefined
  }
  const bare = text.replace(PLACES, '')
  if (bare.includes('/')) {
    note(judge, `runs the program \`${text}\``, piece)
    return text
  }
  if (!/^[\w.+:[\]-]+$/.test(bare)) {
    note(judge, 'the program\u2019s name is unusual', piece)
    return bare
  }
  return bare
}
