import type { Call, Judge } from '../judge.ts'
import { mayBeFlag, note } from '../judge.ts'
import { checkPath } from '../paths.ts'
import { takeFlags } from '../flags.ts'
import { literal } from '../words.ts'
import { noteFlag } from './rule.ts'

const WHY: Record<string, string> = {
  '-i': 'changes the file in place',
  '-I': 'changes the file in place',
  '--in-place': 'changes the file in place',
  '-f': 'takes its program from a file',
  '--file': 'takes its program from a file',
}

/** sed reads as long as its program holds no `w`, `e`, `r`, nor a flag or name that brings them. */
export function sed(judge: Judge, call: Call): void {
  const taken = takeFlags(call.args, {
    short: 'nErsuz',
    valued: 'e',
    long: 'quiet silent regexp-extended separate unbuffered null-data posix sandbox debug help version',
    longValued: 'expression line-length',
    words: '--version --help',
  })
  for (const arg of taken.unknown) noteFlag(judge, call, { arg, why: WHY })
  // `-neinstall` is `-n -e install` here and `-n -e -i nstall` to a careless eye or another sed.
  for (const arg of call.args) if (/^-[nErsuz]+e./.test(arg.text)) noteFlag(judge, call, { arg, why: WHY })
  const programs = taken.flags.flatMap((f) => (f.name === '-e' || f.name === '--expression' ? [f.value] : []))
  const files = programs.length > 0 ? taken.operands : taken.operands.slice(1)
  if (programs.length === 0) programs.push(taken.operands[0])
  for (const program of programs) {
    const text = program && literal(program)
    if (text === undefined) {
      if (!taken.flags.some((f) => f.name === '--version' || f.name === '--help'))
        note(judge, 'what `sed` does is known only when it runs', program?.piece ?? call.piece)
    } else {
      const bad = judgeProgram(text)
      if (bad) note(judge, bad, program?.piece ?? call.piece, bad.includes('runs') ? 'high' : 'low')
    }
  }
  for (const file of files) {
    // GNU sed takes flags after the files as well; takeFlags saw the literal ones.
    if (mayBeFlag(file)) noteFlag(judge, call, { arg: file, why: WHY })
    checkPath(judge, call.scope, file, 'content')
  }
}

/** Why a sed program is more than reading, or cannot be followed; undefined when it only prints. */
function judgeProgram(program: string): string | undefined {
  const unclear = 'the `sed` program is not one that is followed here'
  let at = 0
  let depth = 0
  const skip = (pattern: RegExp): string => {
    const found = pattern.exec(program.slice(at))
    at += found?.[0].length ?? 0
    return found?.[0] ?? ''
  }
  while (at < program.length) {
    if (skip(/^[\s;]+/) !== '') continue
    if (program[at] === '#') {
      skip(/^[^\n]*/)
      continue
    }
    if (program[at] === '}') {
      at++
      if (--depth < 0) return unclear
      continue
    }
    if (!address() || !skipRange()) return unclear
    skip(/^[\s]*/)
    if (program[at] === '!') skip(/^[!\s]+/)
    const command = program[at++]
    switch (command) {
      case '{':
        depth++
        continue
      case 's': {
        const flags = substitution('s')
        if (flags === undefined) return unclear
        if (/e/.test(flags)) return '`sed s///e` runs commands'
        if (/w/.test(flags)) return '`sed s///w` writes a file'
        if (!/^[gpiImM\d]*$/.test(flags)) return unclear
        if (!ended()) return unclear
        continue
      }
      case 'y':
        if (substitution('y') !== '' || !ended()) return unclear
        continue
      case 'a':
      case 'i':
      case 'c':
        // The text runs to the end of the line; a backslash goes on with the next.
        skip(/^(\\\n|\\.|[^\n\\])*/s)
        continue
      case 'b':
      case 't':
      case 'T':
      case ':':
        skip(/^[ \t]*[\w.-]*/)
        if (!ended()) return unclear
        continue
      case 'l':
      case 'q':
      case 'Q':
        skip(/^[ \t]*\d*/)
        if (!ended()) return unclear
        continue
      case 'p':
      case 'd':
      case 'D':
      case 'P':
      case 'n':
      case 'N':
      case 'g':
      case 'G':
      case 'h':
      case 'H':
      case 'x':
      case 'z':
      case 'F':
      case '=':
        if (!ended()) return unclear
        continue
      case 'e':
        return '`sed` command `e` runs commands'
      case 'w':
      case 'W':
        return '`sed` command `w` writes a file'
      case 'r':
      case 'R':
        return '`sed` command `r` reads another file'
      default:
        return unclear
    }
  }
  return depth === 0 ? undefined : unclear

  function ended(): boolean {
    skip(/^[ \t]*/)
    const next = program[at]
    return next === undefined || next === ';' || next === '\n' || next === '}' || next === '#'
  }
  function skipRange(): boolean {
    skip(/^[ \t]*/)
    if (program[at] !== ',') return true
    at++
    skip(/^[ \t]*/)
    if (skip(/^[+~]\d+/) !== '') return true
    const before = at
    return address() && at > before
  }
  /** A line number, `$`, `first~step`, `/re/` or `\cREc`; none at all is fine too. */
  function address(): boolean {
    if (skip(/^(\d+(~\d+)?|\$)/) !== '') return true
    const open = program[at]
    if (open !== '/' && open !== '\\') return true
    if (open === '\\') at++
    const delimiter = program[at]
    if (delimiter === undefined || /[\s\\\w;]/.test(delimiter)) return false
    at++
    if (!until(delimiter)) return false
    skip(/^[IM]*/)
    return true
  }
  /** Flags after `s/a/b/` or `y/a/b/`; undefined when it is not closed. */
  function substitution(kind: 's' | 'y'): string | undefined {
    const delimiter = program[at]
    if (delimiter === undefined || /[\s\\\w;]/.test(delimiter)) return undefined
    at++
    if (!(kind === 's' ? until(delimiter) : plainUntil(delimiter)) || !plainUntil(delimiter)) return undefined
    return skip(/^[a-zA-Z0-9]*/)
  }
  /** To the end of a regular expression: inside `[...]` the delimiter is a plain character (GNU 4.9, BSD). */
  function until(delimiter: string): boolean {
    for (; at < program.length; at++) {
      const char = program[at]
      if (char === '\\') at++
      else if (char === '[') {
        const bracket = /^\[\^?\]?([^\][]|\[[:.=][^\]]*\]|\[)*\]/.exec(program.slice(at))
        if (bracket) at += bracket[0].length - 1
        else return false
      } else if (char === delimiter) {
        at++
        return true
      }
    }
    return false
  }
  function plainUntil(delimiter: string): boolean {
    for (; at < program.length; at++) {
      if (program[at] === '\\') at++
      else if (program[at] === delimiter) {
        at++
        return true
      }
    }
    return false
  }
}
