import type { Daemon } from './daemon.ts'
import type { Live } from './live.ts'
import { chooseRespawn } from './respawn.ts'
import { messageOf } from '../protocol/thrown.ts'

/** Starts an agent that died unasked again after a while, or leaves it, as its policy says. */
export function considerRestart(daemon: Daemon, live: Live, resume: () => Promise<void>): void {
  const now = daemon.now()
  const { session } = live
  const { restartCode } = daemon.agents().named(session.agent) ?? {}
  // It ended to be started again, whatever the policy; one that never stops asking for it is given up as any other.
  const wants =
    restartCode !== undefined && session.life.status === 'exited' && session.life.code === restartCode
  const choice = chooseRespawn(wants ? { ...session, respawn: 'always' } : session, now, Math.random())
  switch (choice.type) {
    case 'leave':
      return
    case 'give-up':
      daemon.log.warn('gave up', { session: live.session.id, why: choice.why })
      return daemon.lives.happen(live, { type: 'gave-up', deaths: choice.deaths, why: choice.why })
    case 'restart': {
      const { afterMs, deaths } = choice
      daemon.log.info('restarting', { session: live.session.id, afterMs, deaths: deaths.length })
      const timer = setTimeout(() => {
        live.restart = undefined
        if (daemon.lives.get(live.session.id) !== live) return // taken off the list meanwhile
        resume().catch((error: unknown) => {
          daemon.log.warn('restart failed', { session: live.session.id, error: String(error) })
          const why = `it ended, and could not be started again: ${messageOf(error)}`
          if (live.session.life.status === 'exited' || live.session.life.status === 'lost')
            daemon.lives.happen(live, { type: 'gave-up', deaths, why })
        })
      }, afterMs)
      live.restart = { timer, at: now + afterMs }
      return daemon.lives.happen(live, { type: 'restarting', deaths, afterMs })
    }
  }
}

/** Whether a restart was waiting, which it no longer does. */
export function cancelRestart(live: Live): boolean {
  if (!live.restart) return false
  clearTimeout(live.restart.timer)
  live.restart = undefined
  return true
}
