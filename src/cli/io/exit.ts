/** Exit codes of every verb; docs/commands.md tells them to scripts. */
export const EXIT = {
  ok: 0,
  /** It was tried and did not work. */
  failed: 1,
  /** The words on the command line are wrong. */
  usage: 2,
  /** No such session or request, or the name fits several. */
  notFound: 3,
  /** It is not in a state for that: already running, already answered. */
  conflict: 4,
  /** The agent's program is not installed. */
  agentMissing: 5,
  /** The daemon cannot be reached or started. */
  unreachable: 6,
} as const

/** Ends a verb with a sentence for the person and an exit code. */
export class Failure extends Error {
  readonly exit: number
  constructor(exit: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.exit = exit
  }
}
