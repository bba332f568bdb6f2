import { setImmediate as turn } from 'node:timers/promises'
import { cleanText } from '../protocol/clean.ts'
import type { Found, Hit, Params } from '../protocol/control.ts'
import { sinceOf } from '../protocol/session.ts'
import { linesBefore } from '../store/transcript.ts'
import type { Daemon } from './daemon.ts'
import type { Live } from './live.ts'

/** One answer stops at whichever comes first, and says where to go on: bytes, ms, hits. */
const ANSWER_BYTES = 32 * 1024 * 1024
const ANSWER_MS = 250
const ANSWER_HITS = 40
/** Of each conversation, or output, the newest part is searched, bytes. */
const SESSION_BYTES = 64 * 1024 * 1024
/** Characters before and behind what was found. */
const BEFORE = 60
const BEHIND = 160

type Cursor = NonNullable<Params<'session.search'>['cursor']>

/**
 * Looks for a text in what was said and printed, sessions that changed last first, each from its end. Reads in
 * chunks with turns for others between them, for a quarter of a second; the next call goes on at `cursor`, and
 * who does not call again has cancelled it.
 */
export async function search(daemon: Daemon, { text, cursor }: Params<'session.search'>): Promise<Found> {
  const until = performance.now() + ANSWER_MS
  const needle = needleOf(text)
  const hits: Hit[] = []
  let bytes = 0
  let at: Cursor = cursor ?? { left: newestFirst(daemon), file: 0, spent: 0 }
  for (;;) {
    const live = daemon.lives.get(at.left[0] ?? '')
    if (at.left.length === 0) return { hits, bytes }
    const path = live && sourcesOf(daemon, live)[at.file]
    if (!live || path === undefined || at.spent >= SESSION_BYTES) {
      at = { left: at.left.slice(1), file: 0, spent: 0 }
      continue
    }
    // What a program prints has escapes between its letters.
    const maybe = live.session.transcript === undefined ? inPrint(needle.maybe) : needle.maybe
    const { lines, next, read } = await linesBefore(path, at.from, maybe)
    for (const line of lines) hits.push(...hitsIn(daemon, live, line, needle.pattern))
    bytes += read
    const { left, file } = at
    const spent = at.spent + read
    at = next > 0 ? { left, file, from: next, spent } : { left, file: file + 1, spent }
    if (bytes >= ANSWER_BYTES || hits.length >= ANSWER_HITS || performance.now() > until)
      return { hits, bytes, cursor: at }
    await turn()
  }
}

const newestFirst = (daemon: Daemon): string[] =>
  daemon.lives
    .all()
    .toSorted((a, b) => sinceOf(b.session) - sinceOf(a.session))
    .map(({ session }) => session.id)

/** The conversation; of a session without one, what it printed. */
function sourcesOf({ paths }: Daemon, { session }: Live): string[] {
  if (session.transcript !== undefined) return [session.transcript]
  const { output, outputOld } = paths.job(session.id)
  return [output, outputOld]
}

/** `maybe` is a quick look at a chunk, which may say yes in vain: JSON spells some characters otherwise. */
function needleOf(text: string): { maybe(chunk: string): boolean; pattern: RegExp } {
  const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'iu')
  const low = text.toLowerCase()
  const json = JSON.stringify(low).slice(1, -1)
  const ascii = json.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const spellings = [...new Set([low, json, ascii])]
  return {
    pattern,
    maybe(chunk) {
      const lower = chunk.toLowerCase()
      return spellings.some((spelling) => lower.includes(spelling))
    },
  }
}

const inPrint = (maybe: (text: string) => boolean) => (text: string) => maybe(cleanText(text))

function hitsIn(daemon: Daemon, { session }: Live, line: string, pattern: RegExp): Hit[] {
  if (session.transcript === undefined) {
    const found = around(cleanText(line), pattern)
    return found ? [{ session: session.id, role: 'output', ...found }] : []
  }
  const messages = daemon.agents().named(session.agent)?.transcript?.messages([line]) ?? []
  return messages.toReversed().flatMap(({ role, text, at }): Hit[] => {
    const found = around(cleanText(text), pattern)
    return found ? [{ session: session.id, role, ...(at !== undefined && { at }), ...found }] : []
  })
}

/** The first place that fits, and what stands around it in its line. */
function around(text: string, pattern: RegExp): Pick<Hit, 'before' | 'match' | 'after'> | undefined {
  const found = pattern.exec(text)
  if (!found) return undefined
  const end = found.index + found[0].length
  const start = text.lastIndexOf('\n', found.index - 1) + 1
  const stop = text.indexOf('\n', end)
  return {
    before: text.slice(Math.max(start, found.index - BEFORE), found.index).trimStart(),
    match: found[0],
    after: text.slice(end, Math.min(stop === -1 ? text.length : stop, end + BEHIND)).trimEnd(),
  }
}
