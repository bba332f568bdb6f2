import { readlinkSync, symlinkSync, unlinkSync } from 'node:fs'
import type { Identity } from '../protocol/session.ts'
import { isAlive, self } from './identity.ts'
import { isCode } from './paths.ts'

// Light on purpose: every client loads this file. Built-ins only.

export type Lock = { release(): void }

/** How long another process may take to clear a dead holder's lock (microseconds of work), ms. */
const BREAK_MS = 5000
const RETRY_MS = 5

/**
 * Takes the lock `path`, or says who has it. Never waits for a living holder.
 *
 * The lock is a symbolic link whose *target text* is the holder's identity. symlink(2) makes name and content
 * in one step and fails if the name is taken, so nobody ever sees a lock without its holder, there is no
 * temporary file, and a holder that was SIGKILLed leaves a lock that says exactly who is dead.
 *
 * A dead holder's lock has to be removed by somebody, and that is where file locks go wrong: A and B both see
 * the dead holder, A removes the lock and takes it, then B removes *A's* lock. So only who holds a second
 * lock, `path.break`, may remove a lock that is not his own, and looks again at the holder once he has it.
 * What he sees then stays so until he removes it: a dead holder cannot release, and nobody else may remove.
 * `path.break` is taken by this same function, so a breaker who dies on the way is cleared with
 * `path.break.break`, and so on; each step needs one more crash in the same instant.
 *
 * Holders are judged by pid, start time and boot, so a pid used again is no living holder. Content that is no
 * identity was not put there by us (ours appears whole) and counts as dead.
 * @returns `heldBy: undefined` only when the lock changed hands all the time and nobody could be named.
 * @throws on I/O errors other than the name being taken.
 */
export async function takeLock(path: string): Promise<Lock | { heldBy: Identity | undefined }> {
  const me = self()
  const deadline = Date.now() + BREAK_MS
  let heldBy: Identity | undefined
  do {
    if (claim(path, me)) return { release: () => release(path, me) }
    const holder = read(path)
    if (holder === 'nobody') continue
    if (holder !== 'nonsense' && isAlive(holder)) return { heldBy: holder }
    const breaker = await takeLock(`${path}.break`)
    if ('release' in breaker) {
      try {
        removeIfDead(path)
      } finally {
        breaker.release()
      }
    } else {
      heldBy = breaker.heldBy
      await new Promise((done) => setTimeout(done, RETRY_MS))
    }
  } while (Date.now() < deadline)
  return { heldBy }
}

/** Who holds the lock `path` and lives; undefined when it is free or its holder is dead. */
export function holderOf(path: string): Identity | undefined {
  const holder = read(path)
  return typeof holder === 'object' && isAlive(holder) ? holder : undefined
}

function claim(path: string, me: Identity): boolean {
  try {
    symlinkSync(JSON.stringify(me), path)
    return true
  } catch (cause) {
    if (isCode(cause, 'EEXIST')) return false
    throw new Error(`the lock ${path} cannot be made`, { cause })
  }
}

function removeIfDead(path: string): void {
  const holder = read(path)
  if (holder === 'nobody' || (holder !== 'nonsense' && isAlive(holder))) return
  remove(path)
}

function release(path: string, me: Identity): void {
  const holder = read(path)
  // Somebody may have deleted it by hand and another taken it since.
  if (typeof holder === 'object' && holder.pid === me.pid && holder.start === me.start) remove(path)
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch (cause) {
    if (!isCode(cause, 'ENOENT')) throw new Error(`the lock ${path} cannot be removed`, { cause })
  }
}

function read(path: string): Identity | 'nobody' | 'nonsense' {
  try {
    const value: unknown = JSON.parse(readlinkSync(path))
    return isIdentity(value) ? value : 'nonsense'
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return 'nobody'
    // EINVAL: not a link, so not ours.
    if (cause instanceof SyntaxError || isCode(cause, 'EINVAL')) return 'nonsense'
    throw new Error(`the lock ${path} cannot be read`, { cause })
  }
}

function isIdentity(value: unknown): value is Identity {
  if (typeof value !== 'object' || value === null) return false
  return (
    'pid' in value &&
    typeof value.pid === 'number' &&
    'start' in value &&
    typeof value.start === 'string' &&
    'boot' in value &&
    typeof value.boot === 'string'
  )
}
