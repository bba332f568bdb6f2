import { mkdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Agent, Plan } from '../agents/agent.ts'
import { findProgram, missing } from '../agents/find.ts'
import { HOST_PROTOCOL } from '../protocol/version.ts'
import type { HostReady, Launch } from '../protocol/host.ts'
import { cleanLine } from '../protocol/clean.ts'
import { labelOf, type Session } from '../protocol/session.ts'
import { messageOf } from '../protocol/thrown.ts'
import { loadConfig } from '../store/config.ts'
import { saveLaunch } from '../store/job.ts'
import { identityOf } from '../store/identity.ts'
import type { Daemon } from './daemon.ts'
import { environment, envOf } from './environment.ts'
import type { Live } from './live.ts'
import { linkToHost, relink } from './hear.ts'
import { type HostLink, linkHost } from './host-link.ts'
import { Refusal } from './server.ts'
import { watchSilence } from './silence.ts'
import { wrapInScope } from './scope.ts'
import { startHost } from './spawn-host.ts'

/** Raw output kept on disk for each session, bytes. */
const LOG_BYTES = 16 * 1024 * 1024
const SIZE = { cols: 120, rows: 36 }

export function agentOf(daemon: Daemon, name: string): Agent {
  const agents = daemon.agents()
  const agent = agents.named(name)
  if (agent) return agent
  const { problems } = loadConfig(daemon.paths)
  const why = problems
    .filter((problem) => problem.includes(`agents.custom.${name}`) || problem.includes(`agents.${name} `))
    .map((at) => `; ${at}`)
  throw new Refusal(
    'bad-request',
    `there is no agent "${name}"; there are: ${agents.all.map((a) => a.name).join(', ')}${why.join('')}`,
  )
}

/** The program an agent runs, found with the session's own PATH. */
export function programOf(
  agent: Agent,
  session: Pick<Session, 'args' | 'cwd'>,
  env: Record<string, string>,
): string {
  const command = agent.command ?? session.args[0]
  if (command === undefined) return '/bin/sh'
  // As a shell does: a name with a slash is a path from the folder it runs in.
  const file = findProgram(command.includes('/') ? resolve(session.cwd, command) : command, env)
  if (file !== undefined) return file
  if (agent.command !== undefined) throw new Refusal('agent-missing', missing(agent))
  throw new Refusal(
    'agent-missing',
    `there is no program "${command}" on the PATH of this shell; check its name or give its whole path`,
  )
}

export function checkFolder(cwd: string): void {
  const there = statSync(cwd, { throwIfNoEntry: false })
  if (!there?.isDirectory()) throw new Refusal('bad-request', `${cwd} is not a folder; choose one with -C`)
}

/**
 * Starts a host for a session whose record already says `starting`. A start that fails leaves the record with
 * its reason.
 * @throws Refusal `start-failed`
 */
export async function launch(
  daemon: Daemon,
  live: Live,
  plan: Plan,
  size: { cols?: number | undefined; rows?: number | undefined },
): Promise<void> {
  const { session } = live
  const job = daemon.paths.job(session.id)
  const spec: Launch = {
    protocol: HOST_PROTOCOL,
    session: session.id,
    generation: session.generation,
    file: plan.file,
    args: plan.args,
    cwd: session.cwd,
    env: environment(envOf(daemon, session.id), plan.env, session.id, daemon.paths.home),
    ...(session.umask !== undefined && { umask: session.umask }),
    cols: size.cols ?? SIZE.cols,
    rows: size.rows ?? SIZE.rows,
    socket: job.socket,
    folder: job.folder,
    logBytes: LOG_BYTES,
    files: plan.files,
    ...(plan.hooks && { hooks: plan.hooks }),
  }
  try {
    mkdirSync(job.folder, { recursive: true, mode: 0o700 })
    await letGoOfLast(job.socket, session.id)
    saveLaunch(daemon.paths, spec)
    const ready = await startScoped(daemon, live)
    if (!ready.ok) throw new Error(ready.error)
    const host = identityOf(ready.host.pid) ?? ready.host
    if (plan.resumeId !== undefined && plan.resumeId !== session.resumeId)
      daemon.lives.happen(live, {
        type: 'learned',
        learned: {
          type: 'conversation',
          source: 'roost',
          says: `conversation ${plan.resumeId}`,
          resumeId: plan.resumeId,
        },
      })
    daemon.lives.happen(live, { type: 'launched', host, agentPid: ready.agentPid })
    // The agent runs: a host that is killed or too busy just now is no failed start, but one to find out about.
    await linkToHost(daemon, live).catch((error: unknown) => {
      daemon.log.warn('host not reached', { session: session.id, error: String(error) })
      void relink(daemon, live)
    })
    watchSilence(daemon, live)
  } catch (cause) {
    const why = messageOf(cause)
    if (live.session.life.status === 'starting') daemon.lives.happen(live, { type: 'launch-failed', why })
    daemon.log.warn('start failed', { session: session.id, why })
    throw new Refusal('start-failed', why, { cause })
  }
}

/** In a systemd scope of its own where that is wanted; plainly detached where not, or where systemd refuses. */
async function startScoped(daemon: Daemon, { session }: Live): Promise<HostReady> {
  const { launch } = daemon.paths.job(session.id)
  if (!(await daemon.scopes)) return startHost(daemon.hostEntry, launch)
  const { memoryMax } = daemon.preferences()
  const label = cleanLine(labelOf(session), 60)
  const scope = {
    session: session.id,
    generation: session.generation,
    label,
    ...(memoryMax && { memoryMax }),
  }
  const ready = await startHost(daemon.hostEntry, launch, (argv) => wrapInScope(argv, scope))
  if (ready.ok) return ready
  daemon.log.warn('no scope for the session; starting without', { session: session.id, error: ready.error })
  return startHost(daemon.hostEntry, launch)
}

/**
 * The host before this one may still be there: it waits a little for somebody who wants to know how its agent
 * ended. That is known, so it may go; returns once it has.
 * @throws Error when its agent still runs.
 */
async function letGoOfLast(socket: string, session: string): Promise<void> {
  const { promise: gone, resolve } = Promise.withResolvers<void>()
  let last: HostLink
  try {
    last = await linkHost({
      socket,
      session,
      since: 0,
      listener: { event: () => {}, closed: () => resolve() },
    })
  } catch {
    return // nobody there, as is usual
  }
  if (!last.welcome.exit) {
    last.close()
    throw new Error(`its last agent (pid ${last.welcome.agentPid}) still runs; see: roost doctor`)
  }
  last.call('collect', {}).catch(() => {})
  await gone
}

export function planContext(daemon: Daemon, session: Session, file: string) {
  return {
    session,
    file,
    env: envOf(daemon, session.id),
    folder: daemon.paths.job(session.id).folder,
    assets: join(daemon.dist, 'assets'),
    hook: [process.execPath, join(daemon.dist, 'host', 'hook.cjs')].map(quoted).join(' '),
  }
}

/** As one word of a shell's command line. */
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`
