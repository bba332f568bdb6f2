import { readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { Session } from '../protocol/session.ts'
import { parseSession } from './record.ts'
import { type Paths, ensurePrivate, isCode } from './paths.ts'
import { fsyncFolder, readJson } from './write.ts'

/** How long a removed session can be brought back at least, ms. */
export const KEPT_MS = 24 * 60 * 60 * 1000

/** `at`: when it was removed, epoch ms. `session` is absent when its record cannot be read. */
export type RemovedJob = { id: string; at: number; session?: Session }

/**
 * Takes a session off the list so that it can come back: its whole folder goes to `removed/` in one step. Killed
 * at any instant, the session is listed as before or can be brought back.
 * @throws when it could not; it is then still listed.
 */
export function setJobAside(paths: Paths, id: string): void {
  const from = paths.job(id).folder
  const to = join(paths.removed, id)
  ensurePrivate(paths.removed, paths.home)
  try {
    // When it was removed. Needs no room on a full disk, and does not matter to a session that stays.
    const now = new Date()
    utimesSync(from, now, now)
    rmSync(to, { recursive: true, force: true })
    renameSync(from, to)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return
    throw new Error(`session ${id} could not be removed from ${paths.jobs}`, { cause: error })
  }
  // The new name first: between the two the folder has both names or the new one, never none.
  fsyncFolder(paths.removed)
  fsyncFolder(paths.jobs)
}

/** Puts a removed session's folder back. @returns whether there was one. @throws when one of that id is listed. */
export function putJobBack(paths: Paths, id: string): boolean {
  const to = paths.job(id).folder
  // rename(2) would replace an empty folder, and with it what was there.
  if (statSync(to, { throwIfNoEntry: false })) throw new Error(`${to} is in the way`)
  ensurePrivate(paths.jobs, paths.home)
  try {
    renameSync(join(paths.removed, id), to)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false
    throw new Error(`session ${id} could not be brought back to ${paths.jobs}`, { cause: error })
  }
  fsyncFolder(paths.jobs)
  fsyncFolder(paths.removed)
  return true
}

/** What can be brought back, the newest first. */
export function removedJobs(paths: Paths): RemovedJob[] {
  return removedIds(paths)
    .flatMap((id): RemovedJob[] => {
      const folder = join(paths.removed, id)
      const found = statSync(folder, { throwIfNoEntry: false })
      if (!found) return []
      const read = readJson(join(folder, 'state.json'))
      const session = read.ok ? parseSession(read.value) : undefined
      const known = session && !('wrong' in session) ? { session } : {}
      return [{ id, at: found.mtimeMs, ...known }]
    })
    .sort((a, b) => b.at - a.at)
}

/** Deletes those removed longer than KEPT_MS ago. @returns how many. */
export function forgetRemoved(paths: Paths, now: number): number {
  let forgotten = 0
  for (const id of removedIds(paths)) {
    const folder = join(paths.removed, id)
    const found = statSync(folder, { throwIfNoEntry: false })
    if (!found || now - found.mtimeMs < KEPT_MS) continue
    rmSync(folder, { recursive: true, force: true })
    forgotten++
  }
  return forgotten
}

function removedIds(paths: Paths): string[] {
  try {
    return readdirSync(paths.removed).filter((name) => /^[0-9a-f]{8}$/.test(name))
  } catch (error) {
    if (isCode(error, 'ENOENT')) return []
    throw error
  }
}
