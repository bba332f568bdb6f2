import type { ErrorCode } from '../protocol/control.ts'

/** Something the person should read: `message` says what failed and what to do. */
export class ControlError extends Error {
  readonly code: ErrorCode | 'unreachable'
  constructor(code: ErrorCode | 'unreachable', message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
