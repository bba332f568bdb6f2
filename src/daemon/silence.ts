import { QUIET_MS } from '../protocol/host.ts'
import type { Daemon } from './daemon.ts'
import { hearPause, learnAll } from './hear.ts'
import type { Live } from './live.ts'
import { rowsOf } from './look.ts'

/** How often a silent agent's screen is looked at while something is printed there, ms. */
const AGAIN_MS = 5000

/**
 * An agent that reports its state and has said nothing some seconds after its start stands at a dialog that the
 * person must see: looks at its screen, as the last resort, until it speaks. Any other program is known by its output
 * alone, and one that has had none is quiet.
 */
export function watchSilence(daemon: Daemon, live: Live): void {
  const agent = daemon.agents().named(live.session.agent)
  const { generation } = live.session
  const { screen, silentStartMs } = agent ?? {}
  const isOver = () => live.session.life.status !== 'running' || live.session.generation !== generation
  if (silentStartMs === undefined) {
    // The host tells of a pause after output only: one that has printed nothing yet would be "starting up" for good.
    setTimeout(() => live.best === undefined && !isOver() && hearPause(daemon, live, daemon.now()), QUIET_MS)
    return
  }
  if (!screen) return
  const look = async () => {
    const spoken = live.best !== undefined && !['output', 'title', 'screen'].includes(live.best)
    if (spoken || isOver()) return
    const { seq } = live
    const learned = screen(await rowsOf(live), live.session)
    learnAll(daemon, live, learned.length > 0 ? learned : [nothingSaid])
    const again = () => void setTimeout(() => void look(), AGAIN_MS)
    // A screen on which nothing comes is the same for hours.
    if (live.isPrinting || live.seq !== seq) again()
    else live.onOutput.push(again)
  }
  setTimeout(() => void look(), silentStartMs)
}

const nothingSaid = {
  type: 'activity',
  source: 'screen',
  says: 'the agent has given no sign of its state',
  activity: { kind: 'unknown', what: 'gives no sign of its state; look: Enter attaches' },
} as const
