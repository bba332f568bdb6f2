import { bootId, isAlive } from '../store/identity.ts'
import { loadSessions, readExit } from '../store/job.ts'
import type { Daemon } from './daemon.ts'
import { hostDied, linkToHost, relink } from './hear.ts'
import type { Live } from './lives.ts'
import { watchSilence } from './silence.ts'
import { endAgent } from './stop.ts'

/** A live host that does not answer within this is adopted later, so that one stuck host delays nobody, ms. */
const ADOPT_MS = 1500

/** Takes over what an earlier daemon left: every record, and every host that still runs. */
export async function adopt(daemon: Daemon): Promise<void> {
  const { sessions, problems } = loadSessions(daemon.paths)
  for (const problem of problems) daemon.log.error('state on disk', { problem })
  const lives = sessions.map((session) => daemon.lives.add(session))
  await Promise.all(lives.map((live) => adoptOne(daemon, live)))
  const running = lives.filter(({ session }) => session.life.status === 'running').length
  daemon.log.info('adopted', { sessions: sessions.length, running })
}

async function adoptOne(daemon: Daemon, live: Live): Promise<void> {
  const { session } = live
  const { life } = session
  if (life.status === 'starting') return adoptStarting(daemon, live)
  if (life.status !== 'running' && life.status !== 'stopping') return
  if (life.host.boot !== bootId()) {
    const exit = readExit(daemon.paths, session.id)
    if (exit?.generation === session.generation) return daemon.lives.happen(live, { type: 'ended', exit })
    return daemon.lives.happen(live, { type: 'rebooted' })
  }
  if (!isAlive(life.host)) return hostDied(daemon, live)
  const reached = relink(daemon, live)
  watchSilence(daemon, live)
  await Promise.race([reached, new Promise((resolve) => setTimeout(resolve, ADOPT_MS).unref())])
  daemon.follower.follow(live)
  if (life.status === 'stopping')
    void reached
      .then(() => endAgent(daemon, live))
      .catch((error) => daemon.log.warn('stop', { error: String(error) }))
}

/** The last daemon died between writing `starting` and hearing of the host: the host may be there all the same. */
async function adoptStarting(daemon: Daemon, live: Live): Promise<void> {
  const { session } = live
  const exit = readExit(daemon.paths, session.id)
  try {
    await linkToHost(daemon, live)
    const welcome = live.link?.welcome
    if (!welcome) return
    daemon.lives.happen(live, { type: 'launched', host: welcome.host, agentPid: welcome.agentPid })
    daemon.follower.follow(live)
  } catch {
    if (exit?.generation === session.generation) return daemon.lives.happen(live, { type: 'ended', exit })
    daemon.lives.happen(live, {
      type: 'launch-failed',
      why: 'interrupted while starting; Enter starts it again',
    })
  }
}
