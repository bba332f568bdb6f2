import type { Flags } from '../flags.ts'
import { takeFlags } from '../flags.ts'
import type { Arg, Call, Judge } from '../judge.ts'
import { ANY, HOLE, STAR, mayBeFlag, note } from '../judge.ts'
import { checkPath, resolvePath } from '../paths.ts'
import { literal } from '../words.ts'
import { unsafeGitConfig } from './git-config.ts'
import { noteFlag } from './rule.ts'

/** Flags of git's reading subcommands that only choose or shape output (git 2.47 manual pages). */
const READING: Flags = {
  short: 'abcdefghiklmnpqrstuvwxyzABCDEFHIKLMNPRSTUVWXYZ01',
  valued: 'nGSLUBMCOlXA',
  count: true,
  words: '-1 -2 -3',
  long: `all oneline stat no-stat shortstat numstat dirstat summary name-only name-status graph decorate no-decorate reverse merges no-merges first-parent
    patch no-patch raw full-history follow cached staged porcelain short long branch branches tags remotes show-stash ahead-behind no-ahead-behind
    ignored no-renames find-copies find-copies-harder no-color color-words word-diff no-pager ignore-all-space ignore-space-change
    ignore-blank-lines ignore-space-at-eol ignore-cr-at-eol text no-ext-diff no-textconv full-index binary exit-code quiet check abbrev-commit no-abbrev-commit no-abbrev
    left-right left-only right-only cherry cherry-pick cherry-mark topo-order date-order author-date-order walk-reflogs boundary simplify-merges
    simplify-by-decoration ancestry-path dense sparse regexp-ignore-case invert-grep all-match extended-regexp fixed-strings
    basic-regexp perl-regexp pickaxe-all pickaxe-regex no-notes notes show-notes relative no-relative function-context minimal patience histogram
    indent-heuristic no-indent-heuristic compact-summary patch-with-stat root cc combined-all-paths no-index merge-base no-prefix
    source use-mailmap mailmap no-mailmap parents children show-pulls remove-empty do-walk relative-date show-linear-break clear-decorations
    others modified deleted stage killed unmerged exclude-standard directory no-empty-directory error-unmatch full-name full-tree
    deduplicate debug eol resolve-undo recurse-submodules
    line-number count files-with-matches files-without-match name-only ignore-case word-regexp invert-match heading break show-function
    untracked no-recursive recursive and or not only-matching column null cached-only max-depth
    show-toplevel show-prefix show-cdup git-dir git-common-dir absolute-git-dir is-inside-work-tree is-inside-git-dir is-bare-repository is-shallow-repository
    verify symbolic symbolic-full-name abbrev-ref revs-only no-revs flags no-flags show-superproject-working-tree show-object-format
    contains always dirty broken exact-match tags long candidates first-parent
    numbered email committer summary head heads dereference hash list merged no-merged points-at ignore-case
    is-ancestor octopus independent fork-point objects objects-edge unpacked use-bitmap-index no-object-names disk-usage timestamp header human-readable verbose
    show-email show-name show-number incremental line-porcelain score-debug date-order minimal  z non-matching no-index
    creation-factor no-dual-color left-only right-only dual-color build-options all-names name-rev no-undefined show-current list
    no-column  no-standard-notes no-expand-tabs no-walk no-min-parents no-max-parents in-commit-order reflog single-worktree
    name-status tree-of exclude-first-parent-only ignore-submodules no-ignore-submodules submodule irreversible-delete no-rename-empty rename-empty
    null get get-all get-regexp includes local global system worktree show-origin show-scope type-bool bool int path show-ref d t r`,
  longValued: `author committer grep since until after before max-count skip pretty format date diff-filter inter-hunk-context
    unified max-parents min-parents glob exclude-per-directory sort count-to
    contains no-contains points-at encoding match exclude diff-algorithm anchored since-as-filter
    stat-width stat-name-width stat-count ws-error-highlight src-prefix dst-prefix line-prefix output-indicator-new output-indicator-old
    group grep-reflog max-depth context after-context before-context object-format branches-glob prefix path-format
    ignore-rev ignore-revs-file min-parents diff-merges word-diff-regex find-object rotate-to skip-to candidates`,
  longMaybe: `color column abbrev decorate decorate-refs decorate-refs-exclude word-diff color-moved color-moved-ws color-words find-renames find-copies break-rewrites dirstat stat
    untracked-files ignored ignore-submodules submodule show-notes notes relative remotes branches tags glob exclude max-count skip since until after before author committer grep
    pretty format date sort expand-tabs no-walk porcelain column exclude-hidden show-forced dirty broken abbrev-ref hash list merged no-merged recurse-submodules missing filter merge-base dd remerge-diff log-size group shallow-exclude cherry short local-env-vars resolve-git-dir git-path symbolic type simplify-by-decoration unified show-object-format`,
}
const WHY: Record<string, string> = {
  '--output': 'writes a file',
  '--ext-diff': 'runs the repository\u2019s diff program',
  '--textconv': 'runs the repository\u2019s converter',
  '--filters': 'runs the repository\u2019s filter',
  '--open-files-in-pager': 'runs a program',
  '--show-signature': 'runs gpg',
  '--exec': 'runs a program',
  '--upload-pack': 'runs a program',
  '--help': 'opens a manual viewer',
  '--paginate': 'runs the pager',
  '-O': 'runs a program, or reads an order file',
}

const ALWAYS = new Set(
  'status log show diff blame annotate grep ls-files ls-tree rev-parse rev-list cat-file merge-base describe shortlog for-each-ref show-ref name-rev count-objects diff-tree diff-index diff-files check-ignore check-attr cherry range-diff var version whatchanged show-branch verify-pack'.split(
    ' ',
  ),
)

/** What subcommands that also write may be called with. Words after the subcommand, flags apart. */
const FORMS: Record<string, (judge: Judge, call: Call, args: Arg[]) => void> = {
  branch: (judge, call, args) =>
    listing(judge, call, {
      args,
      switches: /^(-l|--list|--contains|--no-contains|--merged|--no-merged|--points-at|--show-current)(=|$)/,
      valued: /^--(contains|no-contains|merged|no-merged|points-at|format|sort)$/,
      flags:
        /^(-[avrqil]+|--(all|verbose|remotes|list|show-current|no-color|color(=.*)?|no-column|column(=.*)?|ignore-case|quiet|abbrev(=\d+)?|no-abbrev|omit-empty|(contains|no-contains|merged|no-merged|points-at|format|sort)(=.*)?))$/,
    }),
  tag: (judge, call, args) =>
    listing(judge, call, {
      args,
      switches: /^(-l|--list|-n\d*|--contains|--no-contains|--merged|--no-merged|--points-at)(=|$)/,
      valued: /^--(contains|no-contains|merged|no-merged|points-at|format|sort)$/,
      flags:
        /^(-[li]+|-n\d*|--(list|no-color|color(=.*)?|no-column|column(=.*)?|ignore-case|omit-empty|(contains|no-contains|merged|no-merged|points-at|format|sort)(=.*)?))$/,
    }),
  remote: (judge, call, args) =>
    words(judge, call, args, /^((-v|--verbose)?|get-url( --all| --push)* [^- ][^ ]*)$/),
  stash: (judge, call, args) => words(judge, call, args, /^(list( .*)?|show( .*)?)$/),
  reflog: (judge, call, args) =>
    words(
      judge,
      call,
      args,
      /^(show( .*)?|(-n ?\d+|-\d+|--oneline|--all|--date=[\w:-]+|HEAD)?( (-n ?\d+|-\d+|--oneline|--all|--date=[\w:-]+))*)$/,
    ),
  worktree: (judge, call, args) => words(judge, call, args, /^list( (-v|--verbose|--porcelain|-z))*$/),
  submodule: (judge, call, args) =>
    words(judge, call, args, /^(status( (--cached|--recursive|--quiet|[^- ][^ ]*))*)?$/),
  config: configRead,
  notes: (judge, call, args) => words(judge, call, args, /^(list|show)?( [^- ][^ ]*)?$/),
  bisect: (judge, call, args) => words(judge, call, args, /^log$/),
  'symbolic-ref': (judge, call, args) =>
    words(judge, call, args, /^((--short|-q|--quiet) )*[^- ][^ ]*( (--short|-q))*$/),
  archive: (judge, call, args) => words(judge, call, args, /^(-l|--list)$/),
  'sparse-checkout': (judge, call, args) => words(judge, call, args, /^list$/),
  lfs: (judge, call, args) => words(judge, call, args, /^$/),
}

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
  for (const arg of rest) if (arg !== pattern) checkPath(judge, call.scope, gitPath(arg), 'search')
  const form = FORMS[name]
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

function reading(judge: Judge, call: Call, { name, rest }: { name: string; rest: Arg[] }): void {
  const plain: Call = { ...call, name: `git ${name}` }
  const known =
    name === 'grep'
      ? {
          ...READING,
          short: (READING.short ?? '').replace('O', ''),
          valued: 'efABCm',
          long: `${READING.long} text all-match`,
        }
      : { ...READING, short: name === 'cat-file' ? 'ptse' : shortOf(name), valued: valuedOf(name) }
  const taken = takeFlags(rest, known)
  for (const arg of taken.unknown) noteFlag(judge, plain, { arg, why: WHY })
  for (const arg of rest) {
    // Signature placeholders run gpg.
    if (/%G|%\(sig/.test(arg.text)) note(judge, 'showing signatures runs gpg', arg.piece)
    if (mayBeFlag(arg)) noteFlag(judge, plain, { arg, why: WHY })
  }
  if (name === 'diff' && taken.flags.some((f) => f.name === '--no-index'))
    for (const arg of taken.operands) checkPath(judge, call.scope, arg, 'content')
  if (name === 'grep')
    for (const flag of taken.flags)
      if (flag.name === '-f' && flag.value) checkPath(judge, call.scope, flag.value, 'content')
  if (
    name === 'var' &&
    !taken.operands.every((a) =>
      /^GIT_(AUTHOR|COMMITTER)_IDENT$|^GIT_(EDITOR|PAGER|DEFAULT_BRANCH)$/.test(a.text),
    )
  )
    note(judge, '`git var` may show secrets', call.piece)
  if (name === 'show-branch' && taken.flags.length > 6) note(judge, 'too many flags', call.piece)
  if (name === 'cat-file' && taken.operands.some((a) => a.text.startsWith('--filter')))
    note(judge, 'runs a filter', call.piece)
}

function shortOf(name: string): string {
  if (name === 'status') return 'sbuvz'
  if (name === 'blame' || name === 'annotate') return 'bcefhklnpstwM'
  if (name === 'ls-files') return 'cdmoiszktuvfx'
  if (name === 'ls-tree') return 'drtlz'
  if (name === 'describe') return ''
  if (name === 'shortlog') return 'nsceh'
  if (name === 'merge-base') return 'a'
  if (name === 'cherry' || name === 'check-ignore' || name === 'count-objects') return 'vqnzHz'
  if (name === 'show-ref') return 'hdsq'
  if (name === 'for-each-ref') return 'p'
  // The family of log and diff.
  return 'pusabwzDRWcmtgilEFPMCqhrv0'
}

function valuedOf(name: string): string {
  if (name === 'blame' || name === 'annotate') return 'LSC'
  if (name === 'ls-files') return 'xX'
  if (name === 'describe') return ''
  if (name === 'status' || name === 'shortlog') return ''
  return 'nGSLUl'
}

type Listing = { args: Arg[]; switches: RegExp; valued: RegExp; flags: RegExp }

/** `git branch NAME` creates; only together with a listing switch is a word a pattern. */
function listing(judge: Judge, call: Call, { args, switches, valued, flags }: Listing): void {
  let listed = false
  const operands: Arg[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]
    if (!arg) break
    if (mayBeFlag(arg)) noteFlag(judge, call, { arg })
    else if (!arg.text.startsWith('-')) operands.push(arg)
    else if (!flags.test(arg.text))
      noteFlag(judge, call, {
        arg,
        why: {
          '-d': 'deletes',
          '-D': 'deletes',
          '--delete': 'deletes',
          '-m': 'renames',
          '-M': 'renames',
          '-f': 'overwrites',
        },
      })
    else {
      if (switches.test(arg.text) || /^-[a-z]*l/.test(arg.text)) listed = true
      if (valued.test(arg.text)) {
        const next = args[i + 1]
        // Some take their value optionally, and then from the next word too.
        if (next && !next.text.startsWith('-') && !mayBeFlag(next)) i++
      }
    }
    if (/%G|%\(signature/.test(arg.text)) note(judge, 'showing signatures runs gpg', arg.piece)
  }
  const [first] = operands
  if (first && !listed)
    note(judge, `\`git ${call.args[0]?.text ?? ''} ${first.piece}\` creates or changes it`, call.piece)
}

function words(judge: Judge, call: Call, args: Arg[], form: RegExp): void {
  const text = args.map((a) => literal(a) ?? HOLE).join(' ')
  if (text.includes(HOLE) || !form.test(text) || args.some((a) => /\s/.test(a.text)))
    note(
      judge,
      `this form of \`${call.piece.split(/\s+/).slice(0, 3).join(' ')}\` is not only reading`,
      call.piece,
    )
  else if (
    / (--output|--ext-diff|--textconv|--o\S*|--ext\S*|--textc\S*|--show-sig\S*|--exec\S*)/.test(` ${text}`) ||
    /%G/.test(text)
  )
    note(judge, 'the flag writes a file or runs a program', call.piece)
  else if (
    /^(list|show) /.test(text) &&
    args
      .slice(1)
      .some(
        (a) =>
          a.text.startsWith('-') &&
          !/^(-p|-u|--patch|--stat|--oneline|--name-only|--name-status|--date=[\w:-]+|-n\d*|-\d+|--format=[^%]*(%[^G][^%]*)*|--pretty=[^%]*(%[^G][^%]*)*|--include-untracked|--only-untracked|--all|--no-color|--color=\w+|--porcelain|--verbose|-v|-z|--cached|--recursive)$/.test(
            a.text,
          ),
      )
  )
    note(judge, 'the flag is not known to be harmless', call.piece)
}

function configRead(judge: Judge, call: Call, args: Arg[]): void {
  const text = args.map((a) => literal(a) ?? HOLE)
  const place = (t: string) =>
    /^--(local|global|system|worktree|show-origin|show-scope|name-only|includes|no-includes|type=\w+|bool|int|path|null|default=.*)$|^-z$/.test(
      t,
    )
  const words = text.filter((t) => !place(t))
  const [first = '', second] = words
  const key = (t: string | undefined) => t !== undefined && /^[\w-]+(\.[^\s]+)?\.[\w-]+$/.test(t)
  const secret = words.some((t) =>
    /token|password|secret|helper|extraheader|credential|auth|url|proxy|cookie|^http/i.test(t),
  )
  const read =
    (words.length === 1 && key(first)) ||
    (/^(--get|--get-all|get)$/.test(first) && key(second) && words.length === 2) ||
    (first === '--get-regexp' && words.length === 2 && /^[\w.^$-]{4,}$/.test(second ?? ''))
  if (!read) note(judge, 'this form of `git config` writes, or shows everything', call.piece)
  else if (secret) note(judge, 'the option may hold a secret', call.piece, 'high')
}
