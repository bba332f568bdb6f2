import { encodeJson, Frame } from './frames.ts'
import type { HostCall, HostCalls } from './host.ts'

type Waiting = { resolve(result: unknown): void; reject(error: Error): void }

/** Matches the replies on one host connection to the calls made on it. */
export class Calls {
  #last = 0
  #waiting = new Map<number, Waiting>()
  readonly #send: (frame: Buffer) => void

  constructor(send: (frame: Buffer) => void) {
    this.#send = send
  }

  /** @throws (rejects) with the host's sentence when it refuses, or with the reason given to `fail`. */
  call<C extends HostCall>(method: C, params: HostCalls[C]['params']): Promise<HostCalls[C]['result']> {
    const id = ++this.#last
    return new Promise((resolve, reject) => {
      // The host answers a method with that method's result: the one place where this is taken on trust.
      this.#waiting.set(id, { resolve: (result) => resolve(result as HostCalls[C]['result']), reject })
      this.#send(encodeJson(Frame.call, { id, method, params }))
    })
  }

  /** Takes the payload of a reply frame. @throws when it is not JSON. */
  settle(payload: Buffer): void {
    const reply = JSON.parse(payload.toString()) as { id: number; result?: unknown; error?: string }
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if (reply.error === undefined) waiting?.resolve(reply.result)
    else waiting?.reject(new Error(reply.error))
  }

  /** The connection is gone: nobody waits for ever. */
  fail(why: string): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new Error(why))
    this.#waiting.clear()
  }
}
