import type { Arg } from './judge.ts'
import { mayBeFlag } from './judge.ts'

/** The flags of a command that are known to be harmless. What is not here asks. */
export type Flags = {
  /** Letters without a value, bundled at will. */
  short?: string
  /** Letters with a value, joined or as the next word. */
  valued?: string
  /** Long names without a value, blank-separated, with or without `--` in mind. */
  long?: string
  /** Long names with a value, joined by `=` or as the next word. */
  longValued?: string
  /** Long names whose value, if any, is joined by `=`. */
  longMaybe?: string
  /** Single-dash words (`find`, `docker`), as they are. */
  words?: string
  /** `-5` is a count. */
  count?: boolean
  /** One dash introduces long names too (Go programs). */
  oneDash?: boolean
}

export type Given = { name: string; value: Arg | undefined }
export type Taken = { flags: Given[]; operands: Arg[] /** Not known to be harmless. */; unknown: Arg[] }

type Sets = { long: Set<string>; longValued: Set<string>; longMaybe: Set<string>; words: Set<string> }
const SETS = new WeakMap<Flags, Sets>()

function setsOf(flags: Flags): Sets {
  const known = SETS.get(flags)
  if (known) return known
  const set = (text = '') => new Set(text.split(/\s+/).filter((word) => word !== ''))
  const made = {
    long: set(flags.long),
    longValued: set(flags.longValued),
    longMaybe: set(flags.longMaybe),
    words: set(flags.words),
  }
  SETS.set(flags, made)
  return made
}

/**
 * Sorts arguments into known flags, operands and the rest. Long names must be written out: GNU takes any unambiguous
 * beginning (`--outp=f`), which is a different flag in another version.
 */
export function takeFlags(args: readonly Arg[], known: Flags): Taken {
  const sets = setsOf(known)
  const taken: Taken = { flags: [], operands: [], unknown: [] }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]
    if (!arg) break
    const { text } = arg
    if (text === '--') {
      taken.operands.push(...args.slice(i + 1))
      break
    }
    if (mayBeFlag(arg)) taken.unknown.push(arg)
    else if (!text.startsWith('-') || text === '-') taken.operands.push(arg)
    else if (sets.words.has(text) || (known.count && /^-\d+$/.test(text)))
      taken.flags.push({ name: text, value: undefined })
    else if (text.startsWith('--') || known.oneDash) {
      const at = text.indexOf('=')
      const name = (at < 0 ? text : text.slice(0, at)).replace(/^--?/, '')
      const joined = at < 0 ? undefined : { ...arg, text: text.slice(at + 1) }
      if (sets.longValued.has(name)) {
        const value = joined ?? args[++i]
        // A value that splits becomes more words than one.
        if (!value || value.splits) taken.unknown.push(value ?? arg)
        else taken.flags.push({ name: `--${name}`, value })
      } else if (sets.longMaybe.has(name)) taken.flags.push({ name: `--${name}`, value: joined })
      else if (sets.long.has(name)) {
        if (joined && !/^(true|false)$/.test(joined.text)) taken.unknown.push(arg)
        else taken.flags.push({ name: `--${name}`, value: undefined })
      } else if (!text.startsWith('--')) i = takeShort(args, { i, known, taken })
      else taken.unknown.push(arg)
    } else i = takeShort(args, { i, known, taken })
  }
  return taken
}

/** A bundle such as `-rn5`; gives the index of the last argument taken. */
function takeShort(
  args: readonly Arg[],
  { i, known, taken }: { i: number; known: Flags; taken: Taken },
): number {
  const arg = args[i]
  if (!arg) return i
  const letters = arg.text.slice(1)
  for (let at = 0; at < letters.length; at++) {
    const letter = letters.charAt(at)
    if (known.valued?.includes(letter)) {
      const rest = letters.slice(at + 1)
      const value = rest === '' ? args[i + 1] : { ...arg, text: rest }
      if (!value || value.splits) taken.unknown.push(value ?? arg)
      else taken.flags.push({ name: `-${letter}`, value })
      return rest === '' ? i + 1 : i
    }
    if (!known.short?.includes(letter)) {
      taken.unknown.push(arg)
      return i
    }
    taken.flags.push({ name: `-${letter}`, value: undefined })
  }
  return i
}
