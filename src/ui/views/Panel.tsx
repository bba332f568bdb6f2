import { panelLines, type Panel as PanelText } from '../content/panel.ts'
import type { Theme } from '../theme.ts'
import { Rows } from './Rows.tsx'

/** A framed text. Drawn by hand: Ink's borders take no title. */
export function Panel({ theme, ...panel }: PanelText & { theme: Theme }) {
  return <Rows lines={panelLines(panel)} cols={panel.size.cols} rows={panel.size.rows} theme={theme} />
}
