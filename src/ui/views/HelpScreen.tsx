import { below } from '../content/askframe.ts'
import { helpLines } from '../content/help.ts'
import { bodyRows } from '../layout.ts'
import { span } from '../line.ts'
import type { Help } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import type { Theme } from '../theme.ts'
import { Panel } from './Panel.tsx'

export function HelpScreen({ state, help, theme }: { state: State; help: Help; theme: Theme }) {
  const { scroll } = help
  const size = { cols: state.size.cols, rows: bodyRows(state.size) }
  const lines = helpLines(state, help, size.cols - 4)
  return (
    <Panel
      title={[span('Keys', 'strong')]}
      hint={below(lines.length - scroll - (size.rows - 2))}
      lines={lines.slice(scroll)}
      size={size}
      theme={theme}
    />
  )
}
