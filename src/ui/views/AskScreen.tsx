import { Box } from 'ink'
import { askLines, askRows, headRows, questionLines } from '../content/ask.ts'
import { actionLine, askHead, askTitle, askTone, below } from '../content/askframe.ts'
import { peekLines } from '../content/glance.ts'
import { bodyRows } from '../layout.ts'
import type { Line } from '../line.ts'
import { NARROW } from '../model/rows.ts'
import type { Ask } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import type { Theme } from '../theme.ts'
import { Panel } from './Panel.tsx'
import { Rows } from './Rows.tsx'

// Below a short card the session's own screen shows what led to the request, if it has this many rows.
const CONTEXT_ROWS = 7

/** A request owns the screen: who asks, all it would do, and the keys that answer. */
export function AskScreen({ state, ask, theme }: { state: State; ask: Ask; theme: Theme }) {
  const { size } = state
  const cols = size.cols - 4
  const all = askLines(ask, state)
  // The card is as tall as its text, so that the keys stand right below it.
  const rows = Math.min(askRows(ask, size), Math.max(all.length, 2))
  const from = firstRow(ask, all.length, rows, cols)
  const body: Line[] = all.slice(from, from + rows)
  while (body.length < rows) body.push([])
  const head = askHead(state, ask, cols)
  while (head.length < headRows(size)) head.push([])
  // In a tiny window what is asked and the keys come first. A card taller than the window would be laid over
  // the footer, and two rows in one place are neither.
  const spare = Math.max(0, bodyRows(size) - 2 - body.length - 1)
  const lines = [
    ...head.slice(0, Math.min(headRows(size), spare)),
    ...body,
    ...(spare > headRows(size) ? [[]] : []),
    actionLine(state, ask, cols),
  ]
  const card = { cols: size.cols, rows: lines.length + 2 }
  const left = bodyRows(size) - card.rows
  const session = state.sessions.get(ask.request.session)
  return (
    <Box flexDirection="column" height={bodyRows(size)}>
      <Panel
        {...askTitle(state, ask)}
        hint={below(all.length - from - rows)}
        tone={askTone(ask)}
        lines={lines}
        size={card}
        theme={theme}
      />
      <Rows
        cols={size.cols}
        lines={
          session && left >= CONTEXT_ROWS && size.cols >= NARROW
            ? peekLines(state, session, { cols: size.cols, rows: left, plain: true }, theme.colour)
            : []
        }
        rows={left}
        theme={theme}
      />
    </Box>
  )
}

/** A question keeps its cursor in view by itself; all else is scrolled by the person. */
function firstRow({ request, step, scroll }: Ask, all: number, rows: number, cols: number): number {
  const last = Math.max(0, all - rows)
  if (step.is !== 'choose') return Math.min(scroll, last)
  const { to, from } = questionLines(request.questions ?? [], step, cols)
  return Math.min(last, Math.max(0, Math.min(from, to - rows + 1)))
}
