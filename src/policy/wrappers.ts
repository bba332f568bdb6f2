import { ANY_WORDS } from './commands/harmless.ts'
import type { Arg, Call, Judge } from './judge.ts'
import { MARKS, markOf, mayBeFlag, note } from './judge.ts'
import { literal } from './words.ts'

/** A command that runs the command in its arguments. */
export type Wrapper = (judge: Judge, call: Call, judgeCall: (judge: Judge, call: Call) => void) => void

/** Wrappers that change nothing about what the inner command does. */
export const wrappers = new Map<string, Wrapper>([
  [
    'timeout',
    stripped(
      /^(-[kns]|--signal|--kill-after)$/,
      /^(-(k|s|n).+|--(foreground|preserve-status|verbose|signal=.+|kill-after=.+)|-[vf])$/,
      1,
    ),
  ],
  [
    'gtimeout',
    stripped(
      /^(-[kns]|--signal|--kill-after)$/,
      /^(-(k|s|n).+|--(foreground|preserve-status|verbose|signal=.+|kill-after=.+)|-[vf])$/,
      1,
    ),
  ],
  ['nice', stripped(/^(-n|--adjustment)$/, /^(-\d+|-n-?\d+|--adjustment=-?\d+)$/, 0)],
  ['stdbuf', stripped(/^-[ioe]$/, /^(-[ioe][L0\d]\w*|--(input|output|error)=\w+)$/, 0)],
  ['nohup', stripped(/^$/, /^$/, 0)],
  ['builtin', stripped(/^$/, /^$/, 0)],
  ['time', stripped(/^$/, /^-p$/, 0)],
  ['noglob', (judge, call) => note(judge, '`noglob` is zsh\u2019s own', call.piece)],
  ['command', command],
  ['env', env],
  ['xargs', xargs],
])

/** Skips flags with a value (`valued`), flags alone (`alone`) and a number of words; the rest is the command. */
function stripped(valued: RegExp, alone: RegExp, words: number): Wrapper {
  return (judge, call, judgeCall) => {
    let at = 0
    for (; at < call.args.length; at++) {
      const text = call.args[at]?.text ?? ''
      if (text === '--') {
        at++
        break
      }
      if (valued.test(text)) at++
      else if (!alone.test(text)) break
    }
    for (let i = 0; i < words; i++, at++) {
      const arg = call.args[at]
      if (!arg || !/^[\d.]+[smhd]?$/.test(arg.text)) {
        note(judge, `what \`${call.name}\` runs is not clear`, call.piece)
        return
      }
    }
    runInner(judge, call, { rest: call.args.slice(at), judgeCall })
  }
}

type Inner = { rest: Arg[]; judgeCall: (judge: Judge, call: Call) => void }

function runInner(judge: Judge, call: Call, { rest, judgeCall }: Inner): void {
  const [name, ...args] = rest
  if (!name) {
    if (call.name !== 'nice') note(judge, `\`${call.name}\` lacks a command`, call.piece)
    return
  }
  const text = innerName(name)
  if (text === undefined) note(judge, 'which program runs is known only when it runs', name.piece, 'high')
  // Behind a wrapper these change the shell no more, but then they are not what was meant either.
  else judgeCall(judge, { ...call, name: text, args })
}

/** The name as judgeSimple takes it: plain, or in one of the system's folders. */
export function innerName(arg: Arg): string | undefined {
  const text = literal(arg)
  if (text === undefined || mayBeFlag(arg)) return undefined
  const bare = text.replace(
    /^\/(usr\/bin|bin|usr\/local\/bin|sbin|usr\/sbin|opt\/homebrew\/bin)\/(?=[^/]+$)/,
    '',
  )
  return bare
}

// `-v` and `-V` only ask; `-p` runs with another PATH.
function command(judge: Judge, call: Call, judgeCall: Inner['judgeCall']): void {
  const [first, ...rest] = call.args
  if (first && /^-[vV]+$/.test(first.text)) return
  if (first?.text === '--') runInner(judge, call, { rest, judgeCall })
  else if (!first || first.text.startsWith('-'))
    note(judge, '`command` with this flag runs something else', call.piece)
  else runInner(judge, call, { rest: call.args, judgeCall })
}

function env(judge: Judge, call: Call, judgeCall: Inner['judgeCall']): void {
  let at = 0
  for (; at < call.args.length; at++) {
    const arg = call.args[at]
    const text = arg && literal(arg)
    if (text === undefined) break
    const set = /^(\w+)=(.*)$/s.exec(text)
    if (!set) break
    if (
      (!/^(LC_[A-Z]+|LANG|TZ|NO_COLOR|FORCE_COLOR|CLICOLOR|COLUMNS|LINES|TERM|CI|GIT_OPTIONAL_LOCKS)$/.test(
        set[1] ?? '',
      ) &&
        !/^(GIT_)?PAGER=cat$/.test(text)) ||
      !/^[\w.:,@+-]*$/.test(set[2] ?? '')
    )
      note(judge, `\`${set[1]}\` changes what the command does`, arg?.piece ?? call.piece)
  }
  const rest = call.args.slice(at)
  if (rest.length === 0) note(judge, '`env` shows every variable, secrets among them', call.piece, 'high')
  else if (rest[0]?.text.startsWith('-'))
    note(judge, '`env` with flags runs a command in other surroundings', call.piece)
  else runInner(judge, call, { rest, judgeCall })
}

const LINES = /^(\n|\\n|\\0|)$/

/** The inner command gets more words than are written here: only commands that may get any words are silent. */
function xargs(judge: Judge, call: Call, judgeCall: Inner['judgeCall']): void {
  let replaced: string | undefined
  let cut = false
  let at = 0
  for (; at < call.args.length; at++) {
    const arg = call.args[at]
    const text = arg?.text ?? ''
    const delimiter = /^(?:-d|--delimiter=)(.+)$/s.exec(text)?.[1]
    if (/^(-[0rtx]*d|--delimiter)$/.test(text)) cut ||= !LINES.test(call.args[at + 1]?.text ?? '')
    else if (delimiter !== undefined) cut ||= !LINES.test(delimiter)
    if (
      /^-[0rtx]+$|^--(null|no-run-if-empty|verbose|exit)$|^-[nLPsd].+$|^--(max-args|max-lines|max-procs|max-chars|delimiter)=.+$/.test(
        text,
      )
    )
      continue
    if (/^-[0rtx]*[nLPsd]$|^--(max-args|max-procs|max-chars|delimiter)$/.test(text)) at++
    else if (/^-[0rtx]*I$/.test(text)) replaced = call.args[++at]?.text
    else if (/^-[0rtx]*I.+$/.test(text)) replaced = text.replace(/^-[0rtx]*I/, '')
    else if (/^--replace=.+$/.test(text)) replaced = text.slice('--replace='.length)
    else if (text === '-i' || text === '--replace') replaced = '{}'
    else break
  }
  const [name, ...args] = call.args.slice(at)
  if (replaced !== undefined && (MARKS.test(replaced) || replaced === ''))
    note(judge, 'what `xargs` replaces is not clear', call.piece)
  if (!name) {
    if (at < call.args.length) note(judge, '`xargs` lacks a command', call.piece)
    return
  }
  const text = innerName(name)
  if (text === undefined || text.startsWith('-') || !ANY_WORDS.has(text)) {
    note(judge, `\`xargs\` hands words to \`${name.piece}\` that nobody has seen`, call.piece, 'low')
    if (text !== undefined && !text.startsWith('-')) judgeCall(judge, { ...call, name: text, args })
    return
  }
  // Cut elsewhere than at line ends, a harmless line holds any name.
  const feed = cut ? 'unknown' : call.scope.feed
  const mark = markOf(feed)
  const given: Arg = { text: mark, piece: call.piece, splits: false, bare: false, inner: [] }
  const filled =
    replaced === undefined
      ? [...args, given]
      : args.map((arg) => ({ ...arg, text: arg.text.replaceAll(replaced, mark) }))
  // The command's own name must not be made of the input.
  if (replaced !== undefined && name.text.includes(replaced))
    note(judge, 'which program runs is known only when it runs', name.piece, 'high')
  judgeCall(judge, { ...call, name: text, args: filled })
}
