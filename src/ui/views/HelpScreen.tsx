import { helpLines } from '../content/help.ts'
import { span } from '../line.ts'
import type { Help } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import type { Theme } from '../theme.ts'
import { ScrollPanel } from './ScrollPanel.tsx'

export function HelpScreen({ state, help, theme }: { state: State; help: Help; theme: Theme }) {
  return (
    <ScrollPanel
      title={[span('Keys', 'strong')]}
      lines={helpLines(state, help, state.size.cols - 4)}
      scroll={help.scroll}
      window={state.size}
      theme={theme}
    />
  )
}
