import type { Flags, Taken } from '../flags.ts'
import { takeFlags } from '../flags.ts'
import type { Arg, Call, Judge } from '../judge.ts'
import { ANY, LISTED, STAR, mayBeFlag, note } from '../judge.ts'
import { checkPath, sourcesOnly } from '../paths.ts'
import { fishes, fishesWide } from '../patterns.ts'
import type { Rule } from './rule.ts'
import { flagRule, noteFlag } from './rule.ts'

const GREP: Flags = {
  short: 'EFGPiyvwxcLlqsbHhnTUZzaIoRru',
  valued: 'efmABCdD',
  count: true,
  long: `extended-regexp fixed-strings basic-regexp perl-regexp ignore-case no-ignore-case invert-match word-regexp line-regexp count
    files-without-match files-with-matches only-matching quiet silent no-messages byte-offset with-filename no-filename line-number
    initial-tab null text recursive dereference-recursive line-buffered null-data binary unix-byte-offsets help version`,
  longValued:
    'regexp file max-count label after-context before-context context directories devices exclude exclude-from exclude-dir include binary-files group-separator',
  longMaybe: 'color colour no-group-separator',
}

/** grep and its family: the first word is the pattern; below a folder it prints from every file. */
export const grep: Rule = (judge, call) =>
  search(judge, call, {
    flags: GREP,
    given: ['-e', '--regexp', '-f', '--file'],
    recursive: /^-(r|R)$|^--(dereference-)?recursive$/,
  })

const RG: Flags = {
  short: 'aiSsvwxcnNHILloqUFPLp0.bhVIu',
  valued: 'egmABCtTjMfdrE',
  long: `files hidden no-hidden no-ignore no-ignore-vcs no-ignore-parent no-ignore-dot no-ignore-global no-ignore-exclude no-ignore-files ignore stats json count count-matches line-number no-line-number column no-column
    heading no-heading with-filename no-filename files-with-matches files-without-match only-matching quiet multiline multiline-dotall
    fixed-strings ignore-case smart-case case-sensitive invert-match word-regexp line-regexp follow no-follow trim null text crlf pcre2 auto-hybrid-regex
    no-messages passthru vimgrep pretty unrestricted one-file-system binary no-config type-list max-columns-preview include-zero line-buffered block-buffered null-data stop-on-nonmatch no-unicode byte-offset version help no-mmap mmap debug trace`,
  longValued: `regexp glob iglob type type-not max-count after-context before-context context color colors max-depth maxdepth max-columns sort sortr threads
    file encoding replace engine context-separator field-match-separator field-context-separator path-separator max-filesize ignore-file type-add type-clear dfa-size-limit regex-size-limit hyperlink-format generate`,
}
const RG_WHY = {
  '--pre': 'runs a program on every file',
  '--hostname-bin': 'runs a program',
  '-z': 'runs decompressors',
  '--search-zip': 'runs decompressors',
}

export const rg: Rule = (judge, call) =>
  search(judge, call, {
    flags: RG,
    given: ['-e', '--regexp', '-f', '--file', '--files', '--type-list'],
    recursive: /^(-u|-\.|--hidden|--unrestricted|--no-ignore)$/,
    why: RG_WHY,
    careful: true,
  })

/** Kinds of files that hold code, and no keys but by mistake. */
const SOURCE_KIND =
  /^(\*\.)?(ts|tsx|js|jsx|mjs|cjs|py|go|rs|rust|rb|ruby|java|kt|c|h|cc|cpp|hpp|cs|php|swift|scala|css|scss|html|vue|svelte|md|sql|proto|\{(ts|tsx|js|jsx|mjs|cjs|py|go|rs|md|,)+\})$/

/** Flags with which it prints no line of a file. */
const NAMES_ALONE =
  /^(-[lLcq]|--(files|files-with-matches|files-without-match|count|count-matches|quiet|silent|type-list))$/

type Search = {
  flags: Flags
  given: string[]
  recursive: RegExp
  why?: Record<string, string>
  careful?: boolean
}

function search(judge: Judge, call: Call, { flags, given, recursive, why, careful }: Search): void {
  const look = (taken: Taken): void => {
    const patterned = taken.flags.some((f) => given.includes(f.name))
    // No flag of grep does harm, so a word that may turn out to be one is a path all the same.
    const odd = careful ? [] : taken.unknown.filter(mayBeFlag)
    const words = call.args.filter((a) => taken.operands.includes(a) || odd.includes(a))
    const paths = patterned ? words : words.slice(1)
    const tree = taken.flags.some(
      (f) => recursive.test(f.name) || (/^(-d|--directories)$/.test(f.name) && f.value?.text !== 'skip'),
    )
    const places = tree && paths.length === 0 ? [here(call)] : paths
    for (const arg of places) checkPath(judge, call.scope, arg, tree ? 'tree' : 'search')
    // Which files those are nobody knows: `.env` may be among them, and what comes may be `-r`.
    const any = places.some((arg) => arg.text.includes(LISTED)) || odd.length > 0
    if (tree || any) {
      const patterns = taken.flags.flatMap((f) =>
        /^(-e|--regexp)$/.test(f.name) && f.value ? [f.value] : [],
      )
      const has = (flag: RegExp): boolean => taken.flags.some((f) => flag.test(f.name))
      const kinds = taken.flags.flatMap((f) =>
        /^(--include|-g|--glob|-t|--type)$/.test(f.name) && f.value ? [f.value] : [],
      )
      const code = kinds.length > 0 && kinds.every((kind) => SOURCE_KIND.test(kind.text))
      const open = any || places.some((arg) => !sourcesOnly(arg.text))
      const wide = open && !code && !has(NAMES_ALONE)
      const how = {
        fixed: call.name === 'fgrep' || has(/^(-F|--fixed-strings)$/),
        anyCase: has(/^(-i|-y|--ignore-case)$/),
      }
      if (wide && has(/^(-v|--invert-match)$/))
        note(judge, 'it would show every other line of every file', call.piece, 'high')
      for (const arg of patterned ? patterns : words.slice(0, 1))
        if (wide ? fishesWide(arg.text, how) : fishes(arg.text, open && !code))
          note(judge, 'it would show the secrets of every file below', arg.piece, 'high')
    }
    for (const { name, value } of taken.flags) {
      if (!value) continue
      if (/^(-f|--file|--exclude-from|--ignore-file)$/.test(name))
        checkPath(judge, call.scope, value, 'content')
      if (/^(--include|-g|--glob|--iglob)$/.test(name) && !value.text.startsWith('!'))
        checkPath(judge, call.scope, { ...value, text: globbed(value.text) }, 'content')
    }
  }
  if (careful)
    flagRule({ flags, use: 'none', ...(why ? { why } : {}), also: (_j, _c, taken) => look(taken) })(
      judge,
      call,
    )
  else look(takeFlags(call.args, flags))
}

function here(call: Call): Arg {
  return { text: '.', piece: call.piece, splits: false, bare: true, inner: [] }
}

/** A quoted pattern, with its glob characters marked; what only the run knows may be anything. */
function globbed(text: string): string {
  return text.replace(/[*\u0000\u0004\u0005]/g, STAR).replace(/\?/g, ANY)
}

export const sort: Rule = flagRule({
  flags: {
    short: 'bdfghiMnRrVcCmsuz',
    valued: 'kt',
    long: 'ignore-leading-blanks dictionary-order ignore-case general-numeric-sort ignore-nonprinting month-sort human-numeric-sort numeric-sort random-sort reverse version-sort merge stable unique zero-terminated debug help version',
    longValued: 'key field-separator sort parallel',
    longMaybe: 'check',
  },
  use: 'content',
  why: {
    '-o': 'writes a file',
    '--output': 'writes a file',
    '-T': 'writes temporary files there',
    '--temporary-directory': 'writes temporary files there',
    '--compress-program': 'runs a program',
    '--files0-from': 'takes its files from a list',
  },
})

/** xxd, and the uniq of BSD, take flags before the file only: `xxd f -a` writes a file called `-a`. */
function lastWordIsFile(judge: Judge, call: Call, { operands }: Taken): void {
  const [file] = operands
  if (file && call.args.at(-1) !== file)
    note(judge, `\`${call.name}\` takes what comes behind the file for the one to write`, call.piece)
}

export const uniq: Rule = flagRule({
  flags: {
    short: 'cdDiuz',
    valued: 'fsw',
    long: 'count repeated ignore-case unique zero-terminated help version',
    longValued: 'skip-fields skip-chars check-chars',
    longMaybe: 'all-repeated group',
  },
  use: 'content',
  operands: 1,
  also: lastWordIsFile,
})

export const xxd: Rule = flagRule({
  flags: {
    short: 'abeEiupvhCd',
    valued: 'cglnosR',
    words: '-ps -plain -postscript -uppercase -bits -include -autoskip -version -h -help',
  },
  use: 'content',
  operands: 1,
  also: lastWordIsFile,
  why: { '-r': 'turns hex back into bytes, written to a file' },
})

export const column: Rule = flagRule({
  flags: {
    short: 'txnJeLR',
    valued: 'scoNlHWTEORdrip',
    long: 'table fillrows json tree separator keep-empty-lines help version',
    longValued:
      'separator output-separator output-width table-columns table-right table-hide table-wrap table-truncate table-name table-order table-columns-limit table-noextreme',
  },
  use: 'content',
})

export const base64: Rule = flagRule({
  flags: {
    short: 'dDienuhbv',
    valued: 'w',
    long: 'decode ignore-garbage help version break',
    longValued: 'wrap',
  },
  use: 'content',
  operands: 1,
  why: { '-o': 'writes a file', '--output': 'writes a file' },
})

export const iconv: Rule = flagRule({
  flags: {
    short: 'clsV',
    valued: 'ft',
    long: 'list silent verbose version help',
    longValued: 'from-code to-code',
  },
  use: 'content',
  why: { '-o': 'writes a file', '--output': 'writes a file' },
})

export const shuf: Rule = flagRule({
  flags: {
    short: 'erz',
    valued: 'in',
    long: 'echo repeat zero-terminated help version',
    longValued: 'input-range head-count',
  },
  use: 'content',
  why: { '-o': 'writes a file', '--output': 'writes a file' },
})

export const file: Rule = flagRule({
  flags: {
    short: 'bchiIkLNnprsSvEdlz0',
    valued: 'FeP',
    long: 'brief checking-printout mime mime-type mime-encoding keep-going dereference no-dereference no-pad no-buffer preserve-date raw special-files extension version help',
    longValued: 'separator exclude exclude-quiet parameter',
  },
  use: 'names',
  why: {
    '-C': 'writes a compiled list',
    '-m': 'reads another list',
    '-f': 'takes its files from a list',
    '--compile': 'writes a compiled list',
    '-z': 'runs decompressors',
  },
  also: (judge, call, taken) => {
    for (const flag of taken.flags)
      if (/^-[zSp]$/.test(flag.name))
        noteFlag(judge, call, {
          arg: { text: flag.name, piece: flag.name, splits: false, bare: true, inner: [] },
          why: { '-z': 'runs decompressors', '-S': 'lifts the safeguards', '-p': 'changes times' },
        })
  },
})
