import type { Daemon } from './daemon.ts'
import { learnAll } from './hear.ts'
import type { Live } from './live.ts'
import { rowsOf } from './look.ts'

/** How often a silent agent's screen is looked at, ms. */
const AGAIN_MS = 5000

/**
 * An agent that reports its state and has said nothing some seconds after its start stands at a dialog that the
 * person must see: looks at its screen, as the last resort, until it speaks.
 */
export function watchSilence(daemon: Daemon, live: Live): void {
  const agent = daemon.agents().named(live.session.agent)
  const { generation } = live.session
  const { screen, silentStartMs } = agent ?? {}
  if (!screen || silentStartMs === undefined) return
  const look = async () => {
    const spoken = live.best !== undefined && !['output', 'title', 'screen'].includes(live.best)
    if (spoken || live.session.life.status !== 'running' || live.session.generation !== generation) return
    const learned = screen(await rowsOf(live), live.session)
    learnAll(daemon, live, learned.length > 0 ? learned : [nothingSaid])
    setTimeout(() => void look(), AGAIN_MS)
  }
  setTimeout(() => void look(), silentStartMs)
}

const nothingSaid = {
  type: 'activity',
  source: 'screen',
  says: 'the agent has given no sign of its state',
  activity: { kind: 'unknown', what: 'gives no sign of its state; look: Enter attaches' },
} as const
