import type { Control } from '../client/control.ts'
import { runs, detailOf, type SessionView } from '../protocol/session.ts'
import { messageOf } from '../protocol/thrown.ts'
import type { Deps } from './deps.ts'
import type { Size } from './layout.ts'
import { nameOf } from './model/rows.ts'
import type { Event } from './model/events.ts'
import type { Loan } from './term/loan.ts'
import type { Tty } from './term/tty.ts'

/** A session that starts must be there within this, ms. */
const SOCKET_MS = 15_000
const LOOK_MS = 50

type Wake = {
  control: Control
  size: Size
  /** The session as it is known now. */
  known(): SessionView | undefined
  now(): number
  signal: AbortSignal
}

/**
 * A session that runs: brought back if need be.
 * @throws with a sentence when it does not come up.
 */
export async function awake(id: string, { control, size, known, now, signal }: Wake): Promise<SessionView> {
  const session =
    known()?.life.status === 'starting' ? known() : await control.call('session.resume', { id, ...size })
  if (session?.hostSocket) return session
  const since = session?.life.since ?? 0
  for (const until = now() + SOCKET_MS; now() < until && !signal.aborted; ) {
    // What is known may still be how it ended the last time.
    const current = [known(), session].find((one) => one !== undefined && one.life.since >= since)
    if (current?.hostSocket) return current
    if (current && !runs(current)) throw new Error(`${nameOf(current)} ended at once: ${detailOf(current)}`)
    await new Promise((done) => setTimeout(done, LOOK_MS))
  }
  throw new Error(`${session ? nameOf(session) : id} did not start in time`)
}

type Visit = {
  attach: Deps['attach']
  tty: Tty
  detachKeys: string[]
  /** Look only. */
  watching: boolean
  signal: AbortSignal
}

/** What a terminal sends for PgUp. */
const PAGE_UP = '\u001b[5~'

/** Lends the terminal to a session until it gives it back. Says how it ended. */
export async function visit(
  session: SessionView,
  { attach, tty, detachKeys, watching, signal }: Visit,
): Promise<Event> {
  const name = nameOf(session)
  const socket = session.hostSocket
  if (!socket) return { type: 'back', says: `${name} does not run`, failed: true }
  const loan: Loan = tty.lend()
  try {
    const end = await attach({
      socket,
      input: loan.input,
      output: loan.output,
      ...loan.size(),
      onResize: loan.onResize,
      detachKeys,
      readOnly: watching,
      hint: 'watching · q leaves · PgUp looks back',
      name: `pid ${process.pid}`,
      screen: 'alternate',
      onReady: loan.onResumed,
      isOwnTerminal: loan.isOwn,
      toPlain: loan.toPlain,
      signal,
    })
    const back = backFrom(end, name)
    // Looking back is done here, where nothing new moves what is read.
    const looks = watching && end.why === 'detached' && end.rest.toString('latin1').startsWith(PAGE_UP)
    return looks ? { type: 'back', failed: false, peek: session.id } : back
  } catch (error) {
    return {
      type: 'back',
      says: `${name}: ${messageOf(error)}`,
      failed: true,
    }
  } finally {
    loan.giveBack()
  }
}

/** How a visit ended, for the list. */
export function backFrom(end: Awaited<ReturnType<Deps['attach']>>, name: string): Event {
  switch (end.why) {
    case 'detached':
      return { type: 'back', failed: false }
    case 'exited': {
      const how = end.exit.signal ? `ended by ${end.exit.signal}` : `ended with exit code ${end.exit.code}`
      return { type: 'back', says: `${name} ${how}`, failed: end.exit.code !== 0 }
    }
    case 'lost':
      return { type: 'back', says: `${name}: ${end.says}`, failed: true }
  }
}
