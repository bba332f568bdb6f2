import { execFile } from 'node:child_process'
import type { Log } from '../store/log.ts'

/** Speaks to the service manager that started us. Never throws: what it cannot say is logged. */
export type Systemd = {
  /** Says that we serve and which process that is, and begins to feed the watchdog. */
  ready(): Promise<void>
  /**
   * Another build is taking over: our socket is closed on purpose, and we end when that one is up or given up.
   * Until then the watchdog is fed without looking.
   */
  handingOver(): void
}

/**
 * Undefined when systemd did not start us for this. NOTIFY_SOCKET alone does not tell: it is inherited from
 * whatever service the person's shell runs in, and must not hear from us.
 *
 * Node has no unix datagram sockets, so systemd-notify(1) speaks for us: about 4 ms of somebody else's process
 * every 15 s. It waits until the manager has taken the message in (a barrier, since version 246), so that its
 * sender is still there to be looked up.
 * `check` resolves to what is wrong with us, undefined when nothing is.
 */
export function underSystemd(options: {
  env: NodeJS.ProcessEnv
  check(): Promise<string | undefined>
  log: Log
}): Systemd | undefined {
  const { env, check, log } = options
  if (env.ROOST_SERVICE !== 'systemd' || !env.NOTIFY_SOCKET) return undefined
  let leaving = false
  let before: string | undefined

  async function feed(): Promise<void> {
    const fault = leaving ? undefined : await check()
    if (fault !== before) {
      if (fault !== undefined) log.warn('not well; the watchdog is not fed', { fault })
      else log.info('well again')
    }
    if (fault !== before || fault === undefined) await say(fault === undefined ? WELL : [`STATUS=${fault}`])
    before = fault
  }

  async function say(fields: readonly string[]): Promise<void> {
    const fault = await systemdNotify(fields, env)
    if (fault !== undefined) log.warn('systemd-notify', { fields, fault })
  }

  return {
    async ready() {
      // MAINPID: after an upgrade we are not the process that systemd has started.
      await say(['READY=1', `MAINPID=${process.pid}`, ...WELL])
      const every = feedEveryMs(env)
      if (every !== undefined) repeat(feed, every)
    },
    handingOver() {
      leaving = true
    },
  }
}

const WELL = ['WATCHDOG=1', 'STATUS=serving'] as const

/**
 * A quarter of what systemd allows, ms: three in a row may go missing. WATCHDOG_PID is not looked at: after an
 * upgrade it is the pid of the daemon before us.
 */
export function feedEveryMs(env: NodeJS.ProcessEnv): number | undefined {
  const allowed = Number(env.WATCHDOG_USEC) / 1000
  return Number.isFinite(allowed) && allowed > 0 ? Math.max(1, Math.floor(allowed / 4)) : undefined
}

/** One after the other, never two at once; keeps nobody alive. */
function repeat(work: () => Promise<void>, ms: number): void {
  setTimeout(() => void work().finally(() => repeat(work, ms)), ms).unref()
}

/** A process that cannot be started or does not come back must not pile up, ms. */
const NOTIFY_MS = 10_000

function systemdNotify(fields: readonly string[], env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('systemd-notify', [...fields], { env, timeout: NOTIFY_MS }, (error, _, stderr) =>
      resolve(error ? stderr.trim() || error.message : undefined),
    )
  })
}
