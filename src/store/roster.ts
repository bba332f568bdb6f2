import * as v from 'valibot'
import type { Identity } from '../protocol/session.ts'
import { messageOf } from '../protocol/thrown.ts'
import { type Paths, ensurePrivate, isShortage } from './paths.ts'
import { IdentitySchema, RECORD_VERSION, firstIssue, versionOf } from './record.ts'
import { readJson, setAside, sweepTemps, writeAtomic } from './write.ts'

/** A session with a living host: where to dial, and who must answer. */
export type RosterEntry = { id: string; socket: string; host: Identity }

const EntrySchema = v.looseObject({
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/)),
  socket: v.string(),
  host: IdentitySchema,
})
const RosterSchema = v.looseObject({ entries: v.array(v.unknown()) })

/** Writes `roster.json` durably. @throws when it could not; see writeAtomic. */
export function saveRoster(paths: Paths, entries: readonly RosterEntry[]): void {
  ensurePrivate(paths.home, paths.home)
  writeAtomic(paths.roster, `${JSON.stringify({ version: RECORD_VERSION, entries })}\n`)
}

/**
 * The hosts that were alive when the roster was last written. A damaged roster is moved aside and costs
 * nothing but speed, since every session's own record names its host too.
 */
export function loadRoster(paths: Paths): { entries: RosterEntry[]; problems: string[] } {
  sweepTemps(paths.home)
  let read: ReturnType<typeof readJson>
  try {
    read = readJson(paths.roster)
  } catch (error) {
    if (isShortage(error)) throw error
    // It only makes finding quicker: no reason to leave every session without a daemon.
    return { entries: [], problems: [messageOf(error)] }
  }
  if (!read.ok) {
    const damaged = `the roster is damaged; kept as ${read.moved ?? paths.roster}`
    return { entries: [], problems: read.why === 'corrupt' ? [damaged] : [] }
  }
  const version = versionOf(read.value)
  if (version !== undefined && version > RECORD_VERSION)
    return {
      entries: [],
      problems: [`${paths.roster} was written by a newer Roost (version ${version}); upgrade to use it`],
    }
  const roster = v.safeParse(RosterSchema, read.value)
  if (!roster.success) {
    const { moved } = setAside(paths.roster)
    return { entries: [], problems: [`the roster is damaged; kept as ${moved ?? paths.roster}`] }
  }
  const entries: RosterEntry[] = []
  const problems: string[] = []
  for (const value of roster.output.entries) {
    const entry = v.safeParse(EntrySchema, value)
    if (entry.success) entries.push(entry.output)
    else problems.push(`an entry of ${paths.roster} cannot be used (${firstIssue(entry.issues)})`)
  }
  return { entries, problems }
}
