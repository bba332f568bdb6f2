/* oxlint-disable no-underscore-dangle -- the private fields of other libraries are named so */
import { writeSync } from 'node:fs'
import type { Socket } from 'node:net'
import { ReadStream } from 'node:tty'
import { isCode } from './errno.ts'

/** Waiting for one slow reader, at most. */
const MOST_BYTES = 2 * 1024 * 1024

/** Tried again at once for so long: most terminals have room again sooner than a timer fires, ms. */
const AT_ONCE_MS = 0.6
/** Then, between tries to write to a terminal that is full, ms. */
const RETRY_MS = { first: 1, most: 16 }
/** One that takes nothing for this long stands still, a person held it or the line is gone: no more tries, ms. */
const STUCK_MS = 1000
const NOT_STUCK: { wait: number; stuck: number } = { wait: RETRY_MS.first, stuck: 0 }

/**
 * Frames on their way to one reader. While nothing waits they are written at once, past Node's streams: that is
 * half the way from a key to its echo. A reader that falls too far behind loses what waits, frame-wise, and
 * `onDropped` is told as soon as it has taken the rest.
 */
export class Outbox {
  readonly #socket: Socket
  readonly #fd: number | undefined
  readonly #onDropped: () => void
  readonly #most: number
  #onceDrained: (() => void)[] = []
  #queue: Buffer[] = []
  #queued = 0
  #isWriting = false
  readonly #isTerminal: boolean
  #hasDropped = false

  /** `most`: bytes that may wait. */
  constructor(socket: Socket, onDropped: () => void, most = MOST_BYTES) {
    this.#isTerminal = socket instanceof ReadStream
    this.#socket = socket
    this.#most = most
    this.#onDropped = onDropped
    // Not public, but there since Node 0.x; without it frames go through the stream.
    const { _handle } = socket as unknown as { _handle?: { fd?: number } }
    this.#fd = _handle?.fd !== undefined && _handle.fd >= 0 ? _handle.fd : undefined
  }

  /** Sends one whole frame. The buffer may be reused afterwards. */
  send(frame: Buffer): void {
    if (this.#socket.destroyed || this.#hasDropped) return
    if (this.#isWriting || this.#queue.length > 0) return this.#enqueue(frame)
    const written = this.#writeNow(frame)
    if (written < frame.length) this.#handOver(Buffer.from(frame.subarray(written)))
  }

  /** Ends the connection now; what waits is lost. */
  hangUp(): void {
    this.#socket.destroy()
  }

  /** Nothing waits. */
  get isEmpty(): boolean {
    return !this.#isWriting && this.#queue.length === 0
  }

  /** Calls once nothing waits any more, or what waited was left out. */
  onceDrained(tell: () => void): void {
    this.#onceDrained.push(tell)
  }

  #enqueue(frame: Buffer): void {
    this.#queue.push(Buffer.from(frame))
    this.#queued += frame.length
    if (this.#queued <= this.#most) return
    this.#queue = []
    this.#queued = 0
    this.#hasDropped = true
  }

  /** Bytes taken by the kernel now. */
  #writeNow(bytes: Buffer): number {
    if (this.#fd === undefined || this.#socket.writableLength > 0) return 0
    let at = 0
    while (at < bytes.length) {
      try {
        at += writeSync(this.#fd, bytes, at, bytes.length - at)
      } catch (error) {
        if (isCode(error, 'EAGAIN')) return at
        this.#socket.destroy() // EPIPE: it is gone
        return bytes.length
      }
    }
    return at
  }

  /** Lets libuv wait until the reader has room; then goes on by itself. */
  #handOver(bytes: Buffer): void {
    this.#isWriting = true
    if (this.#isTerminal) this.#retry(bytes, NOT_STUCK, performance.now())
    else this.#onceWritable(bytes)
  }

  #onceWritable(bytes: Buffer): void {
    this.#socket.write(bytes, (error) => {
      this.#isWriting = false
      if (error) return
      this.#drain()
    })
  }

  /**
   * A terminal has room for the next 4 KB at once, and being woken for each of these is most of the work.
   * `since`: when it last took something, ms of `performance`.
   */
  #retry(bytes: Buffer, { wait, stuck }: typeof NOT_STUCK, since: number): void {
    const isFresh = performance.now() - since < AT_ONCE_MS
    const again = (): void => {
      if (this.#socket.destroyed) return
      const written = this.#writeNow(bytes)
      const left = bytes.subarray(written)
      if (left.length === 0) {
        this.#isWriting = false
        return this.#drain()
      }
      if (written > 0) return this.#retry(left, NOT_STUCK, performance.now())
      if (isFresh) return this.#retry(left, NOT_STUCK, since)
      if (stuck >= STUCK_MS) return this.#onceWritable(left)
      this.#retry(left, { wait: Math.min(wait * 2, RETRY_MS.most), stuck: stuck + wait }, since)
    }
    if (isFresh) setImmediate(again)
    else setTimeout(again, wait)
  }

  #drain(): void {
    while (this.#queue.length > 0) {
      // Small frames together, so that a burst of them is one write.
      const batch = this.#queue.length === 1 ? this.#queue[0] : Buffer.concat(this.#queue)
      this.#queue = []
      this.#queued = 0
      if (batch === undefined) return
      const written = this.#writeNow(batch)
      if (written < batch.length) return this.#handOver(batch.subarray(written))
    }
    for (const tell of this.#onceDrained.splice(0)) tell()
    if (!this.#hasDropped) return
    this.#hasDropped = false
    this.#onDropped()
  }
}
