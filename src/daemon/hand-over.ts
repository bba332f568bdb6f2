import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { readMarks, saveMarks } from '../store/builds.ts'
import type { Log } from '../store/log.ts'
import type { Paths } from '../store/paths.ts'

/** A new daemon has this long to adopt all sessions and listen, ms. */
const READY_MS = 30_000

/**
 * Starts the daemon of another build after this one has let go, and ends this process. When the new one does not
 * come up it is noted as bad, and this build starts again from its kept copy.
 */
export async function handOver(options: {
  paths: Paths
  log: Log
  next: { dist: string; build: string }
  /** Copy of the build that runs now. */
  kept: string
  build: string
  installed: string
}): Promise<never> {
  const { paths, log, next, installed } = options
  const fault = await startDaemon(paths, next.dist, installed)
  if (fault !== undefined) {
    log.error('the new build did not come up; going back', { build: next.build, fault })
    const marks = readMarks(paths)
    saveMarks(paths, { good: options.build, bad: { ...marks.bad, [next.build]: fault } })
    const again = await startDaemon(paths, options.kept, installed)
    if (again !== undefined)
      log.error('the last good build did not come up either; the next command tries again', { fault: again })
  }
  process.exit(0)
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
  return new Promise((resolve) => {
    let said = ''
    const settle = (fault: string | undefined) => {
      clearTimeout(timer)
      if (fault !== undefined) child.kill('SIGKILL')
      child.unref()
      resolve(fault)
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
