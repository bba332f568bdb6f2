import { join } from 'node:path'
import { runs } from '../protocol/session.ts'
import { openAudit } from '../store/audit.ts'
import type { Log } from '../store/log.ts'
import type { Paths } from '../store/paths.ts'
import { createCheckouts } from './checkouts.ts'
import type { Daemon } from './daemon.ts'
import { createFollower, learnedFrom } from './follow.ts'
import { learnAll } from './hear.ts'
import type { Live } from './live.ts'
import { holderOf } from '../store/lock.ts'
import { createLives } from './lives.ts'
import { memoryOf, memorySource } from './memory.ts'
import { createNotifier, type Notifier } from './notify/notifier.ts'
import { createAgents, createPreferences, createPrices } from './preferences.ts'
import { createPresence } from './presence.ts'
import { createRenewal } from './renewal.ts'
import { considerRestart } from './restart.ts'
import { wantsScopes } from './scope.ts'
import type { ControlServer } from './server.ts'
import { createSpare } from './spare.ts'
import { createSpending } from './spending.ts'
import { respawnSession, resumeSession } from './start.ts'
import { stopSession } from './stop.ts'

/** The daemon, and those of its parts that only whoever serves it has to do with. */
export type Wired = {
  daemon: Daemon
  notifier: Notifier
  presence: ReturnType<typeof createPresence>
  spare: ReturnType<typeof createSpare>
  renewal: ReturnType<typeof createRenewal>
}

/** Makes the daemon's parts and ties them together. Nothing is adopted or served yet. */
export function wire(options: {
  paths: Paths
  log: Log
  /** The product that runs, and the folder that npm replaces. */
  dist: string
  installed: string
  /** Once it listens. */
  server(): ControlServer | undefined
  /** Nothing is left to do. */
  leave(): void
}): Wired {
  const { paths, log, dist, installed, server } = options
  const preferences = createPreferences({ paths, log })
  const agents = createAgents(preferences)
  const prices = createPrices(preferences)
  const spending = createSpending({
    paths,
    log,
    prices,
    now: Date.now,
    tell: (spent) => server()?.broadcast({ event: 'spent.changed', data: spent }),
  })
  const audit = openAudit(paths.audit)

  const lives = createLives({
    paths,
    log,
    now: Date.now,
    prices,
    broadcast: (event) => {
      server()?.broadcast(event)
      notifier.hear(event)
      const live = event.event === 'session.changed' ? lives.get(event.data.id) : undefined
      if (live) checkouts.stirred(live)
    },
    today: (id) => spending.of(id),
    channels: ({ agent, args }) => agents().named(agent)?.channels?.(args) ?? [],
    beforeWrite: () => {
      const holder = daemon.leaving ? undefined : holderOf(paths.daemonLock)
      if (holder === undefined || holder.pid === process.pid) return
      // Somebody took our home away, and another daemon serves in the new one: two must not write the same records, and
      // that one hears from the hosts all that we have. Nothing is cleared away, for it is no longer ours.
      log.error('another daemon has the lock; leaving it all to that one', { pid: holder.pid })
      process.exit(0)
    },
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
    broadcast: (event) => server()?.broadcast(event),
    views: () => server()?.watchers() ?? 0,
    onRest: () => presence.look(),
  })
  const presence = createPresence({
    busy() {
      const clients = server()?.clients()
      if (clients === undefined) return true // it does not listen yet
      return daemon.leaving || clients > 0 || notifier.busy() || lives.all().some(needsDaemon)
    },
    leave: options.leave,
  })
  const checkouts = createCheckouts({
    paths,
    log,
    lives: lives.all,
    watched: () => (server()?.clients() ?? 0) > 0,
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
    dist,
    installed,
    preferences,
    hostEntry: join(dist, 'host', 'main.cjs'),
    scopes: wantsScopes(),
    startedAt: Date.now(),
    leaving: false,
    now: Date.now,
    broadcast: (event) => server()?.broadcast(event),
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

  return { daemon, notifier, presence, spare, renewal }
}

/** Sessions for which a daemon must be there. */
function needsDaemon({ session, restart }: Live): boolean {
  return restart !== undefined || runs(session)
}
