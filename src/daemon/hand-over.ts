import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readMarks, saveMarks } from '../store/builds.ts'
import { type Lock, takeLock } from '../store/lock.ts'
import type { Log } from '../store/log.ts'
import type { Paths } from '../store/paths.ts'

/** A new daemon has this long to adopt all sessions and listen, ms. Clients wait longer (client/start-daemon). */
const READY_MS = 15_000
/** How long a client may take that is just looking whether it must start a daemon, ms. */
const START_LOCK_MS = 5000

/**
 * Lets go, starts the daemon of another build, and ends this process. When the new one does not come up it is noted
 * as bad, and this build starts again from its kept copy. Meanwhile the start lock is ours: a client that finds
 * nobody listening would start the untried build itself, once more beside ours.
 */
export async function handOver(options: {
  paths: Paths
  log: Log
  next: { dist: string; build: string }
  /** Frees the socket and the daemon's lock. */
  letGo(): Promise<void>
  /** Copy of the build that runs now. */
  kept: string
  build: string
  installed: string
}): Promise<never> {
  const { paths, log, next, installed } = options
  const lock = await takeStartLock(paths)
  await options.letGo()
  const fault = await startDaemon(paths, next.dist, installed)
  if (fault !== undefined) {
    log.error('the new build did not come up; going back', { build: next.build, fault })
    const marks = readMarks(paths)
    saveMarks(paths, { good: options.build, bad: { ...marks.bad, [next.build]: fault } })
    const again = await startDaemon(paths, options.kept, installed)
    if (again !== undefined)
      log.error('the last good build did not come up either; the next command tries again', { fault: again })
  }
  lock?.release()
  process.exit(0)
}

/** Without it after a while: an upgrade is not worth waiting for a client that hangs. */
async function takeStartLock(paths: Paths): Promise<Lock | undefined> {
  for (const until = Date.now() + START_LOCK_MS; Date.now() < until; await sleep(20)) {
    const lock = await takeLock(paths.startLock)
    if ('release' in lock) return lock
  }
  return undefined
}

/** Undefined once it listens; else why it does not, and then it is gone. */
function startDaemon(paths: Paths, dist: string, installed: string): Promise<string | undefined> {
  const out = openSync(paths.log, 'a', 0o600)
  const child = spawn(process.execPath, [join(dist, 'daemon.cjs')], {
    cwd: '/',
    detached: true,
    env: { ...process.env, ROOST_INSTALLED: installed },
    stdio: ['ignore', out, out, 'pipe'],
  })
  closeSync(out)
  return new Promise((resolve) => {
    let said = ''
    // Never unref'd: with everything let go, the child is all that keeps this process from ending half-way.
    const settle = (fault: string | undefined) => {
      clearTimeout(timer)
      if (fault === undefined || child.exitCode !== null || child.signalCode !== null) return resolve(fault)
      // It may hold the daemon's lock until it is really gone.
      child.once('exit', () => resolve(fault))
      child.kill('SIGKILL')
    }
    const timer = setTimeout(() => settle(`it did not listen within ${READY_MS / 1000} s`), READY_MS)
    child.stdio[3]?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('\n')) settle(said.startsWith('ready\n') ? undefined : said.trim())
    })
    child.on('error', (error) => settle(error.message))
    child.on('close', (code, signal) =>
      settle(code === 0 ? undefined : said.trim() || `it ended at once (${signal ?? `exit ${code}`})`),
    )
  })
}
