import { closeSync, existsSync, openSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import type { Identity } from '../protocol/session.ts'
import { buildFolder, buildIn, readMarks, saveMarks } from '../store/builds.ts'
import { holderOf, takeLock } from '../store/lock.ts'
import { ensurePrivate, type Paths } from '../store/paths.ts'
import { ControlError } from './control-error.ts'

// A listener whose backlog is full answers EAGAIN at once (unix(7)); it is alive, so wait for it.
const BUSY_RETRY_MS = 20
const BUSY_PATIENCE_MS = 5000

/**
 * Undefined when nobody listens there. @throws ControlError when somebody does and cannot be reached.
 */
export async function tryConnect(path: string): Promise<Socket | undefined> {
  const until = Date.now() + BUSY_PATIENCE_MS
  for (;;) {
    const outcome = await connectOnce(path)
    if (typeof outcome !== 'string') return outcome
    if (['ENOENT', 'ECONNREFUSED', 'ENOTDIR'].includes(outcome)) return undefined
    // ECONNRESET: it died between our connect and its accept.
    if ((outcome !== 'EAGAIN' && outcome !== 'ECONNRESET') || Date.now() > until)
      throw new ControlError(
        'unreachable',
        `cannot connect to the daemon at ${path}: ${outcome}. Try: roost doctor`,
      )
    await pause(BUSY_RETRY_MS)
  }
}

function connectOnce(path: string): Promise<Socket | string> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.removeAllListeners('error')
      resolve(socket)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** How long to try, also while another client or a daemon that hands over has the start lock, ms. */
const START_PATIENCE_MS = 45_000
/** A daemon that lives and cannot be dialled is asked to look at its socket this often, ms. */
const LOOK_MS = 500

/**
 * Starts the daemon, or waits for the one that another client starts. One that lives and whose socket is gone is asked
 * to serve it again, also without `start`.
 * @throws ControlError `unreachable`
 */
export async function startAndConnect(at: Paths, options: { dist: string; start: boolean }): Promise<Socket> {
  const isStart = options.start
  if (isStart) privateFolders(at)
  const until = Date.now() + (isStart ? START_PATIENCE_MS : BUSY_PATIENCE_MS)
  let lookAt = Date.now() + LOOK_MS
  let failed: Failed | undefined
  while (Date.now() < until) {
    const holder = holderOf(at.daemonLock)
    if (!holder && !isStart) break
    if (!holder) failed = await startUnderLock(at, options.dist)
    else if (Date.now() >= lookAt) {
      // Another one would only find the lock taken. While this one starts the question is nothing to it.
      askToLook(holder)
      lookAt = Date.now() + LOOK_MS
    }
    const socket = await tryConnect(at.daemonSocket)
    if (socket) return socket
    if (failed) break
    await pause(BUSY_RETRY_MS)
  }
  const holder = failed ? undefined : holderOf(at.daemonLock)
  if (!holder && !isStart)
    throw new ControlError('unreachable', 'no daemon runs. Any roost command that needs it starts it')
  const why = holder
    ? `process ${holder.pid} is the daemon and does not listen`
    : `the daemon did not start: ${failed?.why ?? 'no answer'}`
  throw new ControlError('unreachable', `${why}. See ${at.log}, or try: roost doctor`)
}

async function startUnderLock(at: Paths, dist: string): Promise<Failed | undefined> {
  const lock = await takeLock(at.startLock)
  if (!('release' in lock)) return undefined // another client starts it
  try {
    // Look again under the lock: another client may have started it meanwhile (tmux's start race).
    return holderOf(at.daemonLock) ? undefined : await spawnWorking(at, dist)
  } finally {
    lock.release()
  }
}

/** Every daemon takes SIGHUP as a word to see whether its socket is still there. */
function askToLook({ pid }: Identity): void {
  try {
    process.kill(pid, 'SIGHUP')
  } catch {
    // It has just ended: the next look says so.
  }
}

/** Why a daemon did not come up. `own`: by its own doing, not that somebody killed it. */
type Failed = { why: string; own: boolean }

function privateFolders(at: Paths): void {
  refusing(() => {
    ensurePrivate(at.home)
    ensurePrivate(at.run)
  })
}

/**
 * To be called before anything is said: under /tmp a stranger may have made the folder first, with a socket of
 * his own in it that would be told the whole environment of our shell.
 * @throws ControlError `unreachable` when the sockets' folder is there and not safe.
 */
export function checkSocketFolder(at: Paths): void {
  if (existsSync(at.run)) refusing(() => ensurePrivate(at.run, at.home))
}

function refusing(check: () => void): void {
  try {
    check()
  } catch (cause) {
    throw new ControlError('unreachable', cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** Starts this build's daemon; the last good one when this build is known to be bad, or does not come up. */
async function spawnWorking(at: Paths, dist: string): Promise<Failed | undefined> {
  const { good, bad } = readMarks(at)
  const mine = buildIn(dist)
  const other =
    good !== undefined && good !== mine && existsSync(buildFolder(at, good))
      ? buildFolder(at, good)
      : undefined
  if (other !== undefined && mine !== undefined && bad[mine] !== undefined)
    return spawnDaemon(at, other, dist)
  const failed = await spawnDaemon(at, dist, dist)
  if (failed === undefined || other === undefined) return failed
  const again = await spawnDaemon(at, other, dist)
  // That one works here and now, so it is this build that does not: the next command need not find it out again.
  if (again === undefined && mine !== undefined && failed.own) markBad(at, mine, failed.why)
  return again
}

function markBad(at: Paths, build: string, why: string): void {
  try {
    const marks = readMarks(at)
    saveMarks(at, { ...marks, bad: { ...marks.bad, [build]: why } })
  } catch {
    // A full disk: then it is found out again.
  }
}

/** A daemon that hangs must leave time to start the last good build within START_PATIENCE_MS, ms. */
const READY_MS = 20_000

function openLog(path: string): number {
  try {
    return openSync(path, 'a', 0o600)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ControlError('unreachable', `the daemon's log cannot be written (${why}). Try: roost doctor`, {
      cause,
    })
  }
}

/** Starts the daemon detached. Resolves once it listens, or to why it does not. */
function spawnDaemon(at: Paths, dist: string, installed: string): Promise<Failed | undefined> {
  const log = openLog(at.log)
  const env: NodeJS.ProcessEnv = { ...process.env, ROOST_HOME: at.home, ROOST_INSTALLED: installed }
  delete env.ROOST_SESSION
  const { spawn } = process.getBuiltinModule('node:child_process') // most commands start nothing
  const child = spawn(process.execPath, [join(dist, 'daemon.cjs')], {
    cwd: '/', // holds no folder of the person's busy
    detached: true,
    env,
    stdio: ['ignore', log, log, 'pipe'],
  })
  closeSync(log)
  return new Promise((resolve) => {
    const done = (outcome: Failed | undefined) => {
      clearTimeout(timer)
      ready?.destroy()
      child.unref()
      resolve(outcome)
    }
    let said = ''
    const ready = child.stdio[3]
    const timer = setTimeout(() => {
      // It may hold the daemon's lock, and nobody else could serve then. It is our child, so the pid is its own.
      child.kill('SIGKILL')
      done({ why: `it did not listen within ${READY_MS / 1000} s`, own: true })
    }, READY_MS)
    ready?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (!said.includes('\n')) return
      const line = said.slice(0, said.indexOf('\n'))
      done(line === 'ready' ? undefined : { why: line, own: true })
    })
    child.once('error', (error) => done({ why: error.message, own: false }))
    child.once('exit', (code, signal) => {
      // 0: another daemon holds the lock and will listen in a moment.
      if (code === 0) return done(undefined)
      const killed = signal === 'SIGKILL' || signal === 'SIGTERM'
      done({ why: said.trim() || `it ended at once (${signal ?? `exit ${code}`})`, own: !killed })
    })
  })
}
