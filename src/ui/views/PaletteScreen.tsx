import { paletteLines } from '../content/palette.ts'
import { bodyRows } from '../layout.ts'
import { span } from '../line.ts'
import { selectedOf } from '../model/list.ts'
import { nameOf } from '../model/rows.ts'
import type { Palette } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import type { Theme } from '../theme.ts'
import { Panel } from './Panel.tsx'

export function PaletteScreen({ state, palette, theme }: { state: State; palette: Palette; theme: Theme }) {
  const size = { cols: state.size.cols, rows: bodyRows(state.size) }
  const session = selectedOf(state)
  const marks = state.marked.size
  const whom = marks > 0 ? `${marks} marked` : session && nameOf(session)
  return (
    <Panel
      title={[span('Commands', 'strong'), ...(whom ? [span('  for ', 'quiet'), span(whom)] : [])]}
      lines={paletteLines(state, palette, { cols: size.cols - 4, rows: size.rows - 2 })}
      size={size}
      tone="accent"
      theme={theme}
    />
  )
}
