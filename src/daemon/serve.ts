import { rmSync } from 'node:fs'
import { build } from '../protocol/version.ts'
import { keepBuild, readMarks, saveMarks, sweepBuilds } from '../store/builds.ts'
import { takeLock } from '../store/lock.ts'
import { openLog, type Log } from '../store/log.ts'
import { ensurePrivate, type Paths } from '../store/paths.ts'
import { keepReserve } from '../store/reserve.ts'
import { adopt, resumeAfterReboot } from './adopt.ts'
import { handOver } from './hand-over.ts'
import { createHandlers } from './handlers.ts'
import { faultOf } from './health.ts'
import { forgetOld } from './removal.ts'
import { serveControl, type ControlServer } from './server.ts'
import { underSystemd } from './systemd.ts'
import { sweepChecks, watchForUpgrade } from './upgrade.ts'
import { wakeHosts } from './wake.ts'
import { wire } from './wiring.ts'

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

  const kept = keepBuild(paths, dist, build)
  let server: ControlServer | undefined
  let upgrades: ReturnType<typeof watchForUpgrade> | undefined // SIGTERM may come before there is one
  const { daemon, notifier, presence, spare, renewal } = wire({
    paths,
    log,
    dist: kept,
    installed,
    server: () => server,
    leave: () => void stop('nothing is left to do'),
  })
  const { lives, spending, checkouts, audit } = daemon

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

  async function serveAgain(): Promise<void> {
    if (daemon.leaving || !server) return
    ensurePrivate(paths.run) // it may be gone too, and the hosts' sockets with it
    if (!(await server.again())) return
    log.warn('the socket was deleted; serving again')
    wakeHosts(daemon)
  }

  async function stop(why: string, byPerson?: true): Promise<void> {
    if (daemon.leaving) return
    await letGo(why, byPerson)
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop('SIGTERM'))
  process.on('SIGINT', () => void stop('SIGINT'))
  // A client that finds us alive and our socket gone asks us to look.
  process.on(
    'SIGHUP',
    () => void serveAgain().catch((error) => log.error('socket', { error: String(error) })),
  )
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
    daemon.preferences().resumeAfterReboot,
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
