import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from '../protocol/version.ts'
import { openAudit } from '../store/audit.ts'
import { keepBuild, readMarks, saveMarks, sweepBuilds } from '../store/builds.ts'
import { takeLock } from '../store/lock.ts'
import { openLog, type Log } from '../store/log.ts'
import type { Paths } from '../store/paths.ts'
import { keepReserve } from '../store/reserve.ts'
import { runs } from '../protocol/session.ts'
import { adopt, resumeAfterReboot } from './adopt.ts'
import type { Daemon } from './daemon.ts'
import { createCheckouts } from './checkouts.ts'
import { createFollower, learnedFrom } from './follow.ts'
import { handOver } from './hand-over.ts'
import { createHandlers } from './handlers.ts'
import { faultOf } from './health.ts'
import { learnAll } from './hear.ts'
import type { Live } from './live.ts'
import { createLives } from './lives.ts'
import { memoryOf, memorySource } from './memory.ts'
import { createNotifier } from './notify/notifier.ts'
import { createAgents, createPreferences, createPrices } from './preferences.ts'
import { createPresence } from './presence.ts'
import { forgetOld } from './removal.ts'
import { createRenewal } from './renewal.ts'
import { considerRestart } from './restart.ts'
import { serveControl, type ControlServer } from './server.ts'
import { wantsScopes } from './scope.ts'
import { createSpare } from './spare.ts'
import { createSpending } from './spending.ts'
import { respawnSession, resumeSession } from './start.ts'
import { stopSession } from './stop.ts'
import { underSystemd } from './systemd.ts'
import { sweepChecks, watchForUpgrade } from './upgrade.ts'

/**
 * Takes the lock, adopts what is there, and only then listens. Returns once it listens, or at once when another
 * daemon holds the lock: the client's next dial reaches that one.
 * `dist` is the product that runs; `installed` the one that npm replaces, which is watched.
 */
export async function serveDaemon({
  paths,
  dist,
  installed,
}: {
  paths: Paths
  dist: string
  installed: string
}): Promise<void> {
  const log = openLog(paths.log, process.env.ROOST_LOG === 'debug' ? 'debug' : 'info')
  const lock = await takeLock(paths.daemonLock)
  if (!('release' in lock)) process.exit(0)
  const systemd = underSystemd({ env: process.env, check: () => faultOf(paths), log })

  const preferences = createPreferences({ paths, log })
  const agents = createAgents(preferences)
  const prices = createPrices(preferences)
  const spending = createSpending({
    paths,
    log,
    prices,
    now: Date.now,
    tell: (spent) => server?.broadcast({ event: 'spent.changed', data: spent }),
  })
  const kept = keepBuild(paths, dist, build)
  const audit = openAudit(paths.audit)
  let server: ControlServer | undefined
  let upgrades: ReturnType<typeof watchForUpgrade> | undefined // SIGTERM may come before there is one

  const lives = createLives({
    paths,
    log,
    now: Date.now,
    prices,
    broadcast: (event) => {
      server?.broadcast(event)
      notifier.hear(event)
      const live = event.event === 'session.changed' ? lives.get(event.data.id) : undefined
      if (live) checkouts.stirred(live)
    },
    today: (id) => spending.of(id),
    channels: ({ agent, args }) => agents().named(agent)?.channels?.(args) ?? [],
    onChange: () => {
      presence.look()
      spare.look()
      renewal.look()
    },
  })
  const notifier = createNotifier({
    log,
    preferences,
    now: Date.now,
    env: process.env,
    session: (id) => lives.get(id)?.view,
    broadcast: (event) => server?.broadcast(event),
    views: () => server?.watchers() ?? 0,
    onRest: () => presence.look(),
  })
  const presence = createPresence({
    busy: () =>
      !server || daemon.leaving || server.clients() > 0 || notifier.busy() || lives.all().some(needsDaemon),
    leave: () => void stop('nothing is left to do'),
  })
  const checkouts = createCheckouts({
    paths,
    log,
    lives: lives.all,
    watched: () => (server?.clients() ?? 0) > 0,
    changed: lives.touch,
  })
  const spare = createSpare({
    lives: lives.all,
    idleStopMs: () => preferences().idleStopMinutes * 60_000,
    stop: (live, { why }) => evict(live, why),
    changed: lives.touch,
    said: ({ pressure, says }, before) => log.info('memory pressure', { pressure, before, says }),
    awake: () => performance.now(),
    readMemory: memorySource(process.env),
    memoryOf,
  })
  const renewal = createRenewal({
    paths,
    agents,
    log,
    lives: lives.all,
    changed: lives.touch,
    respawn: (live) => respawnSession(daemon, live),
  })
  const daemon: Daemon = {
    paths,
    agents,
    log,
    audit,
    lives,
    spending,
    checkouts,
    prices,
    dist: kept,
    installed,
    preferences,
    hostEntry: join(kept, 'host', 'main.cjs'),
    scopes: wantsScopes(),
    startedAt: Date.now(),
    leaving: false,
    now: Date.now,
    broadcast: (event) => server?.broadcast(event),
    ended: (live) => {
      spending.keep()
      considerRestart(daemon, live, () => resumeSession(daemon, live, {}, 'roost'))
    },
    follower: createFollower({
      paths,
      agents,
      log,
      lives: lives.all,
      learn: (live, pieces) => learnAll(daemon, live, pieces),
      digested: (live, path, digest) => {
        spending.note(live, path, digest)
        if (lives.get(live.session.id) !== live) return // removed meanwhile
        learnAll(daemon, live, learnedFrom(digest, live.session))
        lives.happen(live, { type: 'used', usage: digest.usage })
      },
    }),
  }

  async function evict(live: Live, why: string): Promise<void> {
    log.info('evict', { session: live.session.id, why })
    await stopSession(daemon, live, 'evict', why).catch((error: unknown) =>
      log.warn('evict', { session: live.session.id, error: String(error) }),
    )
  }

  /** Lets go of socket and lock, so that another daemon can take over. Hosts are not touched. */
  async function letGo(why: string, stopped?: true): Promise<void> {
    daemon.leaving = true
    log.info('leaving', { why })
    server?.broadcast({ event: 'daemon.leaving', data: { why, ...(stopped && { stopped }) } })
    spare.close()
    notifier.close()
    lives.flush()
    spending.close()
    checkouts.close()
    rmSync(paths.daemonSocket, { force: true })
    await server?.close()
    await Promise.all([daemon.follower.close(), upgrades?.close(), renewal.close()])
    for (const { link } of lives.all()) link?.close()
    audit.close()
    if ('release' in lock) lock.release()
  }

  async function stop(why: string, byPerson?: true): Promise<void> {
    if (daemon.leaving) return
    await letGo(why, byPerson)
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop('SIGTERM'))
  process.on('SIGINT', () => void stop('SIGINT'))
  process.on('SIGHUP', () => {}) // the terminal it was started from has closed; that is no reason to go
  process.on('uncaughtException', (error) => {
    // Hosts keep every session and a fresh daemon adopts them: better than going on in an unknown state.
    log.error('crash', { error: error.stack ?? String(error) })
    lives.flush()
    spending.close()
    process.exit(70)
  })

  forgetOld(daemon)
  await adopt(daemon)
  rmSync(paths.daemonSocket, { force: true }) // ours by the lock; a killed daemon leaves it behind
  server = await serveControl({
    path: paths.daemonSocket,
    handlers: createHandlers(daemon, {
      clients: () => server?.clients() ?? 0,
      stop: (why) => void stop(why, true),
      memory: () => spare.reading().says,
      whenIdle: (live) => renewal.whenIdle(live),
      notifier,
    }),
    log,
    onClients: () => presence.look(),
  })
  upgrades = watchForUpgrade({
    paths,
    log,
    installed,
    build,
    sessions: () => lives.all().length,
    handOver: async (next) => {
      if (daemon.leaving) return
      const letGoForIt = () => {
        systemd?.handingOver()
        return letGo(`upgrade to ${next.build}`)
      }
      await handOver({ paths, log, next, kept, build, installed, letGo: letGoForIt })
    },
  })
  noteGood(paths, log)
  keepReserve(paths)
  const hosts = lives.all().filter(({ session }) => session.life.status === 'running')
  // One that does not answer now may run from any build.
  if (hosts.every(({ link }) => link))
    sweepBuilds(paths, new Set([build, ...hosts.flatMap(({ link }) => link?.welcome.build ?? [])]))
  await sweepChecks(paths)
  log.info('listening', { pid: process.pid, build, socket: paths.daemonSocket })
  await systemd?.ready()
  // Not waited for: who started us waits for the word that we listen, and a dozen agents take their time.
  void resumeAfterReboot(
    daemon,
    preferences().resumeAfterReboot,
    () => spare.reading().pressure === 'none',
  ).finally(() => presence.look())
  // What was adopted may be idle and stay so: nothing else would set these going.
  spare.look()
  renewal.look()
}

/** A full disk costs only the memory of it. */
function noteGood(paths: Paths, log: Log): void {
  try {
    const marks = readMarks(paths)
    if (marks.good !== build) saveMarks(paths, { ...marks, good: build })
  } catch (error) {
    log.error('not noted as the last good build', { build, error: String(error) })
  }
}

/** Sessions for which a daemon must be there. */
function needsDaemon({ session, restart }: Live): boolean {
  return restart !== undefined || runs(session)
}
