import type { Arg, Call, Judge } from '../judge.ts'
import { HOLE, mayBeFlag, note } from '../judge.ts'
import { literal } from '../words.ts'
import { noteFlag } from './rule.ts'

/** What subcommands that also write may be called with. Words after the subcommand, flags apart. */
export const GIT_FORMS: Record<string, (judge: Judge, call: Call, args: Arg[]) => void> = {
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
    words(judge, call, args, /^((-v|--verbose)?|show|get-url( --all| --push)* [^- ][^ ]*)$/),
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
  apply: (judge, call, args) =>
    words(judge, call, args, /^(--(check|stat|numstat|summary) )+([^- ][^ ]*( |$))+$/),
  lfs: (judge, call, args) => words(judge, call, args, /^$/),
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
    / (--output|--ext-diff|--textconv|--o(?!neline( |$))\S*|--ext\S*|--textc\S*|--show-sig\S*|--exec\S*)/.test(
      ` ${text}`,
    ) ||
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
  // `git remote -v` tells it too.
  const shown = words.every((t) => t.startsWith('-') || t === 'get' || /^remote\.[\w-]+\.url$/.test(t))
  const secret =
    !shown &&
    words.some((t) =>
      /token|password|secret|helper|extraheader|credential|auth|url|proxy|cookie|^http/i.test(t),
    )
  const read =
    (words.length === 1 && key(first)) ||
    (/^(--get|--get-all|get)$/.test(first) && key(second) && words.length === 2) ||
    (first === '--get-regexp' && words.length === 2 && /^[\w.^$-]{4,}$/.test(second ?? ''))
  if (!read) note(judge, 'this form of `git config` writes, or shows everything', call.piece)
  else if (secret) note(judge, 'the option may hold a secret', call.piece, 'high')
}
