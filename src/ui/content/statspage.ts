import type { Stats } from '../../protocol/stats.ts'
import { cells, fitLine, line, span, type Line } from '../line.ts'
import { bodyRows, type Size } from '../layout.ts'
import { extentOf, panelExtent, type Extent } from '../model/scroll.ts'
import { panelLines } from './panel.ts'
import {
  agentLines,
  askedLines,
  chartLines,
  memoryLines,
  modelLines,
  planLines,
  sessionLines,
  spanWord,
  sparkLine,
} from './stats.ts'

/** From this width on there are panels beside each other. */
const PANELS_FROM = 100
const PANELS_ROWS = 24

/** The whole page, its frame included: as panels where there is room, else as one text that scrolls. */
export function statsPage(stats: Stats | undefined, size: Size, scroll: number): Line[] {
  if (stats && isRoomy(size)) return panels(stats, size)
  const all = stats ? textLines(stats, size.cols - 4) : [line('asking…', 'quiet')]
  const rows = size.rows - 2 // the frame
  // A window that has grown shows its end, and nothing beyond.
  const top = Math.min(scroll, extentOf(all.length, rows).last)
  const below = all.length - top - rows
  return panelLines({
    title: title(stats),
    hint: below > 0 ? [span(`${below} more below`, 'quiet')] : [],
    lines: all.slice(top),
    size,
  })
}

/** How far it can be scrolled in a window of that size. */
export function statsExtent(stats: Stats | undefined, window: Size): Extent {
  const isText = stats && !isRoomy({ cols: window.cols, rows: bodyRows(window) })
  return panelExtent(isText ? textLines(stats, window.cols - 4).length : 0, window)
}

const isRoomy = ({ cols, rows }: Size): boolean => cols >= PANELS_FROM && rows >= PANELS_ROWS

const title = (stats: Stats | undefined): Line => [
  span('Stats', 'strong'),
  ...(stats ? [span(` · ${spanWord(stats)}`)] : []),
]

function textLines(stats: Stats, cols: number): Line[] {
  const plan = planLines(stats, cols)
  return [
    sparkLine(stats, cols),
    [],
    ...agentLines(stats, cols, 6),
    ...(stats.agents.length > 0 ? [[]] : []),
    ...memoryLines(stats, cols).slice(0, cols < 60 ? 1 : 2),
    ...askedLines(stats, cols).slice(0, cols < 60 ? 2 : 3),
    ...(plan.length > 0 ? [[], ...plan] : []),
    ...(stats.sessions.length > 0 ? [[], ...sessionLines(stats, cols)] : []),
    ...(stats.models.length > 0 && cols >= 60 ? [[], ...modelLines(stats, cols, 6)] : []),
    ...(stats.spent.tokens === 0 ? [[], line('Nothing was used yet.', 'quiet')] : []),
  ]
}

function panels(stats: Stats, { cols, rows }: Size): Line[] {
  const plan = planLines(stats, cols)
  const left = Math.round(cols * 0.6)
  const right = cols - left - 1
  const high = Math.min(Math.max(9, Math.round(rows * 0.32)), 16)
  const modelRows = Math.min(Math.max(stats.models.length, 1), 5)
  const lowRows = Math.max(5 + (plan.length > 0 ? plan.length + 1 : 0), modelRows) + 2
  const sessions = rows - high - lowRows
  const frame = (name: string, lines: Line[], size: Size, aside: Line = []) =>
    panelLines({ title: [span(name, 'strong')], aside, lines, size })
  const beside = (a: Line[], b: Line[]) => a.map((one, i): Line => [...one, span(' '), ...(b[i] ?? [])])
  const nothing = line('Nothing was used yet.', 'quiet')
  return [
    ...beside(
      frame(
        stats.span === 'today' ? 'Spent by the hour' : 'Spent by the day',
        chartLines(stats, { cols: left - 4, rows: high - 2 }),
        { cols: left, rows: high },
      ),
      frame('Agents', stats.agents.length > 0 ? agentLines(stats, right - 4, high - 2) : [nothing], {
        cols: right,
        rows: high,
      }),
    ),
    ...beside(
      frame('Models', stats.models.length > 0 ? modelLines(stats, left - 4, lowRows - 2) : [nothing], {
        cols: left,
        rows: lowRows,
      }),
      frame(
        'You and the machine',
        [
          ...askedLines(stats, right - 4),
          ...memoryLines(stats, right - 4),
          ...(plan.length > 0 ? [[], ...planLines(stats, right - 4)] : []),
        ],
        { cols: right, rows: lowRows },
      ),
    ),
    ...frame(`Sessions ${spanWord(stats)}`, clipped(sessionLines(stats, cols - 4), sessions - 2), {
      cols,
      rows: sessions,
    }),
  ].map((each) => (cells(each) === cols ? each : fitLine(each, cols)))
}

/** All of them, or as many as fit and how many do not. */
function clipped(lines: Line[], rows: number): Line[] {
  if (lines.length <= rows) return lines
  return [...lines.slice(0, rows - 1), line(`and ${lines.length - rows + 1} more: roost stats`, 'quiet')]
}
