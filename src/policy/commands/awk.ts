import type { Call, Judge } from '../judge.ts'
import { mayBeFlag, note } from '../judge.ts'
import { checkPath } from '../paths.ts'
import { literal } from '../words.ts'
import { noteFlag } from './rule.ts'

/** awk with a program of plain selecting and printing; no redirects, pipes, functions that run, or includes. */
export function awk(judge: Judge, call: Call): void {
  let at = 0
  for (; at < call.args.length; at++) {
    const arg = call.args[at]
    const text = arg?.text ?? ''
    if (text === '--') {
      at++
      break
    }
    if (/^-F.+/.test(text) && !/[\u0000-\u0005]/.test(text)) continue
    if (text === '-F' && call.args[at + 1]) {
      at++
      continue
    }
    const set = text === '-v' ? call.args[at + 1] : undefined
    if (set && /^[a-z_][a-zA-Z0-9_]*=/.test(set.text) && !set.splits) {
      at++
      continue
    }
    break
  }
  const [program, ...files] = call.args.slice(at)
  const text = program && literal(program)
  if (
    text === undefined ||
    mayBeFlag(program ?? call.args[0] ?? { text: '\u0000', piece: '', splits: true, bare: false, inner: [] })
  ) {
    note(judge, 'what `awk` does is known only when it runs', program?.piece ?? call.piece)
    return
  }
  if (text.startsWith('-')) {
    noteFlag(judge, call, {
      arg: program ?? { text, piece: text, splits: false, bare: true, inner: [] },
      why: { '-f': 'takes its program from a file', '-i': 'includes another program' },
    })
    return
  }
  const bad = judgeAwk(text)
  if (bad) note(judge, bad, program?.piece ?? call.piece)
  for (const file of files) {
    if (mayBeFlag(file) && !/^[\u0001\u0002]/.test(file.text)) noteFlag(judge, call, { arg: file })
    // gawk opens connections for such names.
    if (/(^|=)\/inet\d?\//.test(file.text)) note(judge, 'opens a network connection', file.piece, 'high')
    checkPath(judge, call.scope, file, 'content')
  }
}

const CALLS =
  /^(length|substr|index|split|sub|gsub|match|sprintf|tolower|toupper|int|sqrt|exp|log|sin|cos|atan2|rand|srand|strftime|systime|asort|asorti|gensub)$/
const WORDS =
  /^(BEGIN|END|if|else|while|for|in|next|exit|print|printf|delete|do|break|continue|NR|NF|FNR|FS|OFS|RS|ORS|FILENAME|RSTART|RLENGTH|SUBSEP|IGNORECASE)$/

/** Why an awk program is more than reading, or is not followed; undefined when it only prints. */
function judgeAwk(program: string): string | undefined {
  // Strings and regular expressions hold anything; they go first, so that no operator in them counts.
  const token =
    /\s+|#[^\n]*|"(?:[^"\\\n]|\\.)*"|[A-Za-z_]\w*|\d+(?:\.\d+)?|\|\||&&|\+\+|--|[-+*/%^]=|[<>=!]=|!~|[{}()[\];,?:$=<>!~+\-*%^]|\/(?:[^/\\\n[]|\\.|\[\^?\]?[^\]\n]*\])*\/|\//y
  let before = ''
  let printing = false
  let depth = 0
  while (token.lastIndex < program.length) {
    const found = token.exec(program)
    if (!found) return unfollowed(program.charAt(token.lastIndex) || '')
    const [text] = found
    if (/^\s|^#/.test(text)) {
      // After an operator a statement goes on in the next line, and with it what `>` means.
      if (!text.startsWith('#') && text.includes('\n') && !/[-+*%^=<>!~?:,({[&|$]$/.test(before)) {
        printing = false
        before = ''
      }
      continue
    }
    // A slash after a value divides; the regular expression read here would swallow code.
    if (
      text.length > 1 &&
      text.startsWith('/') &&
      (/([\w)\]$"]|\+\+|--)$/.test(before) || (before.length > 1 && before.startsWith('/'))) &&
      !/^(print|printf|in|if|while|else)$/.test(before)
    )
      return unfollowed('/')
    if (/^[A-Za-z_]/.test(text)) {
      const called = /^\s*\(/.test(program.slice(found.index + text.length))
      if (/^(system|getline|close|fflush)$/.test(text))
        return `\`awk\` with \`${text}\` runs or writes something`
      if (/^(ENVIRON|PROCINFO|SYMTAB|FUNCTAB|ARGV|ARGC)$/.test(text))
        return `\`awk\` with \`${text}\` shows variables or reads other files`
      if (/^(function|func|@\w*)$/.test(text)) return unfollowed(text)
      if (
        called &&
        program.startsWith('(', found.index + text.length) &&
        !CALLS.test(text) &&
        !WORDS.test(text)
      )
        return unfollowed(text)
      if (text === 'print' || text === 'printf') printing = true
    }
    if (text === ';' || text === '}') printing = false
    if (text === '(') depth++
    if (text === ')') depth--
    // `print > f` writes; everywhere else, and in brackets, it compares.
    if (printing && depth <= 0 && text.startsWith('>')) return '`awk` with `>` writes a file'
    // Nothing is compared at the beginning of a statement, nor with a second `>`.
    if (text.startsWith('>') && /^[>;{}]?$/.test(before)) return unfollowed('>')
    before = text
  }
  return undefined
}

function unfollowed(what: string): string {
  return what === '|'
    ? '`awk` with `|` runs a command'
    : what === '>'
      ? '`awk` with `>` writes a file'
      : 'the `awk` program is not one that is followed here'
}
