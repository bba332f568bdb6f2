import type { ParsedScript } from 'unbash'
import type { Risk } from '../protocol/request.ts'
import type { PolicyContext, Reason } from './verdict.ts'

/**
 * What the names on a command's output are known to be, for whoever takes them as files (`xargs`, `read`, `$( )`):
 * none: no input at all · digits: one number a line · commits: one commit id a line · named: checked names · listed: any ordinary file of a tree · unknown: anything.
 */
export type Feed = 'none' | 'digits' | 'commits' | 'named' | 'listed' | 'unknown'

/** An argument as the command would get it, in as far as that can be known before it runs. */
export type Arg = {
  /** Unquoted value; what only the run can tell stands as one of the marks below. */
  text: string
  /** As written. */
  piece: string
  /** Holds an unquoted expansion, which may split into several words, flags among them. */
  splits: boolean
  /** Written without quotes, escapes or expansions. */
  bare: boolean
  /** Commands whose output the word carries. */
  inner: Call[]
}

// Marks inside Arg.text. Control characters are refused in the source, so these cannot be typed.
/** Anything at all. */
export const HOLE = '\u0000'
/** `*` of a glob. */
export const STAR = '\u0001'
/** `?` or `[..]` of a glob. */
export const ANY = '\u0002'
/** A name that was checked where it was made. */
export const NAMED = '\u0004'
/** A name out of a plain listing. */
export const LISTED = '\u0005'
/** The file that a process substitution stands for. */
export const SUBSTITUTED = '/dev/fd/63'
/** What stands for a name of such a feed in a word. */
export function markOf(feed: Feed): string {
  switch (feed) {
    case 'digits':
      return '1'
    case 'commits':
      return 'f'.repeat(40)
    case 'none':
    case 'named':
      return NAMED
    case 'listed':
      return LISTED
    case 'unknown':
      return HOLE
  }
}
export const MARKS = /[\u0000-\u0005]/
export const GLOBS = /[\u0001\u0002]/

/** One command with its words spelled out. */
export type Call = {
  name: string
  args: Arg[]
  piece: string
  scope: Scope
  /** Files it reads through `<`, as spelled. */
  reads: Arg[]
  /** Files it writes through `>`. */
  writes: Arg[]
  /** Text given by `<<<` or a heredoc, when it can be known. */
  given: string | undefined
  /** Commands whose output stands in that text. */
  filled: Call[]
  /** `xargs` gives it more words than are written. */
  more?: true
}

/** What is known at one place of the script. */
export type Scope = {
  /** The text that node positions index. */
  source: string
  /** Every folder the shell may be in here. */
  cwds: string[]
  variables: Map<string, string[]>
  feed: Feed
  depth: number
}

export type Judge = {
  context: PolicyContext
  reasons: Reason[]
  /** Nodes that may still be visited. */
  left: number
  /** Opened a connection, ran a shell on its input: each a question, together somebody else at the keyboard. */
  seen: { connection: string | undefined; shell: boolean }
  /** Judges a nested script; injected, since words hold scripts and scripts hold words. */
  nested(script: ParsedScript, scope: Scope): Outcome
}

/** What a command prints, and which commands ran for it. */
export type Outcome = { feed: Feed; calls: Call[] }

/** Thrown inside the room only: judgeCommand turns it into a question. */
export class Spent extends Error {}

// A person's command has tens of nodes; the longest agent one-liners a few hundred. 4,000 take about 5 ms.
export const MAX_NODES = 4_000
const MAX_DEPTH = 20

export function spend(judge: Judge, scope: Scope): void {
  judge.left -= 1
  if (judge.left < 0 || scope.depth > MAX_DEPTH) throw new Spent()
}

const PIECE_MAX = 200 // characters: a card shows one line of it
const REASONS_MAX = 24

export function note(judge: Judge, text: string, piece: string, level: Risk = 'low'): void {
  add(judge, { text, level, piece })
}

/** As bad as what is stopped, but a person may well mean it: no rule and no profile lets it pass unseen. */
export function noteForPerson(judge: Judge, text: string, piece: string): void {
  add(judge, { text, level: 'catastrophic', piece, asks: true })
}

function add(judge: Judge, { piece, ...reason }: Reason & { piece: string }): void {
  const shown = piece.length > PIECE_MAX ? `${piece.slice(0, PIECE_MAX - 1)}…` : piece
  if (judge.reasons.some((r) => r.text === reason.text && r.piece === shown)) return
  // The catastrophic one must get in, however many lesser ones came before.
  if (judge.reasons.length >= REASONS_MAX) {
    const lesser = judge.reasons.findLastIndex(({ level }) => level !== 'catastrophic')
    if (reason.level !== 'catastrophic' || lesser < 0) return
    judge.reasons.splice(lesser, 1)
  }
  judge.reasons.push({ ...reason, piece: shown })
}

export function inside(scope: Scope, changes: Partial<Scope> = {}): Scope {
  return {
    ...scope,
    cwds: [...scope.cwds],
    variables: new Map(scope.variables),
    depth: scope.depth + 1,
    ...changes,
  }
}

/** The word can turn out to be a flag: it starts with, or splits into, something only the run knows. */
export function mayBeFlag(arg: Arg): boolean {
  return arg.splits || MARKS.test(arg.text.charAt(0))
}
