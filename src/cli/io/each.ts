import type { Control } from '../../client/control.ts'
import { labelOf, type SessionView } from '../../protocol/session.ts'
import { readArgs } from './args.ts'
import { findSessions, withDaemon } from './daemon.ts'
import { EXIT, Failure } from './exit.ts'
import { complain, print, printJson } from './out.ts'
import { jsonOf } from './rows.ts'

type Outcome = { session: SessionView; error: Error | undefined }

/**
 * A verb that does one thing to one or more sessions, or with --all to those that fit. Each is tried; what does
 * not work is told; the exit code is that of the failure when there is one session, else 1 if any failed.
 */
export async function forEach(
  argv: string[],
  verb: {
    help: string
    /** Which sessions `--all` means; absent = the verb knows no --all. */
    all?: (session: SessionView) => boolean
    /** What it says before each session that it was done to. */
    done: string | ((after: SessionView, flags: ReadonlySet<string>) => string)
    /** Words after `--` that it knows besides. */
    flags?: readonly string[]
    /** Said once, when anything was done. */
    hint?(flags: ReadonlySet<string>): string | undefined
    act(control: Control, session: SessionView, flags: ReadonlySet<string>): Promise<SessionView | undefined>
  },
): Promise<number> {
  const { values, words } = readArgs(argv, {
    help: verb.help,
    options: {
      json: { type: 'boolean' },
      all: { type: 'boolean' },
      ...Object.fromEntries((verb.flags ?? []).map((flag) => [flag, { type: 'boolean' } as const])),
    },
    words: { min: 0, max: 1000 },
  })
  if (values.all && !verb.all)
    throw new Failure(EXIT.usage, `--all does not fit here\n${verb.help.split('\n', 1)[0]}`)
  if (words.length === 0 && !values.all)
    throw new Failure(EXIT.usage, `which session?\n${verb.help.split('\n', 1)[0]}`)
  const flags = new Set(Object.entries(values).flatMap(([flag, on]) => (on ? [flag] : [])))
  return withDaemon(async (control) => {
    const sessions = await findSessions(control, { words, all: values.all, fits: verb.all ?? (() => false) })
    const done = ({ session, error }: Outcome) => {
      if (error && sessions.length === 1) throw error // told once, with its own exit code
      if (error) complain(error.message)
      else if (!values.json)
        print(
          `${typeof verb.done === 'string' ? verb.done : verb.done(session, flags)} ${session.id.slice(0, 8)}  ${labelOf(session)}`,
        )
    }
    const under = sessions.map((session) =>
      verb.act(control, session, flags).then(
        (after): Outcome => ({ session: after ?? session, error: undefined }),
        (error: unknown): Outcome => ({
          session,
          error: error instanceof Error ? error : new Error(String(error)),
        }),
      ),
    )
    // All at once, and each told as soon as those before it are: a hundred take a while to stop.
    const outcomes: Outcome[] = []
    for (const one of under) {
      const outcome = await one
      outcomes.push(outcome)
      if (!values.json) done(outcome)
    }
    if (values.json)
      printJson(
        outcomes.map(({ session, error }) => ({
          ...jsonOf(session),
          ...(error && { error: error.message }),
        })),
      )
    else if (sessions.length === 0) print('nothing to do: no session is in a state for it')
    if (values.json) outcomes.forEach(done)
    const hint = outcomes.some(({ error }) => !error) ? verb.hint?.(flags) : undefined
    if (hint && !values.json) print(hint)
    return outcomes.some(({ error }) => error) ? EXIT.failed : EXIT.ok
  })
}
