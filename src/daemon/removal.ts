import { labelOf, runs, type SessionView, type Worktree } from '../protocol/session.ts'
import type { Removed } from '../protocol/control.ts'
import { loadOne } from '../store/job.ts'
import { forgetRemoved, KEPT_MS, putJobBack, removedJobs } from '../store/removed.ts'
import type { Daemon } from './daemon.ts'
import { envOfLive } from './environment.ts'
import type { Live } from './live.ts'
import { note } from './note.ts'
import { Refusal } from './server.ts'
import { begun, stopSession } from './stop.ts'
import { worktreeConfig } from './worktree.ts'
import { mustLoseNothing, removeWorktree } from './worktree-remove.ts'

type How = { worktree?: boolean | undefined; forever?: boolean | undefined; who: string }

/**
 * Takes a session off the list, stopping it first, and with `worktree` removes that too. Unless `forever`, it can
 * be brought back for a day. @throws Refusal
 */
export async function removeSession(daemon: Daemon, live: Live, how: How): Promise<void> {
  const { id } = live.session
  const forever = how.forever === true
  const going = how.worktree ? goingOf(daemon, live) : undefined
  if (going) await mustLoseNothing(going)
  await begun(live)
  if (live.session.life.status === 'running') await stopSession(daemon, live, 'user')
  if (runs(live.session))
    throw new Refusal('conflict', `session ${id} is ${live.session.life.status}; try again in a moment`)
  if (going) {
    mustBeAlone(daemon, live, going.worktree) // somebody may have moved in meanwhile
    await removeWorktree(going)
  }
  note(daemon, {
    at: daemon.now(),
    kind: 'remove',
    session: id,
    who: how.who,
    what: forever ? { forever } : {},
  })
  daemon.lives.remove(live, forever ? 'forever' : 'aside')
  forgetOld(daemon)
}

/** @throws Refusal `bad-request` when it has none, `conflict` when another session works in it. */
function goingOf(daemon: Daemon, live: Live) {
  const { worktree, id } = live.session
  if (!worktree)
    throw new Refusal('bad-request', `session ${id} has no worktree of its own; remove it without --worktree`)
  mustBeAlone(daemon, live, worktree)
  const { carry = [] } = worktreeConfig(daemon.preferences(), worktree.root)
  return { worktree, env: envOfLive(daemon, live), carry }
}

function mustBeAlone({ lives }: Daemon, live: Live, { path }: Worktree): void {
  const other = lives
    .all()
    .find(
      (one) =>
        one !== live &&
        runs(one.session) &&
        (one.session.cwd === path || one.session.cwd.startsWith(`${path}/`)),
    )
  if (other)
    throw new Refusal(
      'conflict',
      `its worktree stays: session ${other.session.id} works in it too; stop that one first: roost stop ${other.session.id}`,
    )
}

/** Deletes what was removed long ago. Failing costs only room. */
export function forgetOld(daemon: Pick<Daemon, 'paths' | 'log' | 'now'>): void {
  try {
    const forgotten = forgetRemoved(daemon.paths, daemon.now())
    if (forgotten > 0) daemon.log.info('removed sessions deleted', { sessions: forgotten })
  } catch (error) {
    daemon.log.warn('removed sessions not deleted', { error: String(error) })
  }
}

/** Brings a removed session back as it was when it was removed: ended. @throws Refusal */
export function restoreSession(daemon: Daemon, id: string, who: string): SessionView {
  const { lives, paths } = daemon
  if (lives.get(id)) throw new Refusal('conflict', `session ${id} is on the list`)
  if (!putJobBack(paths, id))
    throw new Refusal('not-found', `session ${id} cannot be brought back; see what can: roost undo --list`)
  const { sessions, problems } = loadOne(paths, id)
  for (const problem of problems) daemon.log.error('state on disk', { problem })
  const [session] = sessions
  if (!session)
    throw new Refusal(
      'internal',
      `session ${id} is back on disk, but its record cannot be used: ${problems.join('; ')}`,
    )
  note(daemon, { at: daemon.now(), kind: 'restore', session: id, who, what: {} })
  return lives.restore(session).view
}

export function listRemoved({ paths }: Daemon): Removed[] {
  return removedJobs(paths).map(({ id, at, session }) => ({
    id,
    label: session ? labelOf(session) : id,
    ...(session && { agent: session.agent, cwd: session.cwd }),
    at,
    until: at + KEPT_MS,
  }))
}
