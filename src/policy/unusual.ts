import { commandOf, hostOf, pathsOf } from './tools.ts'
import type { Ask } from './rules.ts'
import type { PolicyContext } from './verdict.ts'

/** What a session has done so far, counted. Plain JSON, bounded. */
export type Past = {
  hosts: Record<string, number>
  folders: Record<string, number>
  /** Calls in each ten minutes that had any, the newest last: `[start in epoch ms, calls]`. */
  spans: [number, number][]
}

/** Seen less often than this, a session has no past to leave. */
const KNOWN_CALLS = 30
/**
 * A new host or folder is told only when something new was to be expected in at most this share of calls, by
 * Good and Turing's estimate: the share of what was seen just once. It is also the share of false alarms.
 */
const NEW_SHARE = 0.02
const SPAN_MS = 10 * 60_000
const SPANS_KEPT = 100
const SPANS_KNOWN = 3
/** So many times its usual calls in ten minutes. For independent calls (Poisson) by chance less than once in 10⁶. */
const RATE_FACTOR = 10
const RATE_CALLS = 30
const NAMES_KEPT = 200

/** Counts one call in, and says in sentences what about it is new for this session. It decides nothing. */
export function notice(
  past: Past,
  ask: Ask,
  at: number,
  context: PolicyContext,
): { past: Past; notes: string[] } {
  const notes: string[] = []
  let { hosts, folders } = past
  for (const host of hostsIn(ask)) {
    if (isNew(hosts, host)) notes.push(`the first time it talks to ${host}`)
    hosts = count(hosts, host)
  }
  for (const folder of foldersIn(ask, context)) {
    if (isNew(folders, folder)) notes.push(`the first time it works in ${folder}`)
    folders = count(folders, folder)
  }
  const spans = countSpan(past.spans, at)
  const busy = rateNote(spans)
  return { past: { hosts, folders, spans }, notes: busy === undefined ? notes : [...notes, busy] }
}

function isNew(seen: Record<string, number>, name: string): boolean {
  if (Object.hasOwn(seen, name)) return false
  const counts = Object.values(seen)
  const all = counts.reduce((sum, n) => sum + n, 0)
  return all >= KNOWN_CALLS && counts.filter((n) => n === 1).length / all <= NEW_SHARE
}

function count(seen: Record<string, number>, name: string): Record<string, number> {
  const next = { ...seen, [name]: (Object.hasOwn(seen, name) ? (seen[name] ?? 0) : 0) + 1 }
  const names = Object.keys(next)
  if (names.length <= NAMES_KEPT) return next
  // The rarest of the oldest few goes: it told the least.
  const [rarest] = names.slice(0, 20).toSorted((a, b) => (next[a] ?? 0) - (next[b] ?? 0))
  if (rarest !== undefined) delete next[rarest]
  return next
}

function countSpan(spans: Past['spans'], at: number): Past['spans'] {
  const last = spans.at(-1)
  if (last && at >= last[0] && at < last[0] + SPAN_MS) return [...spans.slice(0, -1), [last[0], last[1] + 1]]
  return [...spans, [at, 1] satisfies [number, number]].slice(-SPANS_KEPT)
}

/** Told once a span, at the call that makes it so. */
function rateNote(spans: Past['spans']): string | undefined {
  const now = spans.at(-1)?.[1] ?? 0
  const before = spans.slice(0, -1)
  if (before.length < SPANS_KNOWN) return undefined
  const usual = before.reduce((sum, [, calls]) => sum + calls, 0) / before.length
  const bound = Math.max(RATE_CALLS, Math.ceil(usual * RATE_FACTOR))
  return now === bound
    ? `${now} calls within ten minutes; usual are ${Math.max(1, Math.round(usual))}`
    : undefined
}

// An address in a command: https://host/…, user@host:…, git@host:…
const ADDRESS = /\b(?:https?|ssh|ftp|git|wss?):\/\/(?:[^\s/@'"]*@)?([\w.-]+)|\b[\w.-]+@([\w-]+(?:\.[\w-]+)+)/g

function hostsIn({ input }: Ask): string[] {
  const host = hostOf(input.url)
  const command = commandOf(input) ?? ''
  const named = [...command.matchAll(ADDRESS)]
    .flatMap(([, a, b]) => [a ?? b ?? ''])
    .filter((name) => name !== '')
  return [...new Set([...(host === undefined ? [] : [host]), ...named.map((name) => name.toLowerCase())])]
}

/** Folders outside of the session's own that a file tool names, two levels deep: finer would be new all the time. */
function foldersIn({ input }: Ask, context: PolicyContext): string[] {
  return [...new Set(pathsOf(input, context).map((path) => regionOf(path, context.cwd)))]
}

function regionOf(path: string, cwd: string): string {
  if (path === cwd || path.startsWith(`${cwd}/`)) return cwd
  return path.split('/').slice(0, 4).join('/') || '/'
}
