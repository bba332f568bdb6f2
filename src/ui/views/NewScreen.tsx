import { conversationCount, conversationLines } from '../content/conversations.ts'
import { formLines } from '../content/form.ts'
import { bodyRows } from '../layout.ts'
import { span } from '../line.ts'
import type { NewForm } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import type { Theme } from '../theme.ts'
import { Panel } from './Panel.tsx'

export function NewScreen({ state, form, theme }: { state: State; form: NewForm; theme: Theme }) {
  const size = { cols: state.size.cols, rows: bodyRows(state.size) }
  const inner = { cols: size.cols - 4, rows: size.rows - 2 }
  const { picking } = form
  return picking ? (
    <Panel
      title={[span('Go on with a conversation', 'strong')]}
      aside={conversationCount(state, picking)}
      lines={conversationLines(state, form, picking, inner)}
      size={size}
      tone="accent"
      theme={theme}
    />
  ) : (
    <Panel
      title={[span('New session', 'strong')]}
      lines={formLines(state, form, inner)}
      size={size}
      tone="accent"
      theme={theme}
    />
  )
}
