import { waitText, windowText, bytesText, type Amount, type Stats } from '../../protocol/stats.ts'
import { contextPart, costText, countText } from '../../protocol/usage.ts'
import { cells, cutLine, ends, line, span, type Line } from '../line.ts'
import { NARROW } from '../model/rows.ts'
import { cut, fit, plain, width } from '../text.ts'
import { bar, columns, fullness, meter, spark } from './charts.ts'

const AGENT_MAX = 10

/** `$9.82`; where no price is known, that. */
const money = (amount: Amount): string => {
  const text = costText(amount)
  return text === '?' ? 'price unknown' : text === '' ? '$0' : text
}

export const spanWord = ({ span: of }: Pick<Stats, 'span'>): string => (of === 'today' ? 'today' : '7 days')

/** What the bars measure: dollars, or tokens while no price is known. */
const sizeOf = (stats: Stats, { usd, tokens }: Amount): number => (stats.spent.usd > 0 ? usd : tokens)

/** The sum, in one line. */
function sumLine(stats: Stats): Line {
  const { spent } = stats
  return [
    span(money(spent), 'strong'),
    span(` ${spanWord(stats)} · ${countText(spent.tokens)} tokens`, 'quiet'),
    ...(spent.unpriced > 0 && spent.usd > 0
      ? [span(` · ${countText(spent.unpriced)} of unknown price`, 'needs')]
      : []),
  ]
}

/** Spending over time in one row of small bars, the sum behind it. */
export function sparkLine(stats: Stats, cols: number): Line {
  const label = stats.span === 'today' ? 'by hour ' : 'by day  '
  const total = money(stats.spent)
  const most = stats.span === 'today' ? 24 : 7
  const wide = Math.max(1, Math.min(3, Math.floor((cols - cells([span(label + total)]) - 2) / most)))
  const shown = spark(stats.series.map((point) => sizeOf(stats, point)))
    .split('')
    .map((each) => each.repeat(wide))
    .join('')
  return ends([span(label, 'quiet'), span(shown, 'accent')], [span(total, 'strong')], cols)
}

/** The same as upright bars. */
export function chartLines(stats: Stats, size: { cols: number; rows: number }): Line[] {
  const today = stats.span === 'today'
  const day = new Intl.DateTimeFormat('en', { weekday: 'short' })
  const all = stats.series.map((point) => ({
    value: sizeOf(stats, point),
    label: today ? String(new Date(point.at).getHours()).padStart(2, '0') : day.format(point.at),
  }))
  const most = stats.series.reduce<Amount>(
    (max, point) => (sizeOf(stats, point) > sizeOf(stats, max) ? point : max),
    { usd: 0, unpriced: 0, tokens: 0 },
  )
  const top = stats.spent.usd > 0 ? costText(most) : `${countText(most.tokens)} tokens`
  return [
    ends(sumLine(stats), most.tokens > 0 ? [span(`most ${top}`, 'quiet')] : [], size.cols),
    [],
    ...columns(all, { cols: size.cols, rows: size.rows - 3 }),
  ]
}

/** A bar for each agent. */
export function agentLines(stats: Stats, cols: number, rows: number): Line[] {
  const { agents } = stats
  const most = Math.max(...agents.map((each) => sizeOf(stats, each)), 0)
  const name = Math.min(AGENT_MAX, Math.max(6, ...agents.map(({ agent }) => width(agent))))
  const ends = agents.map(
    (each) => [money(each).replace('price unknown', '?'), countText(each.tokens)] as const,
  )
  const right = Math.max(0, ...ends.map(([usd]) => usd.length))
  const room = Math.max(4, cols - name - right - 10)
  return agents
    .slice(0, rows)
    .map((each, i) => [
      span(fit(plain(each.agent), name + 1), 'quiet'),
      span(bar(most === 0 ? 0 : sizeOf(stats, each) / most, room), 'accent'),
      span(` ${(ends[i]?.[0] ?? '').padStart(right)}`),
      span(`  ${(ends[i]?.[1] ?? '').padStart(5)}`, 'quiet'),
    ])
}

/** Dearest models by kind of token. */
export function modelLines(stats: Stats, cols: number, rows: number): Line[] {
  return stats.models.slice(0, rows).map(({ model, by, ...amount }) => {
    const kinds = [
      `${countText(by.input)} in`,
      `${countText(by.output)} out`,
      `${countText(by.cacheRead)} read`,
      `${countText(by.cacheWrite)} written`,
    ]
    const name = fit(plain(model), Math.min(24, Math.floor(cols / 2.4)))
    const right = money(amount).replace('price unknown', '?').padStart(8)
    // Whole kinds or none: a number cut in two would be another number.
    let said = ''
    for (const kind of kinds) {
      const next = said ? `${said} · ${kind}` : `  ${kind}`
      if (width(name) + width(next) + right.length > cols) break
      said = next
    }
    return ends([span(name), span(said, 'quiet')], [span(right)], cols)
  })
}

const LABEL = 8

/** What was asked, and how long the person took. */
export function askedLines({ asked, evictions }: Stats, cols: number): Line[] {
  const parts: Line[] = []
  const count = (n: number, word: string, tone: 'plain' | 'needs' = 'plain'): void => {
    if (n > 0) parts.push([span(parts.length > 0 ? ', ' : ': ', 'quiet'), span(`${n} ${word}`, tone)])
  }
  count(asked.allowed, 'allowed')
  count(asked.denied, 'denied')
  count(asked.open, 'open', 'needs')
  count(asked.elsewhere, 'in its own dialog')
  count(asked.dropped, 'dropped')
  const { waited } = asked
  return [
    [span('asked'.padEnd(LABEL), 'quiet'), span(String(asked.asked)), ...parts.flat()],
    [
      span('waited'.padEnd(LABEL), 'quiet'),
      ...(waited
        ? [span(`median ${waitText(waited.medianMs)}, longest ${waitText(waited.longestMs)}`)]
        : [span(asked.open > 0 ? 'nothing answered yet' : 'nothing waited for you', 'quiet')]),
    ],
    [
      span('rules'.padEnd(LABEL), 'quiet'),
      span(`${asked.passed} passed, ${asked.stopped} stopped`),
      ...(evictions > 0 ? [span(`, ${evictions} evicted`)] : []),
    ],
  ].map((each) => cutLine(each, cols))
}

export function memoryLines({ memory }: Stats, cols: number): Line[] {
  const label = span('memory'.padEnd(LABEL), 'quiet')
  if (!memory.known) return [[label, span('not told by process here', 'quiet')]]
  const ours = memory.agents + memory.hosts + memory.daemon
  const part = memory.total > 0 ? ours / memory.total : 0
  const first: Line = [
    label,
    span(`${bytesText(ours)} of ${bytesText(memory.total)} `),
    span(meter(part, 10), fullness(part)),
  ]
  const parts = [
    `agents ${bytesText(memory.agents)}`,
    `hosts ${bytesText(memory.hosts)}`,
    `daemon ${bytesText(memory.daemon)}`,
  ].join(', ')
  const words = parts.length <= cols - LABEL ? parts : parts.replaceAll(' GB', 'G').replaceAll(' MB', 'M')
  return [cutLine(first, cols), cutLine([span(' '.repeat(LABEL)), span(words, 'quiet')], cols)]
}

/** Only what agents tell of the person's plan. */
export function planLines({ quotas, at }: Stats, cols: number): Line[] {
  return quotas.flatMap(({ agent, quota }) =>
    quota.map(({ minutes, used, resetsAt }) => {
      const part = used / 100
      const left =
        resetsAt !== undefined && resetsAt > at
          ? `, ${cols < NARROW ? '' : 'resets in '}${waitText(resetsAt - at)}${cols < NARROW ? ' left' : ''}`
          : ''
      return cutLine(
        [
          span(fit(plain(agent), LABEL), 'quiet'),
          span(meter(part, cols < NARROW ? 8 : 10), fullness(part)),
          span(` ${Math.round(used)}% of ${windowText(minutes)}`),
          span(left, 'quiet'),
        ],
        cols,
      )
    }),
  )
}

/** Figures further away than this from their name are hard to follow, cells. */
const SESSION_NAME_MAX = 90

/** The dearest sessions: cost, tokens, context, memory. */
export function sessionLines(stats: Stats, cols: number): Line[] {
  const narrow = cols < NARROW
  const shown = stats.sessions.map((each) => {
    const part = each.context && contextPart(each.context)
    const memory = each.memory ? bytesText(each.memory.agent + each.memory.host) : ''
    const usd = money(each).replace('price unknown', '?')
    const full = part === undefined ? '    ' : `${Math.round(part * 100)}%`.padStart(4)
    const right: Line = [
      ...(narrow ? [] : [span(fit(plain(each.agent), AGENT_MAX), 'quiet')]),
      ...(narrow ? [] : [span(` ${countText(each.tokens).padStart(6)}`, 'quiet')]),
      ...(narrow
        ? []
        : [span('  '), span(part === undefined ? '     ' : meter(part, 5), fullness(part ?? 0))]),
      span(` ${full}`, 'quiet'),
      ...(narrow ? [] : [span(memory.padStart(9), 'quiet')]),
      span(usd.padStart(9)),
    ]
    const room = Math.min(cols - cells(right) - 1, SESSION_NAME_MAX)
    const gone = each.removed ? [span(room < 30 ? ' gone' : ' removed', 'quiet')] : []
    const name = cut(plain(each.label), Math.max(4, room - cells(gone)))
    return ends([span(name), ...gone], right, Math.min(cols, room + 1 + cells(right)))
  })
  const all = shown.length > 0 ? [figuresHead(cols), ...shown] : []
  return stats.more > 0 ? [...all, line(`and ${stats.more} more`, 'quiet')] : all
}

/** What the figures behind the names are. */
function figuresHead(cols: number): Line {
  const figures =
    cols < NARROW
      ? `context${'cost'.padStart(9)}`
      : `${fit('agent', AGENT_MAX)} tokens  ${fit('context', 10)}${'memory'.padStart(9)}${'cost'.padStart(9)}`
  return ends(
    [span('session', 'quiet')],
    [span(figures, 'quiet')],
    Math.min(cols, SESSION_NAME_MAX + 1 + figures.length),
  )
}
