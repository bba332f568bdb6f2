import { randomBytes } from 'node:crypto'
import type { StartParams } from '../protocol/control.ts'
import { cleanLine } from '../protocol/clean.ts'
import { runs, type Session } from '../protocol/session.ts'
import { messageOf } from '../protocol/thrown.ts'
import { removeJob, saveEnv } from '../store/job.ts'
import type { Daemon } from './daemon.ts'
import { envOf } from './environment.ts'
import { agentOf, checkFolder, launch, planContext, programOf } from './launch.ts'
import type { Live } from './live.ts'
import { Refusal } from './server.ts'
import { cancelRestart } from './restart.ts'
import { stopSession } from './stop.ts'
import { afterSetup, dropNew, makeWorktree, worktreeConfig } from './worktree.ts'

/**
 * Starts a new session. Its record is on disk as `starting` before anything runs, so that no crash leaves an
 * agent nobody knows of.
 * @throws Refusal `agent-missing`, `bad-request`, `start-failed`
 */
export async function startSession(daemon: Daemon, params: StartParams): Promise<Live> {
  const agent = agentOf(daemon, params.agent)
  checkFolder(params.cwd)
  const file = programOf(agent, params, params.env)
  const tree = params.worktree && (await worktreeFor(daemon, params, params.worktree.branch))
  const now = daemon.now()
  const session: Session = {
    id: newId(daemon),
    agent: agent.name,
    name: cleanLine(params.name ?? '', 80),
    title: '',
    cwd: tree?.cwd ?? params.cwd,
    ...(tree && { worktree: tree.worktree }),
    pinned: params.pinned,
    createdAt: now,
    args: params.args,
    prompt: params.prompt ?? '',
    ...(params.umask !== undefined && { umask: params.umask }),
    generation: 1,
    life: { status: 'starting', since: now },
    signals: [{ source: 'person', at: now, says: 'started' }],
  }
  const live = await written(daemon, session, params.env)
  const plan = agent.start(planContext(daemon, session, file))
  await launch(daemon, live, tree?.setup === undefined ? plan : afterSetup(plan, tree.setup), params)
  daemon.follower.follow(live)
  return live
}

/** What was made for a session that cannot be written down is taken back. @throws Refusal `start-failed` */
async function written(daemon: Daemon, session: Session, env: Record<string, string>): Promise<Live> {
  try {
    return recorded(daemon, session, env)
  } catch (error) {
    if (session.worktree) await dropNew(session.worktree, env)
    throw error
  }
}

async function worktreeFor(daemon: Daemon, params: StartParams, branch: string) {
  const { cwd, env, name = '', prompt = '' } = params
  const config = worktreeConfig(daemon.preferences(), cwd)
  const made = await makeWorktree({ cwd, env, branch, about: name || prompt, config })
  return { ...made, setup: config.setup }
}

/** All or nothing: what cannot be written down must not run. @throws Refusal `start-failed` */
export function recorded(daemon: Daemon, session: Session, env: Record<string, string>): Live {
  const { id, agent, cwd, createdAt } = session
  try {
    saveEnv(daemon.paths, id, env)
    daemon.audit.append({ at: createdAt, kind: 'start', session: id, who: 'person', what: { agent, cwd } })
    return daemon.lives.create(session)
  } catch (cause) {
    removeJob(daemon.paths, id)
    throw notWritten(cause)
  }
}

const notWritten = (cause: unknown): Refusal =>
  new Refusal('start-failed', `not started: ${messageOf(cause)}`, {
    cause,
  })

/** Also names the session's folder, so it must be free there too. */
export function newId(daemon: Daemon): string {
  for (;;) {
    const id = randomBytes(4).toString('hex')
    if (!daemon.lives.get(id)) return id
  }
}

/**
 * Goes on with the conversation of a session that does not run, under the same id.
 * @throws Refusal `conflict` when it runs, or its conversation is live in another session.
 */
export async function resumeSession(
  daemon: Daemon,
  live: Live,
  size: { cols?: number | undefined; rows?: number | undefined },
  by: 'person' | 'roost' = 'person',
): Promise<void> {
  const { session } = live
  if (runs(session))
    throw new Refusal(
      'conflict',
      session.life.status === 'running'
        ? `session ${session.id} is running; attach to it: roost attach ${session.id}`
        : `session ${session.id} is ${session.life.status}; try again in a moment`,
    )
  const twin = daemon.lives
    .all()
    .find(
      (other) =>
        other !== live &&
        other.session.resumeId !== undefined &&
        other.session.resumeId === session.resumeId &&
        runs(other.session),
    )
  if (twin)
    throw new Refusal(
      'conflict',
      `this conversation is live in session ${twin.session.id}; attach to that one: roost attach ${twin.session.id}`,
    )
  const agent = agentOf(daemon, session.agent)
  checkFolder(session.cwd)
  const env = envOf(daemon, session.id)
  const file = programOf(agent, session, env)
  const context = planContext(daemon, session, file)
  const resumeId =
    session.resumeId ?? (await agent.transcript?.newest({ cwd: session.cwd, env }))?.resumeId ?? ''
  const plan = agent.resume({ ...context, resumeId })
  if ('cannot' in plan) throw new Refusal('conflict', `session ${session.id} cannot go on: ${plan.cannot}`)
  if (daemon.lives.get(session.id) !== live)
    throw new Refusal('not-found', `session ${session.id} was removed meanwhile`)
  if (live.session.life !== session.life)
    throw new Refusal('conflict', `session ${session.id} is being resumed already`)
  cancelRestart(live)
  try {
    const who = by === 'person' ? 'person' : 'roost'
    daemon.audit.append({ at: daemon.now(), kind: 'resume', session: session.id, who, what: { resumeId } })
  } catch (cause) {
    throw notWritten(cause)
  }
  daemon.lives.happen(live, { type: 'relaunching', by })
  if (!daemon.lives.isSaved(live)) {
    const why = 'not started: its record could not be written; is the disk full?'
    daemon.lives.happen(live, { type: 'launch-failed', why })
    throw new Refusal('start-failed', why)
  }
  await launch(daemon, live, plan, size)
  daemon.follower.follow(live)
}

/** Ends the agent, if it runs, and starts it again with its conversation. @throws Refusal as stop and resume do. */
export async function respawnSession(daemon: Daemon, live: Live): Promise<void> {
  if (live.session.life.status === 'running') await stopSession(daemon, live, 'respawn')
  const { life, id } = live.session
  // A person who stops it while it ends means it: what was stopped does not come back by itself.
  if (life.status === 'stopped' && life.why === 'user')
    throw new Refusal('conflict', `session ${id} was stopped meanwhile; bring it back: roost resume ${id}`)
  await resumeSession(daemon, live, {})
}
