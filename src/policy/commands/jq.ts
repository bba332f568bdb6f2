import type { Arg, Call, Judge } from '../judge.ts'
import { HOLE, mayBeFlag, note } from '../judge.ts'
import { checkPath, resolvePath } from '../paths.ts'
import { literal } from '../words.ts'
import type { Rule } from './rule.ts'
import { flagRule } from './rule.ts'

const SHOWS_ENV =
  /(?<!\.)\benv\b|\$ENV|\binput_filename\b|\$__prog|getpath\(\["env|\binclude\b|\bimport\b|\bmodulemeta\b/

/**
 * `-f program`, as one flag with its value. The program is read where it lies; where there is none, jq does nothing.
 */
function withoutProgram(judge: Judge, call: Call): Arg[] {
  const at = call.args.findIndex((a) => /^-[rnsceCMSajR]*f$|^--from-file$/.test(a.text))
  const [flag, file] = call.args.slice(at, at + 2)
  if (at < 0 || !flag || !file) return call.args
  const path = literal(file)
  const before = call.args.slice(0, at)
  const { textOf, home } = judge.context
  // A pipe holds what it will.
  const textAt = (at: string) => (textOf && !/^\/(dev|proc)\//.test(at) ? textOf(at) : 'unreadable')
  const known =
    path !== undefined && !file.splits && before.every((a) => a.text.startsWith('-'))
      ? call.scope.cwds.map((cwd) => textAt(resolvePath(path, cwd, home)))
      : ['unreadable' as const]
  if (known.some((found) => found === 'unreadable' || (found && SHOWS_ENV.test(found.text))))
    note(judge, 'the filter in the file may show every variable', file.piece, 'high')
  checkPath(judge, call.scope, file, 'content')
  // A filter in its place, so that what follows is read as files.
  const rest = flag.text.slice(0, -1)
  const kept = rest === '-' || flag.text.startsWith('--') ? [] : [{ ...flag, text: rest }]
  return [...before, ...kept, { ...file, text: '.' }, ...call.args.slice(at + 2)]
}

/** No flag of jq acts, so a glob's names may be anything but the filter. */
export const jq: Rule = (judge, given) => {
  const call = { ...given, args: withoutNamed(withoutProgram(judge, given)) }
  const at = call.args.findIndex((a) => !a.text.startsWith('-'))
  const plain = (arg: Arg, i: number): boolean =>
    i <= at || arg.splits || arg.text.includes(HOLE) || !mayBeFlag(arg)
  for (const arg of call.args.filter((a, i) => !plain(a, i))) checkPath(judge, call.scope, arg, 'content')
  jqFlags(judge, { ...call, args: call.args.filter(plain) })
}

/** `--arg name value` only names a value, wherever it stands. */
function withoutNamed(args: readonly Arg[]): Arg[] {
  const left: Arg[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]
    if (!arg) break
    const [name, value] = [args[i + 1], args[i + 2]]
    const named = arg.text === '--arg' || arg.text === '--argjson'
    // What splits into several words moves all that comes behind it.
    if (named && name && value && /^\w+$/.test(name.text) && !value.splits) i += 2
    else left.push(arg)
  }
  return left
}

const jqFlags: Rule = flagRule({
  flags: {
    short: 'rRnscCSMaejh0V',
    long: 'raw-output raw-output0 raw-input null-input slurp compact-output color-output monochrome-output ascii-output sort-keys exit-status join-output seq stream stream-errors tab unbuffered version help',
    longValued: 'indent',
  },
  use: 'content',
  pattern: [],
  why: { '-f': 'takes its filter from a file', '--from-file': 'takes its filter from a file' },
  also: (judge, call, taken) => {
    for (const arg of call.args)
      if (SHOWS_ENV.test(arg.text))
        note(judge, '`jq` can show every variable with this filter', arg.piece, 'high')
    const [filter] = taken.operands
    if (filter && literal(filter) === undefined)
      note(judge, 'what `jq` does is known only when it runs', filter.piece)
  },
})

export const yq: Rule = flagRule({
  flags: {
    short: 'PCMNrejnI0v',
    valued: 'opI',
    long: 'colors no-colors prettyPrint no-doc unwrapScalar raw-output exit-status null-input tojson version help compact-output',
    longValued: 'output-format input-format indent',
    longMaybe: 'unwrapScalar',
  },
  use: 'none',
  why: {
    '-i': 'changes the file in place',
    '--inplace': 'changes the file in place',
    '-s': 'writes files',
    '--split-exp': 'writes files',
  },
  also: (judge, call, taken) => {
    const [first, ...rest] = taken.operands
    const files = first && /^(eval|e|eval-all|ea)$/.test(first.text) ? rest.slice(1) : rest
    for (const arg of taken.operands)
      if (/\b(env|envsubst|strenv|load\w*|system)\b|\$ENV|\beval\s*\(/.test(arg.text))
        note(judge, '`yq` can show variables or other files with this filter', arg.piece, 'high')
    for (const file of files) checkPath(judge, call.scope, file, 'content')
    // Alone, or when there is such a file, it takes its first word for one.
    if (first && (taken.operands.length === 1 || first.text.startsWith('.env')))
      checkPath(judge, call.scope, first, 'content')
  },
})
