import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ReadStream } from 'node:tty'
import { loadNativeModule } from 'node-pty/lib/utils.js'
import { Frame, HEADER_BYTES } from '../protocol/frames.ts'
import { isCode } from './errno.ts'

const ROOM_BYTES = 64 * 1024
/** A pty hands out at most ~4 KB a read; one that gave less than this has no more just now. */
const MORE_BYTES = 1024
/** Output may still arrive after the exit; a grandchild that keeps the terminal open must not hold us for ever. */
const DRAIN_MS = 250
/** A program that does not read its input is asked again this often, ms. */
const RETRY_MS = { first: 2, most: 100 }

export type PtyOptions = {
  file: string
  args: string[]
  env: Record<string, string>
  /** For the program; ours is put back at once. */
  umask: number
  cwd: string
  cols: number
  rows: number
  /**
   * Called once a read. `frame` is `bytes` behind the header of an output frame; both are views of a buffer
   * that the next read overwrites.
   */
  onOutput(bytes: Buffer, frame: Buffer): void
  /** Called once, after the last output. By a signal: 128 + its number, as shells say it. */
  onEnd(end: { code: number; signal?: string }): void
  /** The input queue is empty again. */
  onDrained(): void
}

export type Pty = {
  pid: number
  /** In order, never blocking. What the program does not take at once waits in memory: see `waiting`. */
  write(bytes: Buffer): void
  /** Input bytes the program has not taken yet. */
  waiting(): number
  resize(cols: number, rows: number): void
  /** Reads no output until `resume`: the program waits once the terminal's buffer is full. */
  pause(): void
  resume(): void
}

/** Starts the program on a new terminal. @throws when the system has no more terminals or processes. */
export function openPty(options: PtyOptions): Pty {
  const native = loadNativeModule('pty')
  const {
    fd,
    pid,
    pty: path,
  } = withUmask(options.umask, () =>
    native.module.fork(
      options.file,
      options.args,
      Object.entries(options.env).map(([name, value]) => `${name}=${value}`),
      options.cwd,
      options.cols,
      options.rows,
      -1, // uid, gid: ours
      -1,
      true, // IUTF8: the terminal erases whole characters
      helperPath(native.dir),
      (code, signal) => ended(code, signal),
    ),
  )
  // A server that has sent its output elsewhere lets go of its terminal. With nobody left on it the kernel reports its
  // end and Node closes our side, which hangs the program up: so until the program has ended, we are on it too.
  const held = openSync(path, constants.O_RDWR | constants.O_NOCTTY)
  let open = true
  let exit: { code: number; signal?: string } | undefined

  const room = Buffer.allocUnsafeSlow(HEADER_BYTES + ROOM_BYTES)
  room[0] = Frame.output
  const take = (first: number): boolean => {
    let have = first
    while (have >= MORE_BYTES && have < ROOM_BYTES) {
      const more = readMore(fd, room, HEADER_BYTES + have)
      if (more <= 0) break
      have += more
    }
    room.writeUInt32BE(have, 1)
    const end = HEADER_BYTES + have
    options.onOutput(room.subarray(HEADER_BYTES, end), room.subarray(0, end))
    return true
  }
  // `onread` is an option of net.Socket that tty.ReadStream hands on: libuv then reads into our one buffer.
  // @types/node does not list it for tty.
  const streamOptions = { onread: { buffer: room.subarray(HEADER_BYTES), callback: take } } as object
  const stream = new ReadStream(fd, streamOptions)
  stream.on('error', () => {}) // EIO: the program's side is closed; `close` follows
  stream.on('close', () => {
    open = false
    input.length = 0
    report()
  })
  stream.resume()

  function ended(code: number, signal: number): void {
    closeSync(held)
    const name = signal > 0 ? signalName(signal) : undefined
    exit = name === undefined ? { code } : { code: 128 + signal, signal: name }
    if (!open) return report()
    setTimeout(() => {
      if (!open) return
      for (let have = 1; have > 0; ) {
        have = readMore(fd, room, HEADER_BYTES)
        if (have > 0) take(have)
      }
      stream.destroy()
    }, DRAIN_MS)
  }
  function report(): void {
    if (open || exit === undefined) return
    const end = exit
    exit = undefined
    options.onEnd(end)
  }

  const input: Buffer[] = []
  let waiting = 0
  let retry: number = RETRY_MS.first
  let timer: NodeJS.Timeout | undefined
  function flush(): void {
    timer = undefined
    for (let next = input[0]; next !== undefined; next = input[0]) {
      const written = writeSome(fd, next)
      if (written > 0) retry = RETRY_MS.first
      waiting -= written
      if (written === next.length) input.shift()
      else {
        if (written > 0) input[0] = next.subarray(written)
        // There is no event for "the program reads again" here, and a busy loop burns a core while it does not.
        timer = setTimeout(flush, retry)
        retry = Math.min(retry * 2, RETRY_MS.most)
        return
      }
    }
    waiting = 0
    options.onDrained()
  }

  return {
    pid,
    write(bytes) {
      if (!open || bytes.length === 0) return
      const written = input.length === 0 ? writeSome(fd, bytes) : 0
      if (written === bytes.length) return
      input.push(Buffer.from(bytes.subarray(written))) // a copy: the caller's buffer is reused
      waiting += bytes.length - written
      timer ??= setTimeout(flush, retry)
    },
    waiting: () => waiting,
    resize(cols, rows) {
      if (open) native.module.resize(fd, cols, rows, 0, 0)
    },
    pause: () => void (open && stream.pause()),
    resume: () => void (open && stream.resume()),
  }
}

function withUmask<T>(umask: number, act: () => T): T {
  const ours = process.umask(umask)
  try {
    return act()
  } finally {
    process.umask(ours)
  }
}

/** Bytes read, 0 when there are none now, -1 at the end. */
function readMore(fd: number, room: Buffer, at: number): number {
  try {
    return readSync(fd, room, at, room.length - at, null) || -1
  } catch (error) {
    return isCode(error, 'EAGAIN') ? 0 : -1
  }
}

/** Bytes the terminal took. What a closed terminal does not take is gone, and counts as taken. */
function writeSome(fd: number, bytes: Buffer): number {
  let at = 0
  while (at < bytes.length) {
    try {
      at += writeSync(fd, bytes, at, bytes.length - at)
    } catch (error) {
      if (isCode(error, 'EAGAIN')) return at
      return bytes.length // EIO: nobody reads any more
    }
  }
  return at
}

function signalName(number: number): string {
  const { constants } = process.getBuiltinModule('node:os') // only now: a host that needs it is at its end
  const found = Object.entries(constants.signals).find(([, value]) => value === number)
  return found?.[0] ?? `signal ${number}`
}

/** macOS only: node-pty starts the program through a small helper that lies beside its binary. */
function helperPath(dir: string): string {
  if (process.platform !== 'darwin') return ''
  const { createRequire } = process.getBuiltinModule('node:module')
  const require = createRequire(process.argv[1] ?? process.cwd())
  return join(dirname(require.resolve('node-pty/lib/utils.js')), dir, 'spawn-helper')
}
