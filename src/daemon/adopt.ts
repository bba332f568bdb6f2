import { bootId } from '../store/identity.ts'
import { loadSessions, readExit } from '../store/job.ts'
import type { Daemon } from './daemon.ts'
import { relink } from './hear.ts'
import { linkHost } from './host-link.ts'
import { endOfProgram } from './last-words.ts'
import type { Live } from './live.ts'
import { adoptOrphans } from './orphans.ts'
import { watchSilence } from './silence.ts'
import { REBOOT } from './session.ts'
import { resumeSession } from './start.ts'
import { endAgent } from './stop.ts'

/** A live host that does not answer within this is adopted later, so that one stuck host delays nobody, ms. */
const ADOPT_MS = 3000

/** Takes over what an earlier daemon left: every record, and every host that still runs. */
export async function adopt(daemon: Daemon): Promise<void> {
  const { sessions, problems } = loadSessions(daemon.paths)
  for (const problem of problems) daemon.log.error('state on disk', { problem })
  const lives = sessions.map((session) => daemon.lives.add(session))
  await Promise.all(lives.map((live) => adoptOne(daemon, live)))
  await soon(adoptOrphans(daemon))
  const running = lives.filter(({ session }) => session.life.status === 'running').length
  daemon.log.info('adopted', { sessions: sessions.length, running })
}

async function adoptOne(daemon: Daemon, live: Live): Promise<void> {
  const { session } = live
  const { life } = session
  if (life.status === 'starting') return adoptStarting(daemon, live)
  if (life.status === 'exited' || life.status === 'lost') {
    // It was to be started again, and the last daemon did not live to do it.
    if ((session.deaths?.at(-1) ?? 0) >= life.since) daemon.ended(live)
    return
  }
  if (life.status === 'stopped' && life.why === 'respawn') return bringBack(daemon, live)
  if (life.status !== 'running' && life.status !== 'stopping') return
  if (life.host.boot !== bootId()) {
    const exit = readExit(daemon.paths, session.id)
    if (exit?.generation === session.generation)
      return daemon.lives.happen(live, endOfProgram(daemon.paths, session, exit))
    return daemon.lives.happen(live, { type: 'rebooted' })
  }
  const reached = relink(daemon, live)
  watchSilence(daemon, live)
  await soon(reached)
  daemon.follower.follow(live)
  if (life.status === 'stopping')
    void reached
      .then(() => endAgent(daemon, live))
      .then(() => {
        const { life: now } = live.session // a person may have stopped it for good meanwhile
        if (now.status === 'stopped' && now.why === 'respawn') bringBack(daemon, live)
      })
      .catch((error) => daemon.log.warn('stop', { error: String(error) }))
}

/** Waits for it, but no longer than ADOPT_MS. */
async function soon(work: Promise<void>): Promise<void> {
  await Promise.race([work, new Promise((resolve) => setTimeout(resolve, ADOPT_MS).unref())])
}

/** It was to be restarted, and the last daemon died in between. */
function bringBack(daemon: Daemon, live: Live): void {
  resumeSession(daemon, live, {}, 'roost').catch((error: unknown) =>
    daemon.log.warn('not restarted', { session: live.session.id, error: String(error) }),
  )
}

/** The last daemon died between writing `starting` and hearing of the host: the host may be there all the same. */
async function adoptStarting(daemon: Daemon, live: Live): Promise<void> {
  const { session } = live
  const exit = readExit(daemon.paths, session.id)
  try {
    // Only to see who is there: events heard before the record says `running` would be lost.
    const silent = { event: () => {}, closed: () => {} }
    const probe = await linkHost({
      socket: daemon.paths.job(session.id).socket,
      session: session.id,
      since: 0,
      listener: silent,
    })
    const { host, agentPid } = probe.welcome
    probe.close()
    daemon.lives.happen(live, { type: 'launched', host, agentPid })
    await relink(daemon, live)
    daemon.follower.follow(live)
  } catch {
    if (exit?.generation === session.generation)
      return daemon.lives.happen(live, endOfProgram(daemon.paths, session, exit))
    daemon.lives.happen(live, {
      type: 'launch-failed',
      why: 'interrupted while starting; Enter starts it again',
    })
  }
}

/**
 * After a restart of the machine: brings back the conversations that the config names, one after the other so
 * that they do not all load at once. What a person had stopped is not among them.
 */
export async function resumeAfterReboot(
  daemon: Daemon,
  which: 'pinned' | 'all' | 'none',
  mayStart: () => boolean,
): Promise<void> {
  const wanted = daemon.lives.all().filter(({ session: { life, pinned, resumeId } }) => {
    const rebooted = life.status === 'failed' && life.why === REBOOT
    return rebooted && resumeId !== undefined && (which === 'all' || (which === 'pinned' && pinned))
  })
  for (const live of wanted) {
    if (!mayStart())
      return daemon.log.warn('not resumed after the restart: memory is short', { session: live.session.id })
    await resumeSession(daemon, live, {}, 'roost').catch((error: unknown) =>
      daemon.log.warn('not resumed after the restart', { session: live.session.id, error: String(error) }),
    )
  }
}
