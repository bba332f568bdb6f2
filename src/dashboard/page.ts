import { box, type Element, type Screen } from 'blessed'
import Line from 'blessed-contrib/lib/widget/charts/line.js'
import Donut from 'blessed-contrib/lib/widget/donut.js'
import Log from 'blessed-contrib/lib/widget/log.js'
import Sparkline from 'blessed-contrib/lib/widget/sparkline.js'
import Table from 'blessed-contrib/lib/widget/table.js'
import type { SessionView } from '../protocol/session.ts'
import type { Stats } from '../protocol/stats.ts'
import {
  FAINT,
  footText,
  headText,
  hue,
  lineLabel,
  lines,
  newsLine,
  type News,
  QUIET,
  QUIET_TAG,
  rings,
  RULE_TAG,
  sparks,
  tableHead,
  tableRows,
  tag,
} from './content.ts'

export type Shown = {
  sessions: readonly SessionView[]
  stats: Stats | undefined
  /** How many sessions worked, at each of the last looks. */
  working: readonly number[]
  /** News that are not in the log yet. */
  fresh: readonly News[]
  host: string
  now: number
}

export type Page = { show(shown: Shown): void; remove(): void }

/** All widgets, laid out for the screen's size to the cell: percentages would leave seams. */
export function layOut(screen: Screen, news: readonly News[]): Page {
  const { width: cols, height: rows } = screen
  const high = Math.floor((rows - 2) * 0.37)
  const middle = Math.floor((rows - 2) * 0.36)
  const low = rows - 2 - high - middle
  const left = Math.round(cols * 0.64)
  const right = cols - left
  const style = { border: { fg: RULE_TAG }, label: { fg: 'default', bold: true } }
  const frame = { border: { type: 'line' as const, fg: RULE_TAG }, tags: true, style }
  const at = (top: number, from: number, width: number, height: number) => ({
    top,
    left: from,
    width,
    height,
  })

  const head = box({ ...at(0, 0, cols, 1), tags: true })
  const foot = box({ ...at(rows - 1, 0, cols, 1), tags: true })
  const line = new Line({
    ...frame,
    ...at(1, 0, left, high),
    label: ' Spent ',
    style: { ...style, line: hue(0), text: QUIET, baseline: QUIET },
    xLabelPadding: 3,
    xPadding: 5,
    numYLabels: Math.max(2, Math.floor(high / 3)),
  })
  const radius = Math.max(
    3,
    Math.min(Math.floor((high * 4 - 12) / 2) - 5, Math.floor((right * 2 - 5) / 6) - 2),
  )
  const donut = new Donut({
    ...frame,
    ...at(1, left, right, high),
    label: ' Shares ',
    radius,
    arcWidth: Math.max(2, Math.round(radius / 4)),
    spacing: 1,
    yPadding: 3,
    remainColor: FAINT,
    fill: QUIET,
    data: [],
  })
  const table = new Table({
    ...frame,
    ...at(1 + high, 0, cols, middle),
    label: ' Sessions ',
    interactive: false,
    columnSpacing: 0,
    columnWidth: [cols * 4],
    fg: 'default',
  })
  const log = new Log({
    ...frame,
    ...at(1 + high + middle, 0, left, low),
    label: ' News ',
    bufferLength: 200,
    wrap: false,
    padding: { left: 1, right: 1 },
  })
  const spark = new Sparkline({
    ...frame,
    ...at(1 + high + middle, left, right, low),
    label: ' Activity ',
    padding: { left: 1, right: 1 },
    style: { ...style, fg: tag(0), titleFg: QUIET_TAG },
  })
  const all: Element[] = [head, line, donut, table, log, spark, foot]
  for (const each of all) screen.append(each)
  const logCols = left - 5
  for (const each of news) log.log(newsLine(each, logCols))
  // Border, a cell for the list's own inset, and what the widget keeps for a scroll bar.
  const tableCols = cols - 5

  return {
    show({ sessions, stats, working, fresh, host, now }) {
      head.setContent(headText(sessions, stats, host))
      foot.setContent(footText(stats))
      table.setData({
        headers: [tableHead(tableCols)],
        data: tableRows(sessions, stats, { cols: tableCols, now }).map((row) => [row]),
      })
      for (const each of fresh) log.log(newsLine(each, logCols))
      if (!stats) return
      line.setLabel(lineLabel(stats))
      line.setData(lines(stats))
      donut.setData(rings(stats))
      const { titles, values } = sparks(stats, working)
      const room = right - 6
      const fits = Math.max(1, Math.floor((low - 2) / 3))
      spark.setData(
        titles.slice(0, fits),
        values.slice(0, fits).map((each) => stretched(each, room)),
      )
    },
    remove() {
      for (const each of all) each.detach()
    },
  }
}

/** As many cells for each value as there is room for: a day has few hours and a screen many columns. */
function stretched(values: readonly number[], room: number): number[] {
  const each = Math.max(1, Math.floor(room / Math.max(1, values.length)))
  return values.slice(-room).flatMap((value) => Array.from({ length: each }, () => value))
}
