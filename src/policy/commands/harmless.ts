import type { Call, Judge } from '../judge.ts'
import { NAMED, note } from '../judge.ts'
import { checkPath, sourcesOnly } from '../paths.ts'
import { secretVariable } from '../secrets.ts'
import type { Rule } from './rule.ts'
import { anyFlags } from './rule.ts'

// Commands none of whose flags writes, runs or sends anything (GNU coreutils 9, BSD, procps-ng, binutils manuals).
const CONTENT =
  'cat head tail tac nl cut paste join comm cmp fold fmt expand unexpand rev od hexdump hd zcat gzcat bzcat xzcat lzcat tsort pr'
const SEARCH = 'wc md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum cksum sum shasum md5 readelf'
const NAMES = 'ls stat du df pwd basename dirname realpath readlink dir vdir exa lsattr namei pathchk sw_vers'
const NONE =
  'echo true false : seq expr whoami id groups uname arch nproc uptime free lscpu lsusb lsmod pgrep pidof pstree netstat vmstat iostat mpstat w who users which whereis type getconf locale sleep cal ncal tty numfmt factor tr logname hostid whatis apropos locate plocate mlocate'

const TABLE: Record<string, Rule> = {}
for (const [names, use] of [
  [CONTENT, 'content'],
  [SEARCH, 'search'],
  [NAMES, 'names'],
  [NONE, 'none'],
] as const)
  for (const name of names.split(' ')) TABLE[name] = anyFlags(use)

export const harmless: Record<string, Rule> = {
  ...TABLE,
  last: anyFlags('search'),
  du: (judge, call) => {
    // It prints what it cannot find, and so the list itself.
    const listed = call.args.findIndex((arg) => arg.text.startsWith('--f'))
    if (listed >= 0)
      for (const arg of call.args.slice(listed, listed + 2)) checkPath(judge, call.scope, arg, 'content')
  },
  cksum: anyFlags('search'),
  diff: judgeDiff,
  test: judgeTest,
  '[': judgeTest,
  ps: judgePs,
  printenv: judgePrintenv,
  getent: judgeGetent,
  lsblk: anyFlags('none'),
  lsof: judgeLsof,
  nm: judgeObject,
  objdump: judgeObject,
  size: judgeObject,
  strings: judgeObject,
  zipinfo: anyFlags('names'),
  tput: (judge, call) => {
    const [what] = call.args
    if (call.args.length !== 1 || !what || !/^(cols|lines|colors|longname|setaf|sgr0|bold)$/.test(what.text))
      note(judge, '`tput` changes the terminal', call.piece)
  },
}

/** Commands that may be given any words at all, flags among them: what `xargs` may call. */
export const ANY_WORDS = new Set(
  `${CONTENT} ${SEARCH} ${NAMES} echo true seq grep egrep fgrep zipinfo`
    .split(' ')
    .filter((n) => !/^(pwd|diff)$/.test(n)),
)

/** Of two folders it prints the files that differ, `.env` among them. */
function judgeDiff(judge: Judge, call: Call): void {
  anyFlags('content')(judge, call)
  const flags = call.args.filter((a) => a.text.startsWith('-'))
  if (flags.some((a) => /^-[a-zA-Z]*q|^--brief$/.test(a.text))) return
  const places = call.args.filter((a) => !a.text.startsWith('-'))
  const folders =
    flags.some((a) => /^-[a-zA-Z]*[rNP]|^--(rec|new|uni)/.test(a.text)) ||
    places.some((a) => /(^|\/)\.{0,2}$/.test(a.text))
  if (folders && !(places.length > 0 && places.every((a) => sourcesOnly(a.text))))
    note(judge, 'it would show the secrets of every file below', call.piece, 'high')
}

// `test -v 'a[$(cmd)]'` runs cmd; zsh evaluates both sides of `-eq` as arithmetic.
function judgeTest(judge: Judge, call: Call): void {
  for (const [i, arg] of call.args.entries()) {
    if (arg.text === '-v' || arg.text === '-R')
      note(judge, `\`${call.name} ${arg.text}\` can run commands from an index`, call.piece)
    if (arg.text === '-t' && !/^\d*$/.test(call.args[i + 1]?.text.replace(']', '') ?? ''))
      note(judge, 'zsh evaluates this as arithmetic, which can run commands', arg.piece)
    if (/^-(eq|ne|lt|le|gt|ge)$/.test(arg.text))
      for (const side of [call.args[i - 1], call.args[i + 1]])
        if (!side || !(/^-?\d+$/.test(side.text) || side.text === NAMED))
          note(judge, 'zsh evaluates this as arithmetic, which can run commands', side?.piece ?? call.piece)
    if (arg.splits && arg.text !== NAMED)
      note(judge, 'what stands here can turn into a test that runs commands', arg.piece)
  }
}

// BSD style `e` (no dash) and `-E` print the environment of every process.
function judgePs(judge: Judge, call: Call): void {
  // What procps cannot read it reads anew as BSD flags, dashes or not: then `-e` is that `e`.
  const selects = call.args.some((a) => /^-[a-np-zA-NP-Z]*e/.test(a.text))
  if (selects && !call.args.every((a, i) => isPsFlag(a.text, call.args[i - 1]?.text, call.args[i + 1]?.text)))
    note(judge, '`ps e` shows the environment of programs', call.piece, 'high')
  for (const [i, { text, piece }] of call.args.entries()) {
    const before = call.args[i - 1]?.text ?? ''
    const value =
      /^-[aAdefFHjlLmMwyNZ]*[oOpCuUgGtsk]$|^--(sort|format|pid|ppid|user|User|group|Group|tty|sid|cols|columns|rows|width)$/.test(
        before,
      )
    if ((!value && /^[a-zA-Z]*e/.test(text)) || /^-[a-zA-Z]*E/.test(text) || /environ/.test(text))
      note(judge, '`ps e` shows the environment of programs', piece, 'high')
    if (/[\u0000-\u0005]/.test(text) && !value)
      note(judge, 'what stands here can turn into a flag of `ps`', piece)
  }
}

/** A flag as procps knows it, with its value; or the value of the one before. */
function isPsFlag(text: string, before = '', after = ''): boolean {
  const waits = /^(-[AadefFHjlLmMNPTVwyZc]*[oOp]|--(sort|format|pid|ppid))$/
  if (waits.test(before)) return /^[^-]|^-[a-z]/.test(text)
  if (waits.test(text)) return after !== ''
  return /^--[a-z][\w-]*(=.+)?$/.test(text) || /^-[AadefFHjlLmMNPTVwyZc]+(o[\w,%=:]+|p\d[\d,]*)?$/.test(text)
}

function judgePrintenv(judge: Judge, call: Call): void {
  if (call.args.length === 0)
    note(judge, '`printenv` shows every variable, secrets among them', call.piece, 'high')
  for (const { text, piece } of call.args)
    if (!/^\w+$/.test(text) || secretVariable(text))
      note(judge, 'the variable may hold a secret', piece, 'high')
}

function judgeGetent(judge: Judge, call: Call): void {
  const [database] = call.args
  if (
    !database ||
    !/^(passwd|group|hosts|ahosts|ahostsv4|services|protocols|networks|ethers|rpc|aliases)$/.test(
      database.text,
    )
  )
    note(judge, '`getent` may read a protected list', call.piece, 'high')
  // Names are asked of the network.
  else if (/hosts/.test(database.text) && call.args.length > 1)
    note(judge, 'asks the network for a name', call.piece)
}

// `lsof -D` writes a cache file.
function judgeLsof(judge: Judge, call: Call): void {
  for (const { text, piece } of call.args)
    if (/^-[a-zA-Z]*D/.test(text) || /^[\u0000-\u0005]/.test(text))
      note(judge, '`lsof -D` can write a file', piece)
}

// `--plugin` loads a library (binutils).
function judgeObject(judge: Judge, call: Call): void {
  for (const arg of call.args) {
    if (
      /^--?pl/.test(arg.text) ||
      /^[\u0000-\u0005]/.test(arg.text) ||
      arg.splits ||
      arg.text.startsWith('@')
    )
      note(judge, `\`${call.name} --plugin\` loads a library`, arg.piece)
    checkPath(judge, call.scope, arg, call.name === 'strings' ? 'content' : 'search')
  }
}
