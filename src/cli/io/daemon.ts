import { isatty } from 'node:tty'
import { ControlError } from '../../client/control-error.ts'
import { dial, type Control } from '../../client/control.ts'
import type { Method } from '../../protocol/control.ts'
import type { SessionView } from '../../protocol/session.ts'
import { labelOf } from '../../protocol/session.ts'
import { EXIT, Failure } from './exit.ts'
import { complain } from './out.ts'

/**
 * Runs `work` with a connection to the daemon, and turns what it refuses into an exit code. Should the daemon go
 * before it was asked for more than a look, `work` is done again with the next one.
 */
export async function withDaemon<T>(
  work: (control: Control) => Promise<T>,
  options: { start?: boolean } = {},
): Promise<T> {
  const until = Date.now() + AGAIN_MS
  for (;;) {
    let control: Control | undefined
    let onlyLooked = false
    try {
      control = await toldWhenSlow(dial({ name: `cli ${process.pid}`, ...options }))
      const { call } = control
      onlyLooked = true
      return await work({
        ...control,
        call(method, params) {
          onlyLooked &&= LOOKS.has(method)
          return call(method, params)
        },
      })
    } catch (error) {
      const isGone = error instanceof ControlError && error.code === 'unreachable'
      if (!isGone || !onlyLooked || Date.now() > until) throw asFailure(error)
    } finally {
      control?.close()
    }
  }
}

/**
 * For what goes on until somebody ends it: `begin` is called again with the next daemon when one was killed or upgraded.
 * Gives the reason when a person has stopped the daemon, undefined once `over` was called.
 */
export async function alongDaemons(
  begin: (control: Control, over: () => void) => Promise<void>,
): Promise<string | undefined> {
  for (;;) {
    const end = await withDaemon(async (control) => {
      let isStopped = false
      control.onEvent((event) => {
        if (event.event === 'daemon.leaving') isStopped = event.data.stopped === true
      })
      const { promise: over, resolve } = Promise.withResolvers<undefined>()
      await begin(control, () => resolve(undefined))
      const closed = await Promise.race([over, control.closed])
      return closed && !isStopped ? undefined : { reason: closed?.reason }
    })
    if (end) return end.reason
    await new Promise((done) => setTimeout(done, NEXT_MS))
  }
}
/** Between one daemon and the next: one that crashes over and over costs no core, ms. */
const NEXT_MS = 200

/** A daemon that hangs is waited for: a person should know for what. */
async function toldWhenSlow<T>(work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => isatty(2) && complain('waiting for the daemon to answer…'), SLOW_MS)
  return work.finally(() => clearTimeout(timer))
}
const SLOW_MS = 3000

/** What changes nothing, and may be asked twice. */
const LOOKS = new Set<Method>([
  'session.list',
  'session.watch',
  'session.explain',
  'session.messages',
  'session.removed',
  'conversation.list',
  'request.list',
  'stats.get',
  'audit.list',
  'agent.list',
  'daemon.status',
])
/** For daemons that go one after the other, ms. */
const AGAIN_MS = 30_000

function asFailure(error: unknown): unknown {
  if (!(error instanceof ControlError)) return error
  const exit = {
    'bad-request': EXIT.usage,
    incompatible: EXIT.unreachable,
    'not-found': EXIT.notFound,
    ambiguous: EXIT.notFound,
    conflict: EXIT.conflict,
    'agent-missing': EXIT.agentMissing,
    'start-failed': EXIT.failed,
    internal: EXIT.failed,
    unreachable: EXIT.unreachable,
  }[error.code]
  return new Failure(exit, error.message, { cause: error })
}

/**
 * The session meant by a word: its id, a unique beginning of it, or its name.
 * @throws Failure `notFound`, which lists what fits when several do.
 */
export function pick(sessions: SessionView[], word: string): SessionView {
  const exact = sessions.filter(({ id, name }) => id === word || name === word)
  const fits =
    exact.length > 0 ? exact : sessions.filter(({ id }) => word !== '' && id.startsWith(word.toLowerCase()))
  const [only, ...more] = fits
  if (only && more.length === 0) return only
  if (only) {
    const list = fits.map((s) => `  ${s.id}  ${labelOf(s)}`).join('\n')
    throw new Failure(EXIT.notFound, `"${word}" fits several sessions; say more of the id:\n${list}`)
  }
  throw new Failure(EXIT.notFound, `there is no session "${word}"; see: roost ls`)
}

export async function findSession(control: Control, word: string): Promise<SessionView> {
  return pick(await control.call('session.list', {}), word)
}

/** The sessions meant by the words, or with `all` those that `fits`. */
export async function findSessions(
  control: Control,
  options: { words: string[]; all: boolean | undefined; fits(session: SessionView): boolean },
): Promise<SessionView[]> {
  const sessions = await control.call('session.list', {})
  if (options.all) return sessions.filter(options.fits)
  return options.words.map((word) => pick(sessions, word))
}

/** This shell's environment, which a new session starts with. */
export function shellEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
