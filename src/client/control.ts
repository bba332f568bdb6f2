import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, realpathSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import {
  CONTROL_HELLO_MS,
  LINE_LIMIT,
  type ErrorCode,
  type Event,
  type Method,
  type Params,
  type Reply,
  type Result,
} from '../protocol/control.ts'
import { LineDecoder } from '../protocol/lines.ts'
import { build, CONTROL } from '../protocol/version.ts'
import { buildFolder, buildIn, readMarks } from '../store/builds.ts'
import { takeLock } from '../store/lock.ts'
import { ensurePrivate, paths, roostHome, type Paths } from '../store/paths.ts'

/** A connection to the daemon that has shaken hands. */
export type Control = {
  /** @throws ControlError as the daemon says, or code `unreachable` when the connection went away. */
  call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>>
  /** Events come only after `session.watch`. Returns how to stop listening. */
  onEvent(listener: (event: Event) => void): () => void
  /** Settles once the connection is gone, with one sentence why. Never rejects. */
  readonly closed: Promise<{ reason: string }>
  close(): void
  readonly daemon: { pid: number; build: string }
}

/** Something the person should read: `message` says what failed and what to do. */
export class ControlError extends Error {
  readonly code: ErrorCode | 'unreachable'
  constructor(code: ErrorCode | 'unreachable', message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export type DialOptions = {
  /** What others see when this client answers something: `view 412`, `cli`. */
  name: string
  /** Start a daemon when none runs (default true). */
  start?: boolean
  home?: string
  /** Folder of the built product; by default that of the running program. */
  dist?: string
}

/** Folder of the built product this process was started from: `roost` may be a symlink into it. */
export function distFolder(): string {
  return dirname(realpathSync(process.argv[1] ?? ''))
}

/**
 * Connects to the person's daemon and starts it on demand.
 * @throws ControlError `unreachable` when there is none and it cannot be started, `incompatible` when the two
 * do not speak the same protocol.
 */
export async function dial(options: DialOptions): Promise<Control> {
  const at = paths(options.home ?? roostHome())
  const socket = (await tryConnect(at.daemonSocket)) ?? (await startAndConnect(at, options))
  return shakeHands(socket, options.name)
}

// A listener whose backlog is full answers EAGAIN at once (unix(7)); it is alive, so wait for it.
const BUSY_RETRY_MS = 20
const BUSY_PATIENCE_MS = 5000

async function tryConnect(path: string): Promise<Socket | undefined> {
  const until = Date.now() + BUSY_PATIENCE_MS
  for (;;) {
    const outcome = await connectOnce(path)
    if (typeof outcome !== 'string') return outcome
    if (outcome === 'ENOENT' || outcome === 'ECONNREFUSED') return undefined
    if (outcome !== 'EAGAIN' || Date.now() > until)
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

/** How long a daemon may take to adopt its sessions and listen. */
const START_PATIENCE_MS = 30_000

async function startAndConnect(at: Paths, options: DialOptions): Promise<Socket> {
  if (options.start === false)
    throw new ControlError('unreachable', 'no daemon runs. Any roost command that needs it starts it')
  privateFolders(at)
  const until = Date.now() + START_PATIENCE_MS
  let refusal = ''
  while (Date.now() < until) {
    const lock = await takeLock(at.startLock)
    if ('release' in lock) {
      try {
        // Dial again under the lock: another client may have started it meanwhile (tmux's start race).
        const there = await tryConnect(at.daemonSocket)
        if (there) return there
        refusal = await spawnWorking(at, options.dist ?? distFolder())
      } finally {
        lock.release()
      }
    } else {
      await pause(BUSY_RETRY_MS)
    }
    const socket = await tryConnect(at.daemonSocket)
    if (socket) return socket
    if (refusal !== '') break
  }
  throw new ControlError(
    'unreachable',
    `the daemon did not start: ${refusal || 'no answer'}. See ${at.log}, or try: roost doctor`,
  )
}

function privateFolders(at: Paths): void {
  try {
    mkdirSync(at.home, { recursive: true, mode: 0o700 })
    ensurePrivate(at.home)
    mkdirSync(at.run, { recursive: true, mode: 0o700 })
    ensurePrivate(at.run)
  } catch (cause) {
    throw new ControlError('unreachable', cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** Starts this build's daemon; the last good one when this build is known to be bad, or does not come up. */
async function spawnWorking(at: Paths, dist: string): Promise<string> {
  const { good, bad } = readMarks(at)
  const mine = buildIn(dist)
  const other =
    good !== undefined && good !== mine && existsSync(buildFolder(at, good))
      ? buildFolder(at, good)
      : undefined
  if (other !== undefined && mine !== undefined && bad[mine] !== undefined)
    return spawnDaemon(at, other, dist)
  const refusal = await spawnDaemon(at, dist, dist)
  return refusal !== '' && other !== undefined ? spawnDaemon(at, other, dist) : refusal
}

/** Starts the daemon detached. Resolves to '' once it listens, else to why it does not. */
function spawnDaemon(at: Paths, dist: string, installed: string): Promise<string> {
  const log = openSync(at.log, 'a', 0o600)
  const env: NodeJS.ProcessEnv = { ...process.env, ROOST_HOME: at.home, ROOST_INSTALLED: installed }
  delete env.ROOST_SESSION
  const child = spawn(process.execPath, [join(dist, 'daemon.cjs')], {
    cwd: '/', // holds no folder of the person's busy
    detached: true,
    env,
    stdio: ['ignore', log, log, 'pipe'],
  })
  closeSync(log)
  return new Promise((resolve) => {
    const done = (outcome: string) => {
      ready?.destroy()
      child.unref()
      resolve(outcome)
    }
    let said = ''
    const ready = child.stdio[3]
    const timer = setTimeout(() => done('it took too long'), START_PATIENCE_MS)
    ready?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (!said.includes('\n')) return
      clearTimeout(timer)
      const line = said.slice(0, said.indexOf('\n'))
      done(line === 'ready' ? '' : line)
    })
    child.once('error', (error) => {
      clearTimeout(timer)
      done(error.message)
    })
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      // 0: another daemon holds the lock and will listen in a moment.
      done(code === 0 ? '' : said.trim() || `it ended at once (${signal ?? `exit ${code}`})`)
    })
  })
}

function shakeHands(socket: Socket, name: string): Promise<Control> {
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>()
  const listeners = new Set<(event: Event) => void>()
  const decoder = new LineDecoder(LINE_LIMIT)
  let last = 0
  let reason = 'the daemon closed the connection'
  let settleClosed: (end: { reason: string }) => void = () => {}
  const closed = new Promise<{ reason: string }>((resolve) => (settleClosed = resolve))

  socket.on('data', (chunk: Buffer) => {
    try {
      decoder.push(chunk, take)
    } catch (error) {
      reason = `the daemon sent something that is not understood (${error instanceof Error ? error.message : String(error)})`
      socket.destroy()
    }
  })
  socket.on('error', (error) => (reason = error.message))
  socket.on('close', () => {
    for (const { reject } of waiting.values())
      reject(new ControlError('unreachable', `${reason}; sessions go on`))
    waiting.clear()
    settleClosed({ reason })
  })

  function take(line: string): void {
    // The daemon is ours and its version was checked: its words are trusted to be of the protocol's shape.
    const message = JSON.parse(line) as Reply | Event
    if ('event' in message) {
      if (message.event === 'daemon.leaving') reason = message.data.why
      for (const listener of listeners) listener(message)
      return
    }
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if ('error' in message) call?.reject(new ControlError(message.error.code, message.error.message))
    else call?.resolve(message.result as never)
  }

  function call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return new Promise((resolve, reject) => {
      if (socket.destroyed) return reject(new ControlError('unreachable', reason))
      const id = ++last
      waiting.set(id, { resolve, reject })
      socket.write(`${JSON.stringify({ id, method, params })}\n`)
    })
  }

  const control = (daemon: Control['daemon']): Control => ({
    call,
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    closed,
    close() {
      reason = 'closed here'
      socket.end()
      socket.destroySoon()
    },
    daemon,
  })

  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy()
      reject(
        new ControlError(
          'unreachable',
          'the daemon does not answer; it may be stopped or very busy. Sessions go on. Try: roost daemon status',
        ),
      )
    }, CONTROL_HELLO_MS)
    call('hello', { protocol: CONTROL, build, client: name }).then(
      ({ pid, build: theirs }) => {
        clearTimeout(timer)
        resolve(control({ pid, build: theirs }))
      },
      (error: Error) => {
        clearTimeout(timer)
        socket.destroy()
        reject(error)
      },
    )
  })
}
