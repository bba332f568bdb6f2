import { searchCount, searchLines } from '../content/search.ts'
import { bodyRows } from '../layout.ts'
import { span } from '../line.ts'
import type { Search } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import { plain } from '../text.ts'
import type { Theme } from '../theme.ts'
import { Panel } from './Panel.tsx'

export function SearchScreen({ state, search, theme }: { state: State; search: Search; theme: Theme }) {
  const size = { cols: state.size.cols, rows: bodyRows(state.size) }
  return (
    <Panel
      title={[span('Search', 'strong'), span(`  “${plain(search.text, 60)}”`)]}
      aside={searchCount(search, size.cols)}
      lines={searchLines(state, search, { cols: size.cols - 4, rows: size.rows - 2 })}
      size={size}
      theme={theme}
    />
  )
}
