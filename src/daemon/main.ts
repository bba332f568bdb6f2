import { rmSync, writeSync, closeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from '../protocol/version.ts'
import { openAudit } from '../store/audit.ts'
import { takeLock } from '../store/lock.ts'
import { openLog } from '../store/log.ts'
import { ensurePrivate, paths as pathsOf, roostHome } from '../store/paths.ts'
import { adopt } from './adopt.ts'
import type { Daemon } from './daemon.ts'
import { createFollower, learnedFrom } from './follow.ts'
import { createHandlers } from './handlers.ts'
import { learnAll } from './hear.ts'
import { loadConfig } from '../store/config.ts'
import { createLives, type Live } from './lives.ts'
import { createPresence } from './presence.ts'
import { memoryOf, readMemory } from './memory.ts'
import { considerRestart } from './restart.ts'
import { createSpare } from './spare.ts'
import { resumeSession } from './start.ts'
import { stopSession } from './stop.ts'
import { serveControl, type ControlServer } from './server.ts'

/** Descriptor 3 is the pipe of the client that started us, if there is one. */
function tellStarter(line: string): void {
  try {
    writeSync(3, `${line}\n`)
    closeSync(3)
  } catch {
    // Started by hand or by a service manager: nobody waits.
  }
}

async function main(): Promise<void> {
  process.umask(0o077) // every file and socket is for this person alone
  const paths = pathsOf(roostHome())
  ensurePrivate(paths.home)
  ensurePrivate(paths.run)
  const log = openLog(paths.log, process.env.ROOST_LOG === 'debug' ? 'debug' : 'info')

  const lock = await takeLock(paths.daemonLock)
  if (!('release' in lock)) return tellStarter('ready') // another one runs: the client's next dial reaches it
  const audit = openAudit(paths.audit)

  let server: ControlServer | undefined
  const presence = createPresence({
    busy: () =>
      !server ||
      server.clients() > 0 ||
      lives.all().some(({ session }) => ['starting', 'running', 'stopping'].includes(session.life.status)) ||
      lives.all().some(({ restart }) => restart),
    leave: () => void stop('nothing is left to do'),
  })
  const lives = createLives({
    paths,
    log,
    now: Date.now,
    broadcast: (event) => server?.broadcast(event),
    onChange: () => {
      presence.look()
      spare.look()
    },
  })
  const idleStopMs = loadConfig(paths).config.idleStopMinutes * 60_000
  const spare = createSpare({
    lives: lives.all,
    idleStopMs: () => idleStopMs,
    stop: (live, { why }) => evict(live, why),
    changed: lives.touch,
    said: ({ pressure, says }, before) => log.info('memory pressure', { pressure, before, says }),
    awake: () => performance.now(),
    readMemory,
    memoryOf,
  })
  async function evict(live: Live, why: string): Promise<void> {
    log.info('evict', { session: live.session.id, why })
    try {
      await stopSession(daemon, live, 'evict', why)
    } catch (error) {
      log.warn('evict', { session: live.session.id, error: String(error) })
    }
  }
  const daemon: Daemon = {
    paths,
    log,
    audit,
    lives,
    dist: dirname(process.argv[1] ?? ''),
    hostEntry: join(dirname(process.argv[1] ?? ''), 'host', 'main.cjs'),
    startedAt: Date.now(),
    now: Date.now,
    broadcast: (event) => server?.broadcast(event),
    ended: (live) => considerRestart(daemon, live, () => resumeSession(daemon, live, {})),
    follower: createFollower({
      paths,
      log,
      lives: lives.all,
      learn: (live, pieces) => learnAll(daemon, live, pieces),
      digested: (live, digest) => {
        learnAll(daemon, live, learnedFrom(digest))
        lives.happen(live, { type: 'used', usage: digest.usage })
      },
    }),
  }

  let stopping = false
  async function stop(why: string): Promise<void> {
    if (stopping) return
    stopping = true
    log.info('leaving', { why })
    server?.broadcast({ event: 'daemon.leaving', data: { why } })
    lives.flush()
    // The socket goes before the lock: a client that finds no socket starts the next daemon, which then waits
    // for nobody.
    rmSync(paths.daemonSocket, { force: true })
    if (lock && 'release' in lock) lock.release()
    await server?.close()
    await daemon.follower.close()
    audit.close()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop('SIGTERM'))
  process.on('SIGINT', () => void stop('SIGINT'))
  process.on('SIGHUP', () => {}) // the terminal it was started from has closed; that is no reason to go
  process.on('uncaughtException', (error) => {
    // Hosts keep every session; a fresh daemon adopts them. Going on in an unknown state would be worse.
    log.error('crash', { error: error.stack ?? String(error) })
    lives.flush()
    process.exit(70)
  })

  await adopt(daemon)
  rmSync(paths.daemonSocket, { force: true }) // ours by the lock; a killed daemon leaves it behind
  server = await serveControl({
    path: paths.daemonSocket,
    handlers: createHandlers(daemon, {
      clients: () => server?.clients() ?? 0,
      stop: (why) => void stop(why),
    }),
    log,
    onClients: () => presence.look(),
  })
  log.info('listening', { pid: process.pid, build, socket: paths.daemonSocket })
  tellStarter('ready')
  presence.look()
}

main().catch((error) => {
  tellStarter(error instanceof Error ? error.message : String(error))
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
  process.exit(1)
})
