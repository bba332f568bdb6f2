import { parse, type ParsedScript } from 'unbash'

const LENGTH_MAX = 10_000 // characters: Claude Code sends no longer command to its own checks (its docs)
// The parser's time grows with the square of the nesting; what people write nests below ten.
const OPENINGS_MAX = 40

// Invisible or direction-changing characters: what the person sees would not be what runs.
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f\u0080-\u009f\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e01ef}]/u

export type Read = { type: 'script'; script: ParsedScript } | { type: 'refused'; why: string }

/** Parses a command line, or says why it is not analysed. Errors of nested scripts are the walker's to find. */
export function readScript(source: string): Read {
  if (source.trim() === '') return refused('the command is empty')
  if (source.length > LENGTH_MAX) return refused('the command is too long to analyse')
  if (HIDDEN.test(source)) return refused('the command holds invisible or control characters')
  if (!source.isWellFormed()) return refused('the command is not valid text')
  if (deepest(source) > OPENINGS_MAX) return refused('the command is nested too deeply to analyse')
  let script: ParsedScript
  try {
    script = parse(source)
  } catch {
    // Thousands of `f() ` exhaust the parser's stack.
    return refused('the command is nested too deeply to analyse')
  }
  if (script.errors?.length) return refused(`the shell would not accept it: ${script.errors[0]?.message}`)
  return { type: 'script', script }
}

/** Upper bound of the nesting, without telling quotes apart: openings not yet closed. */
function deepest(source: string): number {
  let open = 0
  let most = 0
  for (const char of source) {
    if (char === '(' || char === '{' || char === '[') most = Math.max(most, ++open)
    else if (char === ')' || char === '}' || char === ']') open = Math.max(0, open - 1)
  }
  return most
}

function refused(why: string): Read {
  return { type: 'refused', why }
}
