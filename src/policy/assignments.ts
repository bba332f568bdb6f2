import type { Assignment } from 'unbash'
import type { Judge, Scope } from './judge.ts'
import { note } from './judge.ts'
import { literal, spellAssignment } from './words.ts'

/** Variables before a command that change how its output looks and nothing else. */
const LOOKS =
  /^(LC_[A-Z]+|LANG|LANGUAGE|TZ|NO_COLOR|FORCE_COLOR|CLICOLOR|CLICOLOR_FORCE|COLUMNS|LINES|TERM|CI|GIT_OPTIONAL_LOCKS)$/

/**
 * `NAME=value` before a command, or alone. Most variables can change what a harmless command runs (`LD_PRELOAD`,
 * `PATH`, `GIT_*`, …), so only those known not to are silent.
 */
export function judgeAssignments(
  judge: Judge,
  scope: Scope,
  { nodes, command }: { nodes: Assignment[]; command: string | undefined },
): void {
  for (const node of nodes) {
    const values = spellAssignment(judge, scope, node)
    const piece = scope.source.slice(node.pos, node.end) || node.text
    if (command === undefined) {
      note(judge, `sets \`${node.name}\` for what follows`, piece, weighty(node.name) ? 'high' : 'low')
      continue
    }
    const value = values[0] && literal(values[0])?.slice(node.name.length + 1)
    const plain = values.length === 1 && value !== undefined && !node.append && !node.index
    if (plain && harmless(node.name, value, command)) continue
    note(
      judge,
      `\`${node.name}\` changes what \`${command}\` does`,
      piece,
      weighty(node.name) ? 'high' : 'low',
    )
  }
}

function harmless(name: string, value: string, command: string): boolean {
  if (name === 'PAGER' || name === 'GIT_PAGER') return value === 'cat' || value === ''
  // Any separator but none cuts names into new ones, which `read` must know.
  if (name === 'IFS') return command === 'read'
  // A value with a slash can be a path of locale files, which are parsed by C code.
  return LOOKS.test(name) && /^[\w.:,@+-]*$/.test(value)
}

function weighty(name: string): boolean {
  return /^(LD_|DYLD_|GIT_|PATH$|IFS$|BASH_ENV$|ENV$|HOME$|NODE_OPTIONS$|PYTHON|PERL5|RUBY|PROMPT_COMMAND$|SHELLOPTS$|PS4$|EDITOR$|VISUAL$|BROWSER$|GH_|SSH_)|PAGER$|_PROXY$|_CONFIG/i.test(
    name,
  )
}
