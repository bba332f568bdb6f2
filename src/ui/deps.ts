import type { AttachEnd, AttachOptions } from '../client/attach.ts'
import type { Control, DialOptions } from '../client/control.ts'
import type { HostConnection } from '../client/host.ts'
import type { readLogText, watchLog } from '../client/log.ts'
import type { Hello } from '../protocol/host.ts'
import type { Loan } from './term/loan.ts'

/** What the view needs from outside, passed in so that a test can stand for a daemon, a host and a clock. */
export type Deps = {
  dial(options: DialOptions): Promise<Control>
  dialHost(socket: string, hello: Hello): Promise<HostConnection>
  attach(options: AttachOptions): Promise<AttachEnd>
  readLogText: typeof readLogText
  watchLog: typeof watchLog
  /** Lends the terminal to the dashboard until it is left, and tells it the colours; `says` when it failed. */
  dashboard(loan: Loan, colours: string, signal: AbortSignal): Promise<{ says?: string }>
  /** Epoch ms. */
  now(): number
}
