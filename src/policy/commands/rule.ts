import type { Risk } from '../../protocol/request.ts'
import type { Flags, Taken } from '../flags.ts'
import { takeFlags } from '../flags.ts'
import type { Arg, Call, Judge } from '../judge.ts'
import { mayBeFlag, note } from '../judge.ts'
import type { Use } from '../paths.ts'
import { checkPath } from '../paths.ts'

/** What a command may be called with, silently. Everything else is noted, and so asks. */
export type Rule = (judge: Judge, call: Call) => void

export type FlagRule = {
  flags: Flags
  /** What it does with the paths it is given; `none` = its words are no paths. */
  use: Use | 'none'
  /** The first operand is a pattern, a filter or a format, not a path, unless one of these flags gave it. */
  pattern?: string[]
  /** More operands than this ask. */
  operands?: number
  /** Why well-known other flags are no reading, by flag. */
  why?: Record<string, string>
  also?: (judge: Judge, call: Call, taken: Taken) => void
}

export function flagRule(rule: FlagRule): Rule {
  return (judge, call) => {
    const taken = takeFlags(call.args, rule.flags)
    for (const arg of taken.unknown) noteFlag(judge, call, { arg, why: rule.why })
    let { operands } = taken
    if (rule.pattern && !taken.flags.some((f) => rule.pattern?.includes(f.name))) operands = operands.slice(1)
    if (rule.operands !== undefined && operands.length > rule.operands)
      note(judge, `\`${call.name}\` with this many operands writes a file`, call.piece)
    if (rule.use !== 'none') {
      for (const arg of operands) checkPath(judge, call.scope, arg, rule.use)
      for (const { name, value } of taken.flags)
        if (value && !rule.pattern?.includes(name)) checkPath(judge, call.scope, value, rule.use)
    }
    rule.also?.(judge, call, taken)
  }
}

type Odd = { arg: Arg; why?: Record<string, string> | undefined; level?: Risk }

/** Says why one argument is not known to be harmless. */
export function noteFlag(judge: Judge, call: Call, { arg, why, level }: Odd): void {
  if (mayBeFlag(arg)) {
    note(judge, `what stands here can turn into a flag of \`${call.name}\``, arg.piece, level)
    return
  }
  const known = Object.entries(why ?? {}).find(([flag]) =>
    flag.startsWith('--')
      ? arg.text.split('=')[0] === flag ||
        (arg.text.length > 4 && flag.startsWith(arg.text.split('=')[0] ?? '?'))
      : arg.text.startsWith(flag) ||
        (/^-\w$/.test(flag) && /^-\w+$/.test(arg.text) && arg.text.includes(flag.charAt(1))),
  )
  if (known) note(judge, `\`${call.name} ${known[0]}\` ${known[1]}`, arg.piece, level ?? 'high')
  else note(judge, `\`${call.name} ${shown(arg)}\` is not known to be harmless`, arg.piece, level)
}

function shown(arg: Arg): string {
  return arg.piece.length > 40 ? `${arg.piece.slice(0, 39)}…` : arg.piece
}

/** Any flag of the command is harmless; its words are used like this. */
export function anyFlags(use: Use | 'none'): Rule {
  return (judge, call) => {
    if (use === 'none') return
    for (const arg of call.args) checkPath(judge, call.scope, arg, use)
  }
}
