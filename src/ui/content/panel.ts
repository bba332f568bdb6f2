import { cells, cutLine, fitLine, span, type Line, type Tone } from '../line.ts'
import type { Size } from '../layout.ts'

export type Panel = {
  title: Line
  /** At the right of the title, which gives way to it. */
  aside?: Line
  /** At the left of the lower edge. */
  hint?: Line
  lines: readonly Line[]
  size: Size
  tone?: Tone
}

/** Text in a round frame, its title in the upper edge. */
export function panelLines({ title, aside = [], hint = [], lines, size, tone = 'rule' }: Panel): Line[] {
  const { cols, rows } = size
  const inner = Math.max(0, rows - 2)
  const framed: Line[] = [edge('╭', '╮', title, aside, cols, tone)]
  for (let y = 0; y < inner; y++)
    framed.push([span('│ ', tone), ...fitLine(lines[y] ?? [], cols - 4), span(' │', tone)])
  framed.push(edge('╰', '╯', hint, [], cols, tone))
  return framed
}

function edge(left: string, right: string, title: Line, aside: Line, cols: number, tone: Tone): Line {
  const kept = cells(aside) > 0 ? [span(' ', tone), ...aside, span(` ─${right}`, tone)] : [span(right, tone)]
  const tail = cells(kept) + TITLE_MIN < cols ? kept : [span(right, tone)]
  const name = cutLine(title, cols - cells(tail) - 5)
  const head = cells(name) > 0 ? [span(`${left}─ `, tone), ...name, span(' ', tone)] : [span(left, tone)]
  const rule = '─'.repeat(Math.max(0, cols - cells(head) - cells(tail)))
  return [...head, span(rule, tone), ...tail]
}

/** Cells a title must keep before what stands beside it goes. */
const TITLE_MIN = 12
