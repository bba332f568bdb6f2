import { statsPage } from '../content/statspage.ts'
import { bodyRows } from '../layout.ts'
import type { StatsScreen as Screen } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import type { Theme } from '../theme.ts'
import { Rows } from './Rows.tsx'

export function StatsScreen({ state, screen, theme }: { state: State; screen: Screen; theme: Theme }) {
  const size = { cols: state.size.cols, rows: bodyRows(state.size) }
  return (
    <Rows
      cols={size.cols}
      lines={statsPage(screen.stats, size, screen.scroll)}
      rows={size.rows}
      theme={theme}
    />
  )
}
