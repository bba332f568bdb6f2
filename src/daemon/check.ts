import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { HOST_PROTOCOL } from '../protocol/version.ts'
import type { Launch } from '../protocol/host.ts'
import { loadSessions } from '../store/job.ts'
import { ensurePrivate, type Paths } from '../store/paths.ts'
import { writeAtomic } from '../store/write.ts'
import { linkHost } from './host-link.ts'
import { startHost } from './spawn-host.ts'

/** Id of the session that a check starts. */
export const PROBE = '00000000'

/**
 * Shows that this build works here: it reads a copy of the state, starts a host with a real program, and hears
 * of its end. Run by the daemon that would hand over to it. @throws with a sentence when it does not.
 */
export async function checkBuild(options: { paths: Paths; dist: string; sessions: number }): Promise<void> {
  const { paths } = options
  ensurePrivate(paths.home)
  ensurePrivate(paths.run)
  const { sessions, problems } = loadSessions(paths)
  if (sessions.length < options.sessions)
    throw new Error(`it reads ${sessions.length} of ${options.sessions} sessions: ${problems.join('; ')}`)

  const job = paths.job(PROBE)
  mkdirSync(job.folder, { recursive: true, mode: 0o700 })
  const launch: Launch = {
    protocol: HOST_PROTOCOL,
    session: PROBE,
    generation: 1,
    file: '/bin/sh',
    args: ['-c', 'exit 7'],
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    cols: 80,
    rows: 24,
    socket: job.socket,
    folder: job.folder,
    logBytes: 65_536,
    files: [],
  }
  writeAtomic(job.launch, JSON.stringify(launch))
  const ready = await startHost(join(options.dist, 'host', 'main.cjs'), job.launch)
  if (!ready.ok) throw new Error(`it cannot start a session: ${ready.error}`)
  const code = await exitCodeOf(job.socket)
  if (code !== 7) throw new Error(`a session ended with ${code} instead of 7`)
}

/** Of the session's agent, as its host tells it; the host may go then. */
async function exitCodeOf(socket: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const link = await linkHost({
    socket,
    session: PROBE,
    since: 0,
    listener: {
      event: (event) => event.type === 'exit' && resolve(event.exit.code),
      closed: (why) => reject(new Error(`its host went away: ${why}`)),
    },
  })
  if (link.welcome.exit) resolve(link.welcome.exit.code)
  const code = await promise
  await link.call('collect', {})
  link.close()
  return code
}
