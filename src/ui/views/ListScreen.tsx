import { Box } from 'ink'
import { listRows } from '../content/list.ts'
import { emptyLines } from '../content/empty.ts'
import { layoutOf } from '../layout.ts'
import { listLines, nameOf } from '../model/rows.ts'
import { selectedOf } from '../model/list.ts'
import type { State } from '../model/state.ts'
import { span } from '../line.ts'
import { factLines, glanceLines } from '../content/glance.ts'
import type { Size } from '../layout.ts'
import type { SessionView } from '../../protocol/session.ts'
import type { Theme } from '../theme.ts'
import { Panel } from './Panel.tsx'
import { Rows } from './Rows.tsx'

/** The list, with the selected session's screen beside it or below it where there is room. */
export function ListScreen({ state, theme }: { state: State; theme: Theme }) {
  const { size } = state
  const wanted = listLines(state).length
  if (wanted === 0) return <Rows lines={emptyLines(state)} rows={size.rows - 2} theme={theme} />
  const layout = layoutOf(size, wanted)
  const selected = selectedOf(state)
  const peek = (at: Size) =>
    selected ? <PeekPane state={state} session={selected} size={at} theme={theme} /> : undefined
  switch (layout.shape) {
    case 'wide':
      return (
        <Box height={layout.rows} columnGap={1}>
          <Box width={layout.listCols} flexShrink={0}>
            <Rows lines={listRows(state, layout.listCols)} rows={layout.rows} theme={theme} />
          </Box>
          {peek({ cols: layout.peekCols, rows: layout.rows })}
        </Box>
      )
    case 'stacked':
      return (
        <Box flexDirection="column" height={size.rows - 2}>
          <Rows lines={listRows(state, layout.cols)} rows={layout.listRows} theme={theme} />
          {layout.peekRows > 0 ? peek({ cols: layout.cols, rows: layout.peekRows }) : undefined}
        </Box>
      )
    case 'narrow':
      return <Rows lines={listRows(state, layout.cols)} rows={layout.rows} theme={theme} />
  }
}

type PaneProps = {
  state: State
  session: SessionView
  size: Size
  theme: Theme
  /** Where something else on the screen says already who and where it is. */
  plain?: true
  back?: number
  pan?: number
}

/** A session's screen in a frame. Tall ones say above it who and where it is. */
export function PeekPane({ state, session, size, theme, plain, back = 0, pan = 0 }: PaneProps) {
  const cols = size.cols - 4
  const tall = size.rows >= 14 && !plain
  const facts = tall ? [...factLines(state, session, cols), [span('─'.repeat(cols), 'rule')]] : []
  const rows = size.rows - 2 - facts.length
  const lines = glanceLines(state, session, { cols, rows, back, pan }, theme.colour)
  return (
    <Panel
      title={[span(nameOf(session), 'strong')]}
      aside={[span(session.id.slice(0, 4), 'quiet')]}
      lines={[...facts, ...lines]}
      size={size}
      theme={theme}
    />
  )
}
