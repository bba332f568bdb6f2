import { connect, type Socket } from 'node:net'
import { Calls } from '../protocol/calls.ts'
import { encodeFrame, encodeJson, Frame, FrameDecoder, type FrameKind } from '../protocol/frames.ts'
import type { Hello, HostCall, HostCalls, Welcome } from '../protocol/host.ts'

const ROOM_BYTES = 128 * 1024
/** Somebody who connects in a storm of others is told EAGAIN while the host's queue is full. */
const RETRIES = 20
const RETRY_MS = 25
/** A live host answers at once; a stopped or swapped out one may never. */
const WELCOME_MS = 5000

export type HostConnection = {
  welcome: Welcome
  /** @throws (rejects) with the host's sentence, or when the connection is lost before the reply. */
  call<C extends HostCall>(method: C, params: HostCalls[C]['params']): Promise<HostCalls[C]['result']>
  /** False when the connection should take no more before `onceDrained`. */
  send(kind: FrameKind, payload: Buffer | string): boolean
  onceDrained(listener: () => void): void
  /** No more frames until `resume`. Those of a chunk already read still come. */
  pause(): void
  resume(): void
  /** Everything but replies, in order, from the first frame after the welcome. The payload is only valid during the call. */
  onFrame(listener: (kind: number, payload: Buffer) => void): void
  /** Resolves when it is over, with the reason in words. */
  closed: Promise<string>
  close(): void
}

/** Connects to a session's host. @throws (rejects) with a sentence when nobody serves it or it refuses. */
export async function dialHost(path: string, hello: Hello): Promise<HostConnection> {
  let read = (_chunk: Buffer): void => {}
  const socket = await dial(path, (chunk) => read(chunk))
  const decoder = new FrameDecoder(Frame.output)
  const calls = new Calls((frame) => void socket.write(frame))
  const early: { kind: number; payload: Buffer }[] = []
  let listener: ((kind: number, payload: Buffer) => void) | undefined
  let why = 'the host closed the connection'
  let greet: ((welcome: Welcome) => void) | undefined

  const take = (kind: number, payload: Buffer): void => {
    if (kind === Frame.reply) {
      // A refusal before the welcome has no call it belongs to.
      if (greet) why = refusalIn(payload)
      else calls.settle(payload)
    } else if (kind === Frame.welcome && greet)
      greet(JSON.parse(payload.toString()) as Welcome) // our own host's word
    else if (listener) listener(kind, payload)
    else early.push({ kind, payload: Buffer.from(payload) })
  }
  read = (chunk) => {
    try {
      decoder.push(chunk, take)
    } catch (error) {
      why = error instanceof Error ? error.message : String(error)
      socket.destroy()
    }
  }
  socket.on('error', (error) => (why = error.message))
  const closed = new Promise<string>((resolve) =>
    socket.once('close', () => {
      calls.fail(why)
      resolve(why)
    }),
  )
  socket.write(encodeJson(Frame.hello, hello))
  const welcome = await new Promise<Welcome>((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(), WELCOME_MS)
    const fail = (): void => reject(new Error(`the session's host does not answer at ${path}: ${why}`))
    socket.once('close', fail)
    greet = (found) => {
      clearTimeout(timer)
      socket.off('close', fail)
      greet = undefined
      resolve(found)
    }
  })

  return {
    welcome,
    call: (method, params) => calls.call(method, params),
    send: (kind, payload) => socket.destroyed || socket.write(encodeFrame(kind, payload)),
    onceDrained: (onDrained) => void socket.once('drain', onDrained),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    onFrame(onFrame) {
      listener = onFrame
      for (const { kind, payload } of early.splice(0)) onFrame(kind, payload)
    },
    closed,
    close: () => socket.destroy(),
  }
}

async function dial(path: string, read: (chunk: Buffer) => void): Promise<Socket> {
  for (let tries = 0; ; tries++) {
    try {
      return await connected(path, read)
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
      if (code === 'EAGAIN' && tries < RETRIES) await new Promise((done) => setTimeout(done, RETRY_MS))
      else if (code === 'ENOENT' || code === 'ECONNREFUSED')
        throw new Error(`the session does not run: nobody serves ${path}`, { cause })
      else throw new Error(`the session's host cannot be reached at ${path}: ${String(cause)}`, { cause })
    }
  }
}

/** Reads into one buffer that the next read overwrites: in a flood the heap stays as it is. */
function connected(path: string, read: (chunk: Buffer) => void): Promise<Socket> {
  const room = Buffer.allocUnsafeSlow(ROOM_BYTES)
  return new Promise((resolve, reject) => {
    const callback = (have: number): boolean => {
      read(room.subarray(0, have))
      return true
    }
    const socket = connect({ path, onread: { buffer: room, callback } })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })
}

function refusalIn(payload: Buffer): string {
  const reply: unknown = JSON.parse(payload.toString())
  return typeof reply === 'object' && reply !== null && 'error' in reply ? String(reply.error) : 'it refused'
}
