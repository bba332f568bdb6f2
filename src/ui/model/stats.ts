import { DASHBOARD_SIZE, type StatsSpan } from '../../protocol/stats.ts'
import { statsExtent } from '../content/statspage.ts'
import { actionOf } from '../keys.ts'
import type { StatsScreen, Under } from './screens.ts'
import { scrolled } from './scroll.ts'
import { act, stay, type State, type Step } from './state.ts'

export const openStats = (state: State, under: Under): State => ({
  ...state,
  screen: { at: 'stats', span: 'today', scroll: 0, under },
})

export const dashboardFits = ({ cols, rows }: State['size']): boolean =>
  cols >= DASHBOARD_SIZE.cols && rows >= DASHBOARD_SIZE.rows

/** The terminal is lent to it; it gives it back by itself. */
export function openDashboard(state: State, under: Under | StatsScreen): Step {
  const { cols, rows } = state.size
  if (dashboardFits(state.size)) return act({ ...state, screen: { at: 'away' } }, { do: 'dashboard' })
  const stats = under.at === 'stats' ? '' : ' s shows the same in any window.'
  const text = `The dashboard needs a window of ${DASHBOARD_SIZE.cols}x${DASHBOARD_SIZE.rows}; this is ${cols}x${rows}.${stats}`
  return stay({ ...state, screen: under, notice: { text, tone: 'quiet' } })
}

export function statsKey(state: State, screen: StatsScreen, key: string): Step {
  const action = actionOf('stats', key)
  switch (action) {
    case 'back':
      return stay({ ...state, screen: screen.under })
    case 'dashboard':
      return openDashboard(state, screen)
    case 'span': {
      const other: StatsSpan = screen.span === 'today' ? 'week' : 'today'
      // The old ones stay until the new ones have come: an empty page in between would only flicker.
      return stay({ ...state, screen: { ...screen, span: other, scroll: 0 } })
    }
    case 'down':
    case 'up':
    case 'page-down':
    case 'page-up': {
      const extent = statsExtent(screen.stats, state.size)
      return stay({ ...state, screen: { ...screen, scroll: scrolled(screen.scroll, action, extent) } })
    }
    case undefined:
      return stay(state)
  }
}
