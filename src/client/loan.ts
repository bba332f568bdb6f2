import { fstatSync, readlinkSync } from 'node:fs'
import { Frame } from '../protocol/frames.ts'
import type { LentTerminal } from '../protocol/host.ts'
import type { HostConnection } from './host.ts'

/** A host that is stopped cannot give it back, and cannot use it either. */
const GIVE_BACK_MS = 500

/** This process's terminal as the host may find it. Undefined where that cannot be told: no Linux, two terminals. */
export function lendable(detachKeys: string[]): LentTerminal | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    const path = readlinkSync('/proc/self/fd/0')
    const [input, output] = [fstatSync(0), fstatSync(1)]
    const isOne = input.dev === output.dev && input.ino === output.ino
    if (!isOne || !input.isCharacterDevice()) return undefined
    return { path, dev: input.dev, ino: input.ino, rdev: input.rdev, pid: process.pid, detachKeys }
  } catch {
    return undefined
  }
}

/** The terminal in the host's hands, or not. */
export class Loan {
  /** `unknown`: the host has said nothing yet. */
  state: 'unknown' | 'lent' | 'ours' = 'unknown'
  readonly #host: HostConnection
  #waiting: (() => void)[] = []

  constructor(host: HostConnection) {
    this.#host = host
  }

  /** `ahead`: what was typed before and is not read by the host any more. */
  begin(ahead: Buffer): void {
    this.state = 'lent'
    this.#host.send(Frame.yours, ahead)
  }

  /** The host has let go of it, has gone, or has never had it. */
  ended(): void {
    this.state = 'ours'
    for (const tell of this.#waiting.splice(0)) tell()
  }

  /** Resolves once the host touches it no more. */
  async takeBack(): Promise<void> {
    if (this.state !== 'lent') return
    this.#host.send(Frame.mine, '')
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve)
      setTimeout(resolve, GIVE_BACK_MS).unref()
    })
  }
}
