import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Paths } from './paths.ts'
import { writeAtomic } from './write.ts'

/** Room for some dozens of records, bytes: enough to stop everything on a disk that is full. */
const RESERVE_BYTES = 256 * 1024

const reserveFile = ({ home }: Pick<Paths, 'home'>): string => join(home, 'reserve')

/** Keeps some room on the disk for what must be written even when it is full. Never throws: then there is none. */
export function keepReserve(paths: Pick<Paths, 'home'>): void {
  const file = reserveFile(paths)
  if (statSync(file, { throwIfNoEntry: false })?.size === RESERVE_BYTES) return
  try {
    // Not zeros: some file systems keep no room for those.
    writeAtomic(file, Buffer.alloc(RESERVE_BYTES, 'reserve '))
  } catch {
    // Full already.
  }
}

/** Gives the room back. False when there was none. */
export function spendReserve(paths: Pick<Paths, 'home'>): boolean {
  const file = reserveFile(paths)
  if (!statSync(file, { throwIfNoEntry: false })) return false
  rmSync(file, { force: true })
  return true
}
