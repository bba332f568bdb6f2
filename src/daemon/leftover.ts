import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Session } from '../protocol/session.ts'
import { identityOf, isAlive } from '../store/identity.ts'
import type { Daemon } from './daemon.ts'

const LOOK_MS = 50
/** The kernel has sent it SIGHUP with its terminal's end; what it may still take, ms, and then each next signal. */
const STEPS = [
  { waitMs: 2000, next: 'SIGTERM' },
  { waitMs: 3000, next: 'SIGKILL' },
  { waitMs: 2000, next: undefined },
] as const

/**
 * Ends an agent whose host was killed: without its terminal it can neither be seen nor answered, and the same
 * conversation, brought back, must not run twice. Only a process that proves to be that session's by its
 * environment is touched; a pid that was given out again is not.
 */
export async function endLeftover(daemon: Daemon, { id }: Session, agentPid: number): Promise<void> {
  const agent = identityOf(agentPid)
  if (!agent || !isOf(agentPid, id, daemon.paths.home)) return
  for (const { waitMs, next } of STEPS) {
    for (let waited = 0; waited < waitMs; waited += LOOK_MS) {
      if (!isAlive(agent)) return
      await sleep(LOOK_MS)
    }
    if (!isAlive(agent) || next === undefined) return
    daemon.log.warn('an agent outlives its host', { session: id, pid: agentPid, signal: next })
    process.kill(agentPid, next)
  }
}

/** Linux only: elsewhere the environment of a process is not for others to read. */
function isOf(pid: number, session: string, home: string): boolean {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
    return environment.includes(`ROOST_SESSION=${session}`) && environment.includes(`ROOST_HOME=${home}`)
  } catch {
    return false
  }
}
