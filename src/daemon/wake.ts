import { existsSync } from 'node:fs'
import type { Identity } from '../protocol/session.ts'
import type { Daemon } from './daemon.ts'

/** Every host takes SIGHUP as a word to see whether its socket is still there, and serves it again. */
export function wake(host: Identity): void {
  try {
    process.kill(host.pid, 'SIGHUP')
  } catch {
    // It has just ended: the next look says so.
  }
}

/** All whose socket is gone. A link to them stays; but a terminal dials a host itself. */
export function wakeHosts({ lives, paths }: Daemon): void {
  for (const { session } of lives.all())
    if (session.life.status === 'running' && !existsSync(paths.job(session.id).socket))
      wake(session.life.host)
}
