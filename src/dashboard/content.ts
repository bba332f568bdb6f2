import type { Hue } from 'blessed'
import type { Event } from '../protocol/control.ts'
import { gist, type Request } from '../protocol/request.ts'
import {
  detailOf,
  groupOf,
  labelOf,
  sinceOf,
  stateWord,
  type Group,
  type SessionView,
} from '../protocol/session.ts'
import { bytesText, waitText, windowText, type Stats } from '../protocol/stats.ts'
import { contextPart, contextText, costText, countText } from '../protocol/usage.ts'
import { age } from '../ui/age.ts'
import { cut, fit, plain, width } from '../ui/text.ts'
import { inksFor } from './hues.ts'

const inks = inksFor(process.env)
const SERIES = [inks.accent, inks.needs] as const

export const QUIET = inks.quiet.hue
export const FAINT = inks.rule.hue
export const QUIET_TAG = inks.quiet.tag
export const RULE_TAG = inks.rule.tag
export const hue = (index: 0 | 1): Hue => SERIES[index].hue
export const tag = (index: 0 | 1): string => SERIES[index].tag

/** What a tag of blessed would be made of must not come from a title. */
const safe = (text: string): string => plain(text).replaceAll('{', '(').replaceAll('}', ')')
const painted = (text: string, colour: string): string =>
  colour === 'default' ? text : `{${colour}-fg}${text}{/}`

const GROUPS: Record<Group, { glyph: string; word: string; colour: string }> = {
  needs: { glyph: '!', word: 'needs input', colour: inks.needs.tag },
  working: { glyph: '●', word: 'working', colour: inks.working.tag },
  idle: { glyph: '◇', word: 'idle', colour: inks.quiet.tag },
  done: { glyph: '✓', word: 'done', colour: inks.done.tag },
  failed: { glyph: '✗', word: 'failed', colour: inks.failed.tag },
}
const ORDER: Group[] = ['needs', 'working', 'idle', 'done', 'failed']

/** The top row: how many want what, and what today cost. */
export function headText(sessions: readonly SessionView[], stats: Stats | undefined, host: string): string {
  const counts = ORDER.flatMap((group) => {
    const n = sessions.filter((s) => groupOf(s) === group).length
    const { glyph, word, colour } = GROUPS[group]
    return n > 0 ? [painted(`${glyph} ${n} ${word}`, colour)] : []
  })
  const cost = stats ? costText(stats.spent) : ''
  const spent =
    cost === ''
      ? ''
      : `{bold}${cost === '?' ? 'price unknown' : cost}{/bold} ${stats?.span === 'week' ? 'in 7 days' : 'today'}`
  return `{bold}${painted('roost', tag(0))}{/bold}  ${safe(host)}   ${counts.join('   ')}{|}${spent} `
}

/** Dollars, or tokens while no price is known, growing over the hours or days; one line for each agent. */
export function lines(stats: Stats): { title: string; x: string[]; y: number[]; style: { line: Hue } }[] {
  const day = new Intl.DateTimeFormat('en', { weekday: 'short' })
  const x = stats.series.map(({ at }) =>
    stats.span === 'week' ? day.format(at) : `${String(new Date(at).getHours()).padStart(2, '0')}h`,
  )
  let sum = 0
  const { of } = unitOf(stats)
  const each = stats.series.map(of)
  const grown = each.map((value) => (sum += value))
  return [
    { title: 'sum', x, y: grown, style: { line: hue(0) } },
    { title: stats.span === 'week' ? 'each day' : 'each hour', x, y: each, style: { line: hue(1) } },
  ]
}

type Unit = { word: string; of(point: Stats['series'][number]): number }

/** The axis has two decimals: less than a dollar is told in cents, or its labels would repeat. */
function unitOf(stats: Stats): Unit {
  if (!inDollars(stats)) return { word: 'Thousand tokens', of: ({ tokens }) => tokens / 1000 }
  return stats.spent.usd < 1
    ? { word: 'Cents', of: ({ usd }) => usd * 100 }
    : { word: 'Dollars', of: ({ usd }) => usd }
}

const inDollars = (stats: Stats): boolean => stats.spent.usd > 0

export const lineLabel = (stats: Stats): string =>
  ` ${unitOf(stats).word} ${stats.span === 'week' ? 'in 7 days' : 'today'}  ${painted('━ sum', tag(0))}  ${painted(stats.span === 'week' ? '━ each day' : '━ each hour', tag(1))} `

/** Parts of a whole, 0 to 100: the machine's memory, the fullest conversation, the tightest plan or the dearest agent. */
export function rings(stats: Stats): { label: string; percent: number; color: Hue }[] {
  const { memory } = stats
  const used = memory.available === undefined ? undefined : 1 - memory.available / memory.total
  const fullest = stats.sessions.reduce<number | undefined>((most, { context }) => {
    const part = context && contextPart(context)
    return part !== undefined && part > (most ?? -1) ? part : most
  }, undefined)
  const plan = stats.quotas.flatMap(({ quota }) => quota).toSorted((a, b) => b.used - a.used)[0]
  const [dearest] = stats.agents
  const sum = inDollars(stats) ? stats.spent.usd : stats.spent.tokens
  const share = dearest && stats.agents.length > 1 && sum > 0
  const percent = (part: number) => Math.min(100, Math.max(0, Math.round(part * 100)))
  const parts: { label: string; percent: number; color?: Hue }[] = [
    ...(used === undefined ? [] : [{ label: 'memory', percent: percent(used) }]),
    ...(fullest === undefined ? [] : [{ label: 'context', percent: percent(fullest) }]),
    ...(share && !plan
      ? [
          {
            label: safe(dearest.agent),
            // A share is nothing to be warned of.
            color: inks.accent.hue,
            percent: percent((inDollars(stats) ? dearest.usd : dearest.tokens) / sum),
          },
        ]
      : []),
    ...(plan ? [{ label: `plan ${windowText(plan.minutes)}`, percent: percent(plan.used / 100) }] : []),
  ]
  return parts.map(({ color, ...ring }) => ({ ...ring, color: color ?? fullness(ring.percent) }))
}

const fullness = (percent: number): Hue =>
  (percent >= 90 ? inks.failed : percent >= 75 ? inks.needs : inks.working).hue

/** Cells of the columns; name and doing share what is left. */
const AGENT = 10
const FULL = 9
const TODAY = 9
const MEMORY = 9
const AGE = 6

function widthsOf(cols: number): { name: number; doing: number } {
  const left = cols - AGENT - FULL - TODAY - MEMORY - AGE - 2
  const name = Math.max(14, Math.floor(left * 0.46))
  return { name, doing: Math.max(6, left - name) }
}

export function tableHead(cols: number): string {
  const { name, doing } = widthsOf(cols)
  return [
    fit('   session', name + 2),
    fit('doing', doing + 1),
    fit('agent', AGENT),
    fit('context', FULL, 'right'),
    fit('today', TODAY, 'right'),
    fit('memory', MEMORY, 'right'),
    fit('age', AGE, 'right'),
  ].join('')
}

/** Each row is one cell of the widget: it counts characters where a terminal counts cells. */
export function tableRows(
  sessions: readonly SessionView[],
  stats: Stats | undefined,
  at: { cols: number; now: number },
): string[] {
  const { name, doing } = widthsOf(at.cols)
  const weights = new Map(stats?.sessions.map(({ id, memory }) => [id, memory]))
  const sorted = sessions.toSorted(
    (a, b) =>
      ORDER.indexOf(groupOf(a)) - ORDER.indexOf(groupOf(b)) ||
      sinceOf(b) - sinceOf(a) ||
      (a.id < b.id ? -1 : 1),
  )
  return sorted.map((s) => {
    const { glyph, colour } = GROUPS[groupOf(s)]
    const weight = weights.get(s.id)
    const cost = s.today && at.now < s.today.until ? costText(s.today) : ''
    return [
      `${painted(glyph, colour)} ${fit(safe(labelOf(s)), name - 2)} `,
      `${painted(fit(safe(detailOf(s)), doing), QUIET_TAG)} `,
      fit(safe(s.agent), AGENT),
      fit(s.context ? contextText(s.context) : '', FULL, 'right'),
      fit(cost, TODAY, 'right'),
      fit(weight ? bytesText(weight.agent + weight.host) : '', MEMORY, 'right'),
      fit(age(sinceOf(s), at.now), AGE, 'right'),
    ].join('')
  })
}

/** Small rows of bars: what was used when, and how many worked during the last minutes. */
export function sparks(stats: Stats, working: readonly number[]): { titles: string[]; values: number[][] } {
  const { spent, series } = stats
  const dollars = { title: `${costText(spent)} spent`, values: series.map(({ usd }) => usd * 100) }
  const shown = [
    ...(inDollars(stats) ? [dollars] : []),
    { title: `${countText(spent.tokens)} tokens`, values: series.map(({ tokens }) => tokens) },
    { title: `${working.at(-1) ?? 0} at work`, values: [...working] },
  ]
  return { titles: shown.map(({ title }) => title), values: shown.map(({ values }) => values) }
}

/** The bottom row: the keys, and what was asked of the person. */
export function footText(stats: Stats | undefined): string {
  const keys = [
    ['q', 'back'],
    ['w', stats?.span === 'week' ? 'today' : 'week'],
  ].map(([key, word]) => `{bold}${key}{/bold} ${word}`)
  if (!stats) return keys.join('   ')
  const { asked, evictions } = stats
  const kinds = [
    [asked.allowed, 'allowed'],
    [asked.denied, 'denied'],
    [asked.open, 'open'],
  ] as const
  const answers = kinds.flatMap(([n, word]) => (n > 0 ? [`${n} ${word}`] : [])).join(', ')
  const said = [
    `asked ${asked.asked}${answers === '' ? '' : `: ${answers}`}`,
    ...(asked.waited
      ? [`waited median ${waitText(asked.waited.medianMs)}, longest ${waitText(asked.waited.longestMs)}`]
      : []),
    ...(evictions > 0 ? [`${evictions} evicted`] : []),
  ].join(' · ')
  return `${keys.join('   ')}{|}${painted(said, QUIET_TAG)} `
}

/** Something that happened, for the log. */
export type News = { at: number; group: Group; name: string; text: string }

/** What the log begins with: how each came to be what it is, oldest first. */
export function beforeOf(sessions: readonly SessionView[]): News[] {
  return sessions
    .toSorted((a, b) => sinceOf(a) - sinceOf(b))
    .slice(-LOG_FIRST)
    .map((s) => said(s, sinceOf(s)))
}

const LOG_FIRST = 40

/** One line of the log, cut to the cells it has. */
export function newsLine({ at, group, name, text }: News, cols: number): string {
  const clock = new Date(at).toTimeString().slice(0, 8)
  const { glyph, colour } = GROUPS[group]
  const who = cut(safe(name), Math.max(10, Math.floor((cols - 13) * 0.5)))
  const said = cut(safe(text), Math.max(4, cols - 13 - width(who)))
  return `${painted(clock, QUIET_TAG)} ${painted(glyph, colour)} ${who}  ${painted(said, QUIET_TAG)}`
}

function said(s: SessionView, at: number): News {
  return { at, group: groupOf(s), name: labelOf(s), text: happened(s) }
}

/** As a person would tell it: `asks: Bash: psql`, `done: all tests pass`. */
function happened(s: SessionView): string {
  const { life } = s
  if (life.status === 'running' && life.activity.kind === 'needs-input')
    return `asks: ${life.activity.what ?? life.activity.need}`
  const word = life.status === 'exited' ? groupOf(s) : stateWord(s)
  const detail = detailOf(s)
  return detail === '' || detail === word ? word : `${word}: ${detail}`
}

/** What an event reads like in the log; undefined when it is no news. */
export function newsOf(event: Event, before: ReadonlyMap<string, SessionView>, at: number): News | undefined {
  const nameOf = (id: string) => {
    const known = before.get(id)
    return known ? labelOf(known) : id.slice(0, 4)
  }
  switch (event.event) {
    case 'session.changed': {
      const s = event.data
      const known = before.get(s.id)
      const same = known && stateWord(known) === stateWord(s) && detailOf(known) === detailOf(s)
      // What it asks is told by the request.
      const told = stateWord(s) === 'needs-input' && s.requests.length > 0
      return same || told ? undefined : said(s, at)
    }
    case 'session.removed':
      return { at, group: 'done', name: nameOf(event.data.id), text: 'removed' }
    case 'request.opened':
      return { at, group: 'needs', name: nameOf(event.data.session), text: `asks: ${asks(event.data)}` }
    case 'request.closed':
      return { at, group: 'done', name: nameOf(event.data.session), text: event.data.says }
    default:
      return undefined
  }
}

const asks = ({ tool, input, cwd }: Request): string => gist(tool, input, cwd).slice(0, 200)
