import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Welcome } from '../protocol/host.ts'
import { runs, type Session } from '../protocol/session.ts'
import { readLaunched } from '../store/job.ts'
import { isCode, isShortage } from '../store/paths.ts'
import { loadRoster } from '../store/roster.ts'
import type { Daemon } from './daemon.ts'
import { relink } from './hear.ts'
import { linkHost } from './host-link.ts'
import type { Live } from './live.ts'
import { watchSilence } from './silence.ts'

/**
 * Hosts that live although no record says so: a record was torn, lost, or written back from a backup. Whoever
 * serves a session's socket says who it is; that is the proof that it is ours, and the session runs on. Sockets
 * that nobody serves are removed.
 */
export async function adoptOrphans(daemon: Daemon): Promise<void> {
  const { entries, problems } = loadRoster(daemon.paths)
  for (const problem of problems) daemon.log.error('state on disk', { problem })
  const ids = new Set([...entries.map(({ id }) => id), ...socketIds(daemon.paths.run)])
  await Promise.all(
    [...ids]
      .filter((id) => !isHeld(daemon, id))
      .map((id) =>
        adoptOrphan(daemon, id).catch((error: unknown) => {
          if (isShortage(error)) throw error
          daemon.log.error('host not taken in', { session: id, error: String(error) }) // the others are
        }),
      ),
  )
}

function socketIds(run: string): string[] {
  return readdirSync(run).flatMap((name) => /^([0-9a-f]{8})\.sock$/.exec(name)?.[1] ?? [])
}

function isHeld(daemon: Daemon, id: string): boolean {
  const live = daemon.lives.get(id)
  if (live) return runs(live.session)
  // There is a record, which a newer Roost wrote or we may not read: who can will find it, and we must not write over it.
  try {
    statSync(daemon.paths.job(id).state)
    return true
  } catch (error) {
    return !isCode(error, 'ENOENT')
  }
}

async function adoptOrphan(daemon: Daemon, id: string): Promise<void> {
  const { socket } = daemon.paths.job(id)
  let welcome: Welcome
  try {
    const listener = { event: () => {}, closed: () => {} }
    const probe = await linkHost({ socket, session: id, since: 0, listener })
    welcome = probe.welcome
    // Its record tells of its end already, or there is none to tell it to.
    if (welcome.exit) await probe.call('collect', {})
    probe.close()
  } catch (error) {
    // Refused: nobody listens there any more, and nobody ever will.
    if (isCode(error, 'ECONNREFUSED')) rmSync(socket, { force: true })
    return daemon.log.debug('no host', { session: id, error: String(error) })
  }
  if (welcome.exit) return
  const live = daemon.lives.get(id) ?? daemon.lives.create(madeUp(daemon, id, welcome))
  if (live.session.generation > welcome.generation)
    return daemon.log.warn('an older host of this session still runs', { session: id, pid: welcome.host.pid })
  daemon.log.warn('found a host that no record knew of', { session: id, pid: welcome.host.pid })
  await takeIn(daemon, live, welcome)
}

async function takeIn(daemon: Daemon, live: Live, { host, agentPid, generation }: Welcome): Promise<void> {
  daemon.lives.happen(live, { type: 'found', host, agentPid, generation })
  await relink(daemon, live)
  watchSilence(daemon, live)
  daemon.follower.follow(live)
}

/** What can be said of a session of which only the host is left, and perhaps what that was told to start. */
function madeUp(daemon: Daemon, id: string, { startedAt, generation }: Welcome): Session {
  const launched = readLaunched(daemon.paths, id)
  const says = 'found by its host; its record is gone'
  return {
    id,
    agent: 'command',
    name: '',
    title: '',
    cwd: launched?.cwd ?? join(daemon.paths.home),
    pinned: false,
    createdAt: startedAt,
    args: launched ? [launched.file, ...launched.args] : [],
    prompt: '',
    generation,
    life: { status: 'lost', since: daemon.now(), why: says },
    signals: [{ source: 'roost', at: daemon.now(), says }],
  }
}
