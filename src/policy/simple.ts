import type { Assignment, Command, Redirection } from 'unbash'
import { judgeAssignments } from './assignments.ts'
import { judgeCatastrophe } from './catastrophic/call.ts'
import { judgeCall } from './commands/table.ts'
import { feedOf } from './feeds.ts'
import type { Arg, Call, Judge, Outcome, Scope } from './judge.ts'
import { note } from './judge.ts'
import { judgeRedirects } from './redirects.ts'
import { literal, spell, spellAssignment } from './words.ts'

// Elsewhere a program of the same name is another program: `/tmp/x/cat`, `./ls`.
const PLACES = /^\/(usr\/bin|bin|usr\/local\/bin|sbin|usr\/sbin|opt\/homebrew\/bin)\/(?=[^/]+$)/

/** Judges one command with its assignments, redirects and words. */
export function judgeSimple(judge: Judge, node: Command, scope: Scope): Outcome {
  const piece = scope.source.slice(node.pos, node.end)
  const assignments: Assignment[] = []
  const redirects: Redirection[] = []
  const args: Arg[] = []
  for (const part of node.prefix) {
    if (part.type === 'Assignment') assignments.push(part)
    else redirects.push(part)
  }
  const name = node.name && commandName(judge, scope, node.name)
  for (const part of node.suffix) {
    if (part.type === 'Word') args.push(...spell(judge, scope, part))
    else if (part.type === 'Assignment') args.push(...spellAssignment(judge, scope, part))
    else redirects.push(part)
  }
  judgeAssignments(judge, scope, { nodes: assignments, command: node.name && (name ?? node.name.text) })
  const { input, ...redirected } = judgeRedirects(judge, scope, redirects)
  // A shallow copy: `cd` and `read` move the shell's own folders and variables.
  const call: Call = {
    name: name ?? '',
    args,
    piece,
    scope: input ? { ...scope, feed: 'unknown' } : scope,
    ...redirected,
  }
  const inner = args.flatMap((arg) => arg.inner)
  if (!node.name) {
    if (assignments.length === 0) note(judge, 'a redirect alone runs whatever the shell makes of it', piece)
    return { feed: 'unknown', calls: [] }
  }
  if (name === undefined) return { feed: 'unknown', calls: [call, ...inner] }
  judgeCall(judge, call)
  const effective = judgeCatastrophe(judge, call)
  return { feed: feedOf(call, judge.context.home), calls: [...effective, ...inner] }
}

function commandName(judge: Judge, scope: Scope, word: NonNullable<Command['name']>): string | undefined {
  const piece = scope.source.slice(word.pos, word.end) || word.text
  const spelled = spell(judge, scope, word)
  const [only] = spelled
  const text = only && spelled.length === 1 ? literal(only) : undefined
  if (
    text === undefined ||
    word.parts?.some((p) => p.type === 'AnsiCQuoted' || p.type === 'BraceExpansion')
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
