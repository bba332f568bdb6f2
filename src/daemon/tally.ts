import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import * as v from 'valibot'
import type { Asked } from '../protocol/stats.ts'
import { followLines } from '../store/transcript.ts'
import type { Stretch } from './spent.ts'

/** One thing in the audit trail that counts. */
export type Fact =
  | { at: number; is: 'asked'; request: string }
  | { at: number; is: 'answered'; request: string; how: 'allowed' | 'denied' | 'elsewhere' | 'dropped' }
  | { at: number; is: 'passed' | 'stopped' | 'evicted' }

const EntrySchema = v.looseObject({
  at: v.number(),
  kind: v.string(),
  who: v.string(),
  what: v.looseObject({
    request: v.optional(v.string()),
    stillOpen: v.optional(v.boolean()),
    why: v.optional(v.string()),
  }),
  verdict: v.optional(v.string()),
})

/** What a line of the audit trail counts for; undefined for all that is no number here. */
export function factOf(line: string): Fact | undefined {
  const entry = parsed(line)
  if (!entry) return undefined
  const { at, kind, who, what, verdict } = entry
  if (kind === 'call') {
    if (verdict === 'allow') return { at, is: 'passed' }
    return verdict === 'deny' ? { at, is: 'stopped' } : undefined
  }
  if (kind === 'stop') return what.why === 'evict' ? { at, is: 'evicted' } : undefined
  if (kind !== 'request' || what.request === undefined) return undefined
  const { request } = what
  // A daemon that takes over writes down what is still open: it was asked once.
  if (who === 'agent') return what.stillOpen ? undefined : { at, is: 'asked', request }
  const how =
    verdict === 'deny'
      ? 'denied'
      : verdict !== undefined
        ? 'allowed'
        : who === 'dialog'
          ? 'elsewhere'
          : 'dropped'
  return { at, is: 'answered', request, how }
}

function parsed(line: string): v.InferOutput<typeof EntrySchema> | undefined {
  try {
    const { success, output } = v.safeParse(EntrySchema, JSON.parse(line))
    return success ? output : undefined
  } catch {
    return undefined
  }
}

/** Counts what fell into the stretch. A wait counts where its answer fell. */
export function tallyOf(facts: Iterable<Fact>, { from, until }: Stretch): Asked & { evictions: number } {
  const began = new Map<string, number>()
  const waits: number[] = []
  const tally = {
    asked: 0,
    allowed: 0,
    denied: 0,
    elsewhere: 0,
    dropped: 0,
    open: 0,
    passed: 0,
    stopped: 0,
    evictions: 0,
  }
  for (const fact of facts) {
    const counts = fact.at >= from && fact.at < until
    if (fact.is === 'asked') {
      began.set(fact.request, fact.at)
      if (counts) tally.asked++
    } else if (fact.is === 'answered') {
      const since = began.get(fact.request)
      began.delete(fact.request)
      if (!counts) continue
      tally[fact.how]++
      if (since !== undefined && fact.how !== 'dropped') waits.push(Math.max(0, fact.at - since))
    } else if (counts) tally[fact.is === 'evicted' ? 'evictions' : fact.is]++
  }
  waits.sort((a, b) => a - b)
  const longestMs = waits.at(-1)
  const medianMs = waits[Math.floor((waits.length - 1) / 2)]
  return {
    ...tally,
    ...(longestMs !== undefined && medianMs !== undefined && { waited: { medianMs, longestMs } }),
  }
}

/** Read at most this much of the trail at a time, and in all, bytes: it holds whole inputs and may be large. */
const CHUNK_BYTES = 1024 * 1024
const LIMIT_BYTES = 64 * 1024 * 1024

/** Facts of the audit trail that are no older than `keepMs`, oldest first. Later calls read only what was added. */
export function createTally(path: string, keepMs: number) {
  let facts: Fact[] = []
  let seen: { ino: number; next: number } | undefined

  async function take(file: string, from: number): Promise<number> {
    for (let at = from; ; ) {
      const { lines, next } = await followLines(file, at, CHUNK_BYTES)
      for (const line of lines) {
        const fact = factOf(line)
        if (fact) facts.push(fact)
      }
      if (next === at) return next
      at = next
    }
  }

  async function read(now: number): Promise<Fact[]> {
    const there = statSync(path, { throwIfNoEntry: false })
    if (!there) return []
    if (seen?.ino !== there.ino) {
      facts = []
      let room = LIMIT_BYTES - there.size
      const old: string[] = []
      for (const file of rotated(path)) {
        const found = statSync(file, { throwIfNoEntry: false })
        room -= found?.size ?? 0
        if (!found || room < 0 || found.mtimeMs < now - keepMs) break
        old.unshift(file)
      }
      for (const file of old) await take(file, 0)
      seen = { ino: there.ino, next: Math.max(0, there.size - LIMIT_BYTES) }
    }
    seen.next = await take(path, seen.next)
    facts = facts.filter(({ at }) => at >= now - keepMs)
    return facts
  }

  // One at a time: two that read from the same place would count it twice.
  let before: Promise<unknown> = Promise.resolve()
  return {
    facts(now: number): Promise<Fact[]> {
      const mine = before.then(() => read(now))
      before = mine.catch(() => {})
      return mine
    },
  }
}

/** Numbered files of the trail, newest first. */
function rotated(path: string): string[] {
  const prefix = `${basename(path)}.`
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .sort((a, b) => Number(b.slice(prefix.length)) - Number(a.slice(prefix.length)))
    .map((name) => join(dirname(path), name))
}
