import type { Rule } from './rule.ts'
import { flagRule, noteFlag } from './rule.ts'
import { ANY, STAR, note } from '../judge.ts'
import { takeFlags } from '../flags.ts'
import { checkPath } from '../paths.ts'

const treeFlags: Rule = flagRule({
  flags: {
    short: 'adfilxpsughDFqNQrtcUvXJCnSA',
    valued: 'LPI',
    words: '-if -hD',
    long: 'noreport dirsfirst filesfirst prune du si inodes device matchdirs ignore-case gitignore metafirst nolinks hintro version help timefmt',
    longValued: 'filelimit charset sort timefmt',
  },
  use: 'names',
  why: { '-o': 'writes a file', '-R': 'writes files', '--fromfile': 'reads a list' },
})

export const fd: Rule = flagRule({
  flags: {
    short: 'HIuUsigaplLF01qhV',
    valued: 'tedSocEj',
    long: `hidden no-ignore no-ignore-vcs no-ignore-parent unrestricted case-sensitive ignore-case glob regex fixed-strings absolute-path list-details follow
      full-path print0 prune quiet show-errors one-file-system version help no-global-ignore-file`,
    longValued:
      'type extension max-depth min-depth exact-depth depth size changed-within changed-before owner color exclude max-results threads base-directory and strip-cwd-prefix path-separator search-path newer older',
    longMaybe: 'strip-cwd-prefix hyperlink',
  },
  use: 'none',
  why: {
    '-x': 'runs a command on what it finds',
    '-X': 'runs a command on what it finds',
    '--exec': 'runs a command on what it finds',
    '--exec-batch': 'runs a command on what it finds',
  },
})

/**
 * tree takes the value of `-L` from the next word and goes on with the bundle: `-Lo 1 f` and `-L1o f` both write f. So
 * these letters must stand alone.
 */
export const tree: Rule = (judge, call) => {
  for (const arg of call.args)
    if (/^-[a-zA-Z]+[LPIo]|^-[LPI](?!\d+$)./.test(arg.text)) noteFlag(judge, call, { arg })
  treeFlags(judge, call)
}

/** Listing an archive only; tar's own bundle without a dash too. */
export const tar: Rule = (judge, call) => {
  const [first, ...rest] = call.args
  // Without a dash every letter takes its value from the words after, in turn: only `f` may, and once.
  const bundle = first && /^[txOvzjJa]*(f[txOvzjJa]*)?$/.test(first.text) ? first : undefined
  if (first && !first.text.startsWith('-') && !bundle) noteFlag(judge, call, { arg: first })
  const args = bundle
    ? [
        { ...bundle, text: `-${bundle.text.replace('f', '')}` },
        ...(bundle.text.includes('f') ? [{ ...bundle, text: '-f' }] : []),
        ...rest,
      ].filter((arg) => arg.text !== '-')
    : call.args
  // With `-O` what is unpacked is printed.
  const prints = args.some((a) => /^-[a-zA-Z]*O|^--to-stdout$/.test(a.text))
  const taken = takeFlags(args, {
    short: prints ? 'xtvzjJaZpOP' : 'tvzjJaZpOP',
    valued: 'fC',
    long: 'list verbose gzip bzip2 xz zstd lzip lzma auto-compress full-time numeric-owner absolute-names wildcards no-wildcards utc show-transformed-names quoting-style help version',
    longValued: 'file exclude strip-components occurrence directory',
    longMaybe: 'exclude occurrence quoting-style',
  })
  for (const arg of taken.unknown)
    noteFlag(judge, call, {
      arg,
      why: {
        '-x': 'unpacks files',
        '-c': 'writes an archive',
        '-r': 'changes the archive',
        '-u': 'changes the archive',
        '-I': 'runs a program',
        '--use-compress-program': 'runs a program',
        '-F': 'runs a program',
        '--to-command': 'runs a program',
        '--checkpoint-action': 'runs a program',
      },
    })
  if (!prints && !taken.flags.some((f) => f.name === '-t' || f.name === '--list'))
    note(judge, '`tar` packs or unpacks files', call.piece)
  if (prints && taken.operands.length === 0)
    note(judge, '`tar` would print every file of the archive', call.piece, 'high')
  if (prints)
    for (const arg of taken.operands)
      checkPath(
        judge,
        call.scope,
        { ...arg, text: arg.text.replaceAll('*', STAR).replace(/\?/g, ANY) },
        'content',
      )
  for (const { name, value } of taken.flags)
    if (value) {
      if (/^(-f|--file)$/.test(name) && value.text.includes(':'))
        note(judge, '`tar` reads an archive on another machine', value.piece)
      checkPath(judge, call.scope, value, 'names')
    }
}

export const unzip: Rule = (judge, call) => {
  const [first, ...rest] = call.args
  if (!first || !/^-(l|v|p|t|Z1?|lv|vl|Zl|z|c)$/.test(first.text))
    note(judge, '`unzip` writes the files it unpacks', call.piece)
  if (rest.some((a) => a.text.startsWith('-') || a.splits || /^[\u0000-\u0005]/.test(a.text)))
    note(judge, 'the flag is not known to be harmless', call.piece)
  for (const arg of rest)
    checkPath(
      judge,
      call.scope,
      { ...arg, text: arg.text.replaceAll('*', STAR).replace(/\?/g, ANY) },
      'content',
    )
}

const SHOWS =
  /^(-[ltcdvkq9]*[ltc][ltcdvkq]*|--(list|test|stdout|decompress|verbose|quiet|keep|version|help|to-stdout))$/
/** gzip, xz, zstd and their like, as long as the result goes to standard output or nowhere. */
export const squeeze: Rule = (judge, call) => {
  const flags = call.args.filter((a) => a.text.startsWith('-') && a.text !== '-')
  const shown = flags.some((a) => /^-[a-z]*[ltc]|^--(list|test|stdout|version|help|to-stdout)$/.test(a.text))
  const printed = flags.some((a) => /^-[a-z]*c|^--(stdout|to-stdout)$/.test(a.text))
  // The last of listing, testing and unpacking wins; `lz4 -l` packs.
  const unpacks =
    !printed &&
    (call.name === 'lz4' || flags.some((a) => /^-[a-z]*d|^--decompress$/.test(a.text))) &&
    !flags.every((a) => /^--(version|help)$/.test(a.text))
  if (!shown || unpacks || !flags.every((a) => SHOWS.test(a.text) || /^-[dvkq]+$/.test(a.text)))
    note(judge, `\`${call.name}\` replaces the file`, call.piece)
  // `lz4 in out` writes the second one.
  if (call.name === 'lz4' && call.args.filter((a) => !a.text.startsWith('-')).length > 1)
    note(judge, '`lz4` with two files writes the second', call.piece)
  for (const arg of call.args) {
    if (arg.splits || /^[\u0000-\u0005]/.test(arg.text)) noteFlag(judge, call, { arg })
    checkPath(judge, call.scope, arg, 'content')
  }
}

/** Unlike its siblings it takes `-o` and `--rm`. */
export const zstdcat: Rule = flagRule({ flags: { short: 'dfqv', long: 'help version' }, use: 'content' })

export const sevenZip: Rule = (judge, call) => {
  const [verb, ...rest] = call.args
  if (
    !verb ||
    !/^[lt]$/.test(verb.text) ||
    rest.some(
      (a) => a.text.startsWith('-') || a.text.startsWith('@') || a.splits || /^[\u0000-\u0005]/.test(a.text),
    )
  )
    note(judge, `\`${call.name}\` packs or unpacks files`, call.piece)
}

export const ar: Rule = (judge, call) => {
  const [verb] = call.args
  if (!verb || !/^-?t[vO]*$/.test(verb.text) || call.args.some((a) => /^--|^@/.test(a.text) || a.splits))
    note(judge, '`ar` changes the archive', call.piece)
}
