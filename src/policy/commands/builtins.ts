import type { Call, Judge } from '../judge.ts'
import { HOLE, MARKS, NAMED, markOf, note } from '../judge.ts'
import { resolvePath } from '../paths.ts'
import { literal } from '../words.ts'
import type { Rule } from './rule.ts'

// zsh ties some lower-case names to PATH and the like; proxies and npm read lower-case environment names.
const TIED =
  /^(path|fpath|cdpath|manpath|mailpath|module_path|psvar|argv|status|prompt|watch|fignore|signals|pipestatus|options|functions|commands|aliases|histchars|userdirs|nameddirs|zsh_eval_context|_)$|proxy$|^npm_|^node_/

/** A loop or `read` may set it without any other command noticing. */
export function harmlessName(name: string): boolean {
  return (
    (/^[a-z_][a-zA-Z0-9_]*$/.test(name) && !TIED.test(name)) ||
    /^([A-Z]|FILES?|DIR|LINE|NAME|ITEM|WORD|COUNT|NUM)$/.test(name)
  )
}

export const builtins: Record<string, Rule> = {
  cd,
  pushd: cd,
  popd: () => {},
  read,
  printf,
  jobs,
  wait,
  break: number,
  continue: number,
  exit: number,
  return: number,
  times: () => {},
  dirs: () => {},
  umask: alone,
  ulimit,
  history: secretHistory,
  set: setOptions,
  shift: number,
}

const CWDS_MAX = 12

function cd(judge: Judge, call: Call): void {
  const operands = call.args.filter((arg) => !/^-[LPe@]+$/.test(arg.text) && arg.text !== '--')
  const [to, more] = operands
  if (more) note(judge, '`cd` with two words replaces part of the folder', call.piece)
  // `cd -` goes where the shell was before, which nobody here knows.
  const text = to === undefined ? judge.context.home : /^[-+]\d*$/.test(to.text) ? HOLE : to.text
  for (const cwd of call.scope.cwds.slice()) {
    const next = MARKS.test(text) ? HOLE : resolvePath(text, cwd, judge.context.home)
    // It may fail, or stand behind `&&`: the old folder stays possible.
    if (!call.scope.cwds.includes(next)) call.scope.cwds.push(next)
  }
  if (call.scope.cwds.length > CWDS_MAX) call.scope.cwds.push(HOLE)
}

function read(judge: Judge, call: Call): void {
  const { scope } = call
  let cut = false
  const names: string[] = []
  const mark = (): string => (cut ? HOLE : markOf(scope.feed))
  for (let i = 0; i < call.args.length; i++) {
    const arg = call.args[i]
    if (!arg) break
    if (/^-[rs]+$/.test(arg.text)) continue
    const value = call.args[i + 1]
    if (/^-[rs]*[dnNt]$/.test(arg.text) && value) {
      // Cut elsewhere than at line ends, a harmless line holds any name.
      cut ||= !arg.text.endsWith('t') && !(arg.text.endsWith('d') && value.text === '')
      i++
      continue
    }
    if (!harmlessName(arg.text))
      note(judge, `\`read\` sets \`${arg.piece}\`, which other commands may read`, arg.piece)
    else names.push(arg.text)
  }
  for (const name of names.length > 0 ? names : ['REPLY']) {
    // At the end of its input it leaves the name as it was.
    scope.variables.set(name, [...new Set([...(scope.variables.get(name) ?? []), mark()])])
  }
}

function printf(judge: Judge, call: Call): void {
  const args = call.args[0]?.text === '--' ? call.args.slice(1) : call.args
  const [format, ...values] = args
  const text = format && literal(format)
  if (text === undefined || text.startsWith('-')) {
    note(judge, '`printf` with such a format can set a variable', call.piece)
    return
  }
  // zsh evaluates what a number format gets as arithmetic.
  if (/%[^%a-zA-Z]*[diouxXeEfFgGaAcn*(]/.test(text.replaceAll('%%', '')) || /%[^%a-zA-Z]*\*/.test(text))
    for (const value of values)
      if (!/^[-+]?[\d.]*$/.test(value.text) && value.text !== NAMED)
        note(judge, 'zsh evaluates this as arithmetic, which can run commands', value.piece)
}

// `jobs -x` runs a command.
function jobs(judge: Judge, call: Call): void {
  if (call.args.some((arg) => !/^-[lnprs]+$/.test(arg.text)))
    note(judge, '`jobs` in this form runs a command', call.piece)
}

function wait(judge: Judge, call: Call): void {
  for (const { text, piece } of call.args)
    if (!/^\d+$/.test(text)) note(judge, '`wait` with such a word can set a variable', piece)
}

// zsh evaluates the word as arithmetic.
function number(judge: Judge, call: Call): void {
  for (const { text, piece } of call.args)
    if (!/^\d+$/.test(text) && text !== NAMED)
      note(judge, 'zsh evaluates this as arithmetic, which can run commands', piece)
}

function alone(judge: Judge, call: Call): void {
  if (call.args.some((arg) => arg.text !== '-S'))
    note(judge, `\`${call.name}\` changes the shell`, call.piece)
}

function ulimit(judge: Judge, call: Call): void {
  if (call.args.some((arg) => !/^-[aHSnuvtsmlcdf]+$/.test(arg.text)))
    note(judge, '`ulimit` changes the shell', call.piece)
}

function secretHistory(judge: Judge, call: Call): void {
  note(judge, '`history` shows or changes your command history', call.piece, 'high')
}

// `set -e` and its like make a script stricter; `set` alone prints every variable; the rest changes the shell.
function setOptions(judge: Judge, call: Call): void {
  const strict =
    call.args.length > 0 &&
    call.args.every(
      (arg) => /^[-+][eux]+$/.test(arg.text) || /^-[eux]*o$/.test(arg.text) || arg.text === 'pipefail',
    )
  if (!strict || call.args.some((arg) => MARKS.test(arg.text)))
    note(judge, '`set` changes or shows the shell\u2019s variables', call.piece)
}
