import { takeFlags, type Taken } from '../flags.ts'
import type { Arg, Call, Judge } from '../judge.ts'
import { ANY, HOLE, STAR, mayBeFlag, note } from '../judge.ts'
import { checkPath, resolvePath } from '../paths.ts'
import { fishes, fishesWide } from '../patterns.ts'
import { literal } from '../words.ts'
import { unsafeGitConfig } from './git-config.ts'
import { WHY, readingFlags } from './git-flags.ts'
import { GIT_FORMS } from './git-forms.ts'
import { noteFlag } from './rule.ts'

const ALWAYS = new Set(
  'status log show diff blame annotate grep ls-files ls-tree rev-parse rev-list cat-file merge-base describe shortlog for-each-ref show-ref name-rev count-objects diff-tree diff-index diff-files check-ignore check-attr cherry range-diff var version whatchanged show-branch verify-pack'.split(
    ' ',
  ),
)

/** git reads with known flags only, and only where the repository's own config runs nothing. */
export function git(judge: Judge, call: Call): void {
  let at = 0
  let folders = call.scope.cwds
  for (; at < call.args.length; at++) {
    const arg = call.args[at]
    if (!arg) break
    const text = literal(arg)
    if (text === '-C') {
      const to = call.args[++at]
      const next = to && !mayBeFlag(to) ? literal(to) : undefined
      folders = folders.map((cwd) => (next === undefined ? HOLE : resolvePath(next, cwd, judge.context.home)))
    } else if (
      text !== undefined &&
      /^(--no-pager|-P|--no-optional-locks|--literal-pathspecs|--no-replace-objects)$/.test(text)
    )
      continue
    else break
  }
  const sub = call.args[at]
  const name = sub && literal(sub)
  const rest = call.args.slice(at + 1)
  if (name === undefined || name.startsWith('-')) {
    const last = at === call.args.length - 1
    if (last && (name === '--version' || name === '-v' || name === '--help' || name === '-h')) return
    if (call.args.length === 0) return
    if (sub)
      noteFlag(judge, call, {
        arg: sub,
        why: {
          '-c': 'sets options that run programs',
          '--config-env': 'sets options that run programs',
          '--exec-path': 'runs programs from elsewhere',
          '--git-dir': 'reads another repository\u2019s options',
          '--work-tree': 'reads another folder',
          '-p': 'runs the pager',
          '--paginate': 'runs the pager',
          '--help': 'opens a manual viewer',
        },
        level: 'high',
      })
    return
  }
  // The first word of `git grep` is what it looks for.
  const pattern =
    name === 'grep' && !rest.some((a) => /^-[a-zA-Z]*[ef]/.test(a.text))
      ? rest.find((a) => !a.text.startsWith('-'))
      : undefined
  // Names of branches and tags are no paths, and nor are patterns of them.
  const refs = /^(branch|tag|for-each-ref|show-ref|describe|name-rev|show-branch)$/.test(name)
  for (const arg of refs ? [] : rest)
    if (arg !== pattern) checkPath(judge, call.scope, gitPath(arg), 'search')
  const form = GIT_FORMS[name]
  if (form) form(judge, call, rest)
  else if (ALWAYS.has(name)) reading(judge, call, { name, rest })
  else {
    note(judge, `\`git ${name}\` is not only reading`, call.piece)
    return
  }
  if (name === 'version') return
  for (const folder of folders) {
    const unsafe = unsafeGitConfig(judge.context, folder)
    if (unsafe) note(judge, unsafe, call.piece)
  }
}

/** `HEAD:src/x` and `:(icase)x` name files behind a colon; git takes quoted globs too. */
function gitPath(arg: Arg): Arg {
  const text = arg.text.replaceAll(HOLE, 'x').replace(/[\u0004\u0005]/g, 'x')
  if (text.startsWith('-')) return { ...arg, text }
  const path = text.replace(/^:\([^)]*\)|^:[!^/]+/, '')
  return { ...arg, text: path.replace(/\*/g, STAR).replace(/\?|\[[^\][]*\]/g, ANY) }
}

/** Outside of a repository, and with `--no-index`, it compares folders, `.env` files and all. */
function judgeDiff(judge: Judge, call: Call, { rest, taken }: { rest: Arg[]; taken: Taken }): void {
  const [first, second, more] = taken.operands
  const free = taken.flags.some((f) => f.name === '--no-index')
  const folders =
    first !== undefined &&
    second !== undefined &&
    more === undefined &&
    !rest.some((a) => a.text === '--') &&
    /(^|\/)\.{0,2}$/.test(second.text) &&
    !/^(HEAD|@|main|master|develop|trunk|[\da-f]{7,40})|\.\.|[~^]|^(origin|upstream)\//.test(first.text)
  if (free) for (const arg of taken.operands) checkPath(judge, call.scope, arg, 'content')
  if (
    folders ||
    (free && !taken.operands.every((a) => /[^/.][^/]*\.\w+$|^\/dev\/(null|stdin)$|^-$/.test(a.text)))
  )
    note(judge, 'it would show the secrets of every file below', call.piece, 'high')
}

function judgeGrep(judge: Judge, call: Call, taken: Taken): void {
  for (const flag of taken.flags)
    if (flag.name === '-f' && flag.value) checkPath(judge, call.scope, flag.value, 'content')
  const given = taken.flags.flatMap((f) => (f.name === '-e' && f.value ? [f.value] : []))
  const has = (flag: RegExp): boolean => taken.flags.some((f) => flag.test(f.name))
  if (has(/^(-[lLcq]|--(files-with(out)?-match(es)?|name-only|count|quiet))$/)) return
  const free = has(/^--(no-index|untracked)$/)
  if (has(/^(-v|--invert-match)$/))
    note(judge, 'it would show every other line of every file', call.piece, 'high')
  for (const arg of given.length > 0 ? given : taken.operands.slice(0, 1))
    if (
      fishes(arg.text) ||
      (free &&
        fishesWide(arg.text, { fixed: has(/^(-F|--fixed-strings)$/), anyCase: has(/^(-i|--ignore-case)$/) }))
    )
      note(judge, 'it would show the secrets of every file below', arg.piece, 'high')
}

function reading(judge: Judge, call: Call, { name, rest }: { name: string; rest: Arg[] }): void {
  const plain: Call = { ...call, name: `git ${name}` }
  // `-M90%`: how alike a renamed file must be.
  const taken = takeFlags(
    rest.filter((a) => !/^-[MCB]\d+%?$/.test(a.text)),
    readingFlags(name),
  )
  for (const arg of taken.unknown) noteFlag(judge, plain, { arg, why: WHY })
  for (const arg of rest) {
    // Signature placeholders run gpg.
    if (/%G|%\(sig/.test(arg.text)) note(judge, 'showing signatures runs gpg', arg.piece)
    if (mayBeFlag(arg)) noteFlag(judge, plain, { arg, why: WHY })
  }
  if (name === 'diff') judgeDiff(judge, call, { rest, taken })
  if (name === 'grep') judgeGrep(judge, call, taken)
  if (
    name === 'var' &&
    !rest.every((a) => /^GIT_(AUTHOR|COMMITTER)_IDENT$|^GIT_(EDITOR|PAGER|DEFAULT_BRANCH)$/.test(a.text))
  )
    note(judge, '`git var` may show secrets', call.piece)
  if (name === 'show-branch' && taken.flags.length > 6) note(judge, 'too many flags', call.piece)
  if (name === 'cat-file' && taken.operands.some((a) => a.text.startsWith('--filter')))
    note(judge, 'runs a filter', call.piece)
}
