import { realpathSync } from 'node:fs'
import type { Socket } from 'node:net'
import { dirname } from 'node:path'
import {
  CONTROL_HELLO_MS,
  LINE_LIMIT,
  type Event,
  type Method,
  type Params,
  type Reply,
  type Result,
} from '../protocol/control.ts'
import { LineDecoder } from '../protocol/lines.ts'
import { build, CONTROL } from '../protocol/version.ts'
import { paths, roostHome } from '../store/paths.ts'
import { ControlError } from './control-error.ts'
import { checkSocketFolder, startAndConnect, tryConnect } from './start-daemon.ts'

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

/** The connection ended without a word from the daemon. */
class CutOff extends ControlError {}

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
  checkSocketFolder(at)
  const until = Date.now() + DIAL_PATIENCE_MS
  for (;;) {
    const socket =
      (await tryConnect(at.daemonSocket)) ??
      (await startAndConnect(at, { dist: options.dist ?? distFolder(), start: options.start ?? true }))
    try {
      return await shakeHands(socket, options.name)
    } catch (error) {
      // It was killed, or has just decided to leave, while we stood in its queue: nothing was asked of it yet.
      if (!(error instanceof CutOff) || options.start === false || Date.now() > until) throw error
    }
  }
}

/** For daemons that go while we dial, one after the other, ms. */
const DIAL_PATIENCE_MS = 30_000

function shakeHands(socket: Socket, name: string): Promise<Control> {
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>()
  const listeners = new Set<(event: Event) => void>()
  const decoder = new LineDecoder(LINE_LIMIT)
  let last = 0
  let spoken = false
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
      reject(new (spoken ? ControlError : CutOff)('unreachable', `${reason}; sessions go on`))
    waiting.clear()
    settleClosed({ reason })
  })

  function take(line: string): void {
    // The daemon is ours and its version was checked: its words are trusted to be of the protocol's shape.
    const message = JSON.parse(line) as Reply | Event
    spoken = true
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
      const line = `${JSON.stringify({ id, method, params })}\n`
      // The daemon would hang up on it, and on all else that waits here.
      if (Buffer.byteLength(line) > LINE_LIMIT)
        return reject(
          new ControlError('bad-request', `that is too long: ${LINE_LIMIT / 1024 ** 2} MiB at most`),
        )
      waiting.set(id, { resolve, reject })
      socket.write(line)
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
