import type { StatsSpan } from '../../protocol/stats.ts'
import { layoutOf } from '../layout.ts'
import { listLines } from './rows.ts'
import type { State } from './state.ts'

/** What the screen shows that must be fetched for as long as it is shown: a session's screen, its log, the stats. */
export type Looks = { peek?: string | undefined; log?: string; talk?: string; stats?: StatsSpan }

export function looksOf(state: State): Looks {
  const { screen } = state
  return {
    peek: peekOf(state),
    ...(screen.at === 'log' && (screen.of === 'talk' ? { talk: screen.id } : { log: screen.id })),
    ...(screen.at === 'stats' && { stats: screen.span }),
  }
}

function peekOf(state: State): string | undefined {
  const { screen, size, selected } = state
  const under =
    screen.at === 'prompt' || screen.at === 'confirm' || screen.at === 'palette' ? screen.under : screen
  if (under.at === 'peek') return under.id
  if (under.at === 'ask') return under.request.session
  if (under.at !== 'list') return undefined
  const layout = layoutOf(size, listLines(state).length)
  return layout.shape === 'wide' || (layout.shape === 'stacked' && layout.peekRows > 0) ? selected : undefined
}
