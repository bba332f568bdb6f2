import type { ExitStep } from '../agents/agent.ts'
import { command } from '../agents/command.ts'
import type { StopWhy } from '../protocol/session.ts'
import type { Daemon } from './daemon.ts'
import type { Live } from './live.ts'
import { cancelRestart } from './restart.ts'
import { note } from './note.ts'
import { Refusal } from './server.ts'

/**
 * After an agent says that it is done it writes the last words of the turn into its conversation. Claude Code does so a
 * tenth of a second later, also when it is told to end, but not always: one that was told at once was seen to end
 * without the file (2.1.329, on a busy machine). A restart "when idle" comes at just that moment, ms.
 */
const LAST_WORDS_MS = 1000

/**
 * Ends a session's agent the agent's own way, then by force. Resolves once it has ended. One that is just starting has
 * begun first.
 * @throws Refusal `conflict` when it does not run or will not end.
 */
export async function stopSession(daemon: Daemon, live: Live, why: StopWhy, reason?: string): Promise<void> {
  await begun(live)
  const { session } = live
  const { status } = session.life
  if (why === 'user' && cancelRestart(live)) {
    daemon.lives.happen(live, { type: 'left-stopped' })
    return
  }
  if (status !== 'running' && status !== 'stopping')
    throw new Refusal('conflict', `session ${session.id} does not run (${status})`)
  note(daemon, {
    at: daemon.now(),
    kind: 'stop',
    session: session.id,
    who: why === 'evict' ? 'roost' : 'person',
    what: { why, ...(reason && { reason }) },
  })
  // Written before the first signal: whatever happens to the daemon now, the session stays stopped.
  const { life, resumeId } = session
  daemon.lives.happen(live, { type: 'stopping', why, ...(reason && { reason }) })
  if (life.status === 'running' && life.activity.kind === 'idle' && resumeId !== undefined) {
    const left = life.activity.since + LAST_WORDS_MS - daemon.now()
    if (left > 0) await ended(live, Math.min(left, LAST_WORDS_MS))
  }
  await endAgent(daemon, live)
}

/** Resolves once a start that is under way has come to its end, whichever. */
export function begun(live: Live): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (live.session.life.status === 'starting') return
      live.onChange.delete(look)
      resolve()
    }
    live.onChange.add(look)
    look()
  })
}

/** Walks the agent's exit steps until it has ended. Also goes on with a stop that a killed daemon began. */
export async function endAgent(daemon: Daemon, live: Live): Promise<void> {
  // One whose description is gone from the config must still end.
  const agent = daemon.agents().named(live.session.agent) ?? command
  for (const step of agent.exit) {
    if (live.session.life.status !== 'stopping') return
    await take(live, step).catch((error) =>
      daemon.log.warn('exit step', { session: live.session.id, error: String(error) }),
    )
    if (await ended(live, step.waitMs)) return
  }
  if (live.session.life.status === 'stopping')
    throw new Refusal(
      'conflict',
      `session ${live.session.id} does not end, even by SIGKILL (pid ${live.session.life.agentPid}); see roost explain ${live.session.id}`,
    )
}

async function take(live: Live, step: ExitStep): Promise<void> {
  if (!live.link) return
  if (step.type === 'signal') {
    await live.link.call('signal', { signal: step.signal })
    // One that stands still (SIGSTOP) takes a signal only when it goes on: else it would end by force alone.
    await live.link.call('signal', { signal: 'SIGCONT' })
  } else await live.link.call('keys', { base64: Buffer.from(step.bytes).toString('base64') })
}

function ended(live: Live, ms: number): Promise<boolean> {
  if (live.session.life.status !== 'stopping') return Promise.resolve(true)
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms)
    live.onEnd.push(() => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}
