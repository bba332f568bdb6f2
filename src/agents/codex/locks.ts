import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Session } from '../../protocol/session.ts'
import type { LiveElsewhere } from '../agent.ts'
import { codexFolder } from './files.ts'
import { namesIn, textAt } from '../read.ts'

// A running Codex holds a lock on `thread-writer-locks/<conversation>.lock`; the file stays. On Linux the kernel
// tells whose it is; elsewhere nothing is known here, and Codex itself refuses a second writer.

const locksFolder = (env: Record<string, string>): string => join(codexFolder(env), 'thread-writer-locks')

const conversationIn = (name: string): string | undefined => /^([0-9a-f-]{36})\.lock$/.exec(name)?.[1]

/** The conversation that this session's process has open: for where no hook names it, they may be switched off. */
export function conversationOf({ life }: Session, env: Record<string, string>): string | undefined {
  if (life.status !== 'running') return undefined
  // The program found on PATH may be npm's wrapper around the real one.
  return liveElsewhere(env).find(({ pid }) => pid === life.agentPid || parentOf(pid) === life.agentPid)
    ?.resumeId
}

/** Conversations that are open in a running Codex. */
export function liveElsewhere(env: Record<string, string>): LiveElsewhere[] {
  const holders = lockHolders()
  if (holders.size === 0) return []
  const folder = locksFolder(env)
  return namesIn(folder).flatMap((name) => {
    const resumeId = conversationIn(name)
    const pid = holderOf(join(folder, name), holders)
    return resumeId !== undefined && pid !== undefined ? [{ resumeId, pid, since: Date.now() }] : []
  })
}

function holderOf(path: string, holders: Map<number, number>): number | undefined {
  const inode = statSync(path, { throwIfNoEntry: false })?.ino
  return inode === undefined ? undefined : holders.get(inode)
}

/** Inode → pid of who holds a lock on it (proc(5): `1: FLOCK ADVISORY WRITE <pid> <dev>:<inode> 0 EOF`). */
function lockHolders(): Map<number, number> {
  const lines = textAt('/proc/locks').matchAll(/^\d+: \S+ +\S+ +\S+ +(\d+) \w+:\w+:(\d+) /gm)
  return new Map(Array.from(lines, ([, pid, inode]) => [Number(inode), Number(pid)]))
}

/** The fourth field of proc(5)'s stat, behind a name in parentheses that may hold anything. */
const parentOf = (pid: number): number =>
  Number(/^.*\) \S (\d+)/s.exec(textAt(`/proc/${pid}/stat`))?.[1] ?? 0)
