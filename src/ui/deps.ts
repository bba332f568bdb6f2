import type { AttachEnd, AttachOptions } from '../client/attach.ts'
import type { Control, DialOptions } from '../client/control.ts'
import type { HostConnection } from '../client/host.ts'
import type { Hello } from '../protocol/host.ts'
import type { Loan } from './term/tty.ts'

/** What the view needs from outside, passed in so that a test can stand for a daemon, a host and a clock. */
export type Deps = {
  dial(options: DialOptions): Promise<Control>
  dialHost(socket: string, hello: Hello): Promise<HostConnection>
  attach(options: AttachOptions): Promise<AttachEnd>
  readLogText(options: { folder: string; lines: number }): Promise<string[]>
  followLog(
    folder: string,
    options: { from: 'end' | number; raw: boolean; signal: AbortSignal },
  ): AsyncGenerator<Buffer | string>
  /** Lends the terminal to the dashboard until it is left; `says` when it failed. */
  dashboard(loan: Loan, signal: AbortSignal): Promise<{ says?: string }>
  /** Epoch ms. */
  now(): number
}
