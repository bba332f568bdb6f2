import { below } from '../content/askframe.ts'
import { sheetLines, sheetTitle } from '../content/sheet.ts'
import { bodyRows } from '../layout.ts'
import type { Sheet } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import type { Theme } from '../theme.ts'
import { Panel } from './Panel.tsx'

export function SheetScreen({ state, sheet, theme }: { state: State; sheet: Sheet; theme: Theme }) {
  const size = { cols: state.size.cols, rows: bodyRows(state.size) }
  const lines = sheetLines(state, sheet, size.cols - 4)
  return (
    <Panel
      title={sheetTitle(sheet)}
      hint={below(lines.length - sheet.scroll - (size.rows - 2))}
      lines={lines.slice(sheet.scroll)}
      size={size}
      theme={theme}
    />
  )
}
