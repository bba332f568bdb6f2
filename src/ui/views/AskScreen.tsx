import { askLines, askRows, headRows, questionLines } from '../content/ask.ts'
import { actionLine, askHead, askTitle, askTone, below } from '../content/askframe.ts'
import { bodyRows } from '../layout.ts'
import type { Line } from '../line.ts'
import type { Ask, State } from '../model/state.ts'
import type { Theme } from '../theme.ts'
import { Panel } from './Panel.tsx'

/** A request owns the screen: who asks, all it would do, and the keys that answer. */
export function AskScreen({ state, ask, theme }: { state: State; ask: Ask; theme: Theme }) {
  const { size } = state
  const cols = size.cols - 4
  const rows = askRows(ask, size)
  const all = askLines(ask, state)
  const from = firstRow(ask, all.length, rows, cols)
  const body: Line[] = all.slice(from, from + rows)
  while (body.length < rows) body.push([])
  const head = askHead(state, ask, cols)
  while (head.length < headRows(size)) head.push([])
  return (
    <Panel
      {...askTitle(state, ask)}
      hint={below(all.length - from - rows)}
      tone={askTone(ask)}
      lines={[...head.slice(0, headRows(size)), ...body, [], actionLine(state, ask, cols)]}
      size={{ cols: size.cols, rows: bodyRows(size) }}
      theme={theme}
    />
  )
}

/** A question keeps its cursor in view by itself; all else is scrolled by the person. */
function firstRow({ request, step, scroll }: Ask, all: number, rows: number, cols: number): number {
  const last = Math.max(0, all - rows)
  if (step.is !== 'choose') return Math.min(scroll, last)
  const { to, from } = questionLines(request.questions ?? [], step, cols)
  return Math.min(last, Math.max(0, Math.min(from, to - rows + 1)))
}
