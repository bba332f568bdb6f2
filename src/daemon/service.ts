import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from '../store/identity.ts'
import { holderOf } from '../store/lock.ts'
import type { Paths } from '../store/paths.ts'
import { busEnv, installedIn, lingers, UNIT, unitFile } from '../store/service.ts'

/** A daemon lets go in milliseconds; one that is stopped or stuck never does, ms. */
const LET_GO_MS = 10_000
const LOOK_MS = 20

/** Whether a service manager started us with a service file of ours. */
export const isService = (env: NodeJS.ProcessEnv): boolean => Boolean(env.ROOST_SERVICE)

/**
 * Ends a daemon that a command has started, so that the one under the service manager takes its place; its
 * sessions are adopted as after any restart. Returns once it is gone.
 */
export async function takeOver(paths: Pick<Paths, 'daemonLock'>): Promise<void> {
  const holder = holderOf(paths.daemonLock)
  if (!holder) return
  // KILL for one that hangs, which a person asks for by installing or restarting the service: a daemon may die at
  // any instruction.
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (isAlive(holder)) process.kill(holder.pid, signal)
    for (const until = Date.now() + LET_GO_MS; Date.now() < until; await sleep(LOOK_MS))
      if (!isAlive(holder)) return
  }
}

/** `systemctl start` returns when the daemon is ready. A client waits for 30 s, in which we may have to start, ms. */
const START_MS = 20_000

/**
 * When the person has installed the service for this home and this program, a daemon that a command has just
 * started leaves the work to it: only there it is watched and started again.
 * @returns whether a daemon now serves; anything that goes wrong just means that this one has to.
 */
export async function leaveToService(
  paths: Pick<Paths, 'home' | 'daemonLock'>,
  dist: string,
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  if (process.platform !== 'linux' || !isInstalled(paths.home, dist, env) || !lingers()) return false
  const started = await new Promise<boolean>((resolve) => {
    execFile('systemctl', ['--user', 'start', UNIT], { env: busEnv(env), timeout: START_MS }, (error) =>
      resolve(error === null),
    )
  })
  // A unit whose condition does not hold "starts" well, too.
  return started && holderOf(paths.daemonLock) !== undefined
}

function isInstalled(home: string, dist: string, env: NodeJS.ProcessEnv): boolean {
  try {
    const found = installedIn(unitFile(env))
    return typeof found === 'object' && found.home === home && found.roost === join(dist, 'roost.cjs')
  } catch {
    return false
  }
}
