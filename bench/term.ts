import { writeSync } from 'node:fs'
import { ReadStream } from 'node:tty'
import { loadNativeModule } from 'node-pty/lib/utils.js'
import { pause } from './measure.ts'

const ROOM_BYTES = 128 * 1024
const PATIENCE_MS = 60_000

/**
 * A command on a pty of its own, and the person's terminal that shows it. It reads as fast as it can and draws
 * nothing. The same for every peer. Times are those of `performance.now()`.
 */
export class Term {
  /** Just before the command was started. */
  readonly startedAt: number
  readonly pid: number
  /** Bytes shown so far. */
  total = 0
  readonly #fd: number
  readonly #stream: ReadStream
  #onData: ((bytes: Buffer, at: number) => void) | undefined
  /** The last bytes before those that are searched: a mark may lie over the edge. */
  #tail: Buffer = Buffer.alloc(0)
  #readAt = performance.now()
  #hasEnded = false

  constructor(
    argv: string[],
    options: { env?: NodeJS.ProcessEnv; cwd?: string; cols?: number; rows?: number } = {},
  ) {
    const { env = process.env, cwd = process.cwd(), cols = 200, rows = 50 } = options
    const native = loadNativeModule('pty')
    this.startedAt = performance.now()
    const { fd, pid } = native.module.fork(
      argv[0] ?? '',
      argv.slice(1),
      Object.entries(env).map(([name, value]) => `${name}=${value}`),
      cwd,
      cols,
      rows,
      -1,
      -1,
      true,
      '',
      () => (this.#hasEnded = true),
    )
    this.#fd = fd
    this.pid = pid
    const room = Buffer.allocUnsafeSlow(ROOM_BYTES)
    const callback = (have: number): boolean => {
      const at = performance.now()
      this.total += have
      this.#readAt = at
      this.#onData?.(room.subarray(0, have), at)
      return true
    }
    // As src/host/pty.ts: one buffer, no stream in between.
    const streamOptions: object = { onread: { buffer: room, callback } }
    this.#stream = new ReadStream(fd, streamOptions)
    this.#stream.on('error', () => {})
    this.#stream.resume()
  }

  write(text: string): void {
    writeSync(this.#fd, text)
  }

  /** Resolves with the time at which all marks had been shown, in any order, since `from`. @throws after a while. */
  until(marks: string[], what: string): Promise<number> {
    const left = new Set(marks)
    const longest = Math.max(...marks.map((mark) => mark.length))
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#onData = undefined
        reject(new Error(`${what}: ${[...left].join(', ')} never came, after ${this.total} bytes`))
      }, PATIENCE_MS)
      this.#onData = (bytes, at) => {
        const edge = Buffer.concat([this.#tail, bytes.subarray(0, longest)])
        for (const mark of left) if (bytes.includes(mark) || edge.includes(mark)) left.delete(mark)
        this.#tail = Buffer.from(bytes.length < longest ? edge.subarray(-longest) : bytes.subarray(-longest))
        if (left.size > 0) return
        this.#tail = Buffer.alloc(0)
        this.#onData = undefined
        clearTimeout(timer)
        resolve(at)
      }
    })
  }

  /** Until nothing has come for `quiet` ms. */
  async settle(quiet = 150, most = 5000): Promise<void> {
    const end = performance.now() + most
    this.#readAt = performance.now()
    while (performance.now() < end && performance.now() - this.#readAt < quiet) await pause(quiet / 4)
  }

  /** Types one key and resolves with the µs until it was shown. */
  echo(key: string): Promise<number> {
    return this.answer(key, key.charCodeAt(0))
  }

  /** The same for any bytes that a key brings. */
  answer(key: string, shown: number | Buffer): Promise<number> {
    return new Promise((resolve) => {
      this.#onData = (bytes, at) => {
        if (!bytes.includes(shown)) return
        this.#onData = undefined
        resolve((at - from) * 1000)
      }
      const from = performance.now()
      this.write(key)
    })
  }

  /** As when the window closes. Resolves once the command has ended. */
  async close(): Promise<void> {
    this.#onData = undefined
    this.#stream.destroy()
    for (const signal of ['SIGHUP', 'SIGTERM', 'SIGKILL'] as const) {
      for (let tries = 0; tries < 100 && !this.#hasEnded; tries++) await pause(5)
      if (this.#hasEnded) return
      process.kill(this.pid, signal)
    }
  }
}
