import { sheetLines, sheetTitle } from '../content/sheet.ts'
import type { Sheet } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import type { Theme } from '../theme.ts'
import { ScrollPanel } from './ScrollPanel.tsx'

export function SheetScreen({ state, sheet, theme }: { state: State; sheet: Sheet; theme: Theme }) {
  return (
    <ScrollPanel
      title={sheetTitle(sheet)}
      lines={sheetLines(state, sheet, state.size.cols - 4)}
      scroll={sheet.scroll}
      window={state.size}
      theme={theme}
    />
  )
}
