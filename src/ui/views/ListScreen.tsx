import { Box } from 'ink'
import { emptyLines } from '../content/empty.ts'
import { peekLines } from '../content/glance.ts'
import { listRows } from '../content/list.ts'
import { bodyRows, layoutOf } from '../layout.ts'
import { span, type Line } from '../line.ts'
import { selectedOf } from '../model/list.ts'
import { listLines } from '../model/rows.ts'
import type { State } from '../model/state.ts'
import type { Theme } from '../theme.ts'
import { Rows } from './Rows.tsx'

/** The list, with the selected session's screen beside it or below it where there is room. */
export function ListScreen({ state, theme }: { state: State; theme: Theme }) {
  const { size } = state
  const wanted = listLines(state).length
  if (wanted === 0)
    return <Rows cols={state.size.cols} lines={emptyLines(state)} rows={bodyRows(size)} theme={theme} />
  const layout = layoutOf(size, wanted)
  const session = selectedOf(state)
  switch (layout.shape) {
    case 'wide': {
      const { rows, listCols, peekCols } = layout
      const list = listRows(state, listCols)
      const peek = session ? peekLines(state, session, { cols: peekCols, rows }, theme.colour) : []
      return (
        <Rows cols={state.size.cols} lines={beside(list, peek, listCols, rows)} rows={rows} theme={theme} />
      )
    }
    case 'stacked': {
      const { cols, listRows: rows, peekRows } = layout
      const peek =
        session && peekRows > 0 ? peekLines(state, session, { cols, rows: peekRows }, theme.colour) : []
      return (
        <Box flexDirection="column" height={bodyRows(size)}>
          <Rows cols={state.size.cols} lines={listRows(state, cols)} rows={rows} theme={theme} />
          {peekRows > 0 ? (
            <Rows cols={state.size.cols} lines={peek} rows={peekRows} theme={theme} />
          ) : undefined}
        </Box>
      )
    }
    case 'narrow':
      return (
        <Rows cols={state.size.cols} lines={listRows(state, layout.cols)} rows={layout.rows} theme={theme} />
      )
  }
}

/** Two panes as rows. Joined here, not by Ink, which measures some scripts differently than terminals do. */
function beside(left: readonly Line[], right: readonly Line[], cols: number, rows: number): Line[] {
  const blank: Line = [span(' '.repeat(cols))]
  return Array.from({ length: rows }, (_, y) => [...(left[y] ?? blank), span(' '), ...(right[y] ?? [])])
}
