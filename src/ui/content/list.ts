import { channelNames, detailOf, groupOf, sinceOf, type SessionView } from '../../protocol/session.ts'
import { contextText, costText } from '../../protocol/usage.ts'
import { age } from '../age.ts'
import { cells, cutLine, ends, fitLine, lit, span, type Line } from '../line.ts'
import { layoutOf, listRowsOf } from '../layout.ts'
import { hitsIn } from '../model/find.ts'
import { asksInside } from '../model/life.ts'
import { listLines, nameOf, NARROW, type ListLine } from '../model/rows.ts'
import type { State } from '../model/state.ts'
import { cut, cutPath, fit, plain, tilde, width } from '../text.ts'
import { AGE, columnsOf, LEAD, type Columns } from './columns.ts'
import { BAR, GROUP, MARK, PIN } from './groups.ts'
import { hitSpans } from './hits.ts'

/** Cells of a folder behind what a row says in its second line. */
const FOLDER = 18
const BRANCH = 16
/** Cells of what a row does that are worth more than whose it is. */
const DOING_MIN = 24

/** The rows of the list that show, exactly as wide as the list. */
export function listRows(state: State, cols: number): Line[] {
  const lines = listLines(state)
  const rows = listRowsOf(layoutOf(state.size, lines.length))
  const columns = columnsOf(state, cols, lines.some((l) => l.is === 'row' && l.roomy) ? 'roomy' : 'dense')
  return lines.slice(state.top, state.top + rows).map((l) => {
    const row = fitLine(rowOf(state, l, columns), cols)
    return (l.is === 'row' || l.is === 'more') && l.session.id === state.selected ? lit(row) : row
  })
}

function rowOf(state: State, l: ListLine, columns: Columns): Line {
  const { cols } = columns
  switch (l.is) {
    case 'gap':
      return []
    case 'heading': {
      const { section } = l
      const group = section.by === 'state' ? section.group : undefined
      const word =
        section.by === 'state'
          ? GROUP[section.group].word
          : cutPath(tilde(plain(section.folder), state.place.home), cols - String(l.count).length - 6)
      const rule = '─'.repeat(Math.max(0, cols - width(word) - String(l.count).length - 3))
      return [
        span(word, group === 'needs' || group === 'failed' ? GROUP[group].tone : 'strong'),
        span(` ${l.count} `, 'quiet'),
        span(rule, 'rule'),
      ]
    }
    case 'more':
      return moreRow(state, l.session, columns)
    case 'row':
      if (cols < NARROW) return narrowRow(state, l.session, cols)
      return l.roomy ? roomyRow(state, l.session, columns) : denseRow(state, l.session, columns)
  }
}

function lead(state: State, s: SessionView): Line {
  const { glyph, tone } = GROUP[groupOf(s)]
  return [
    span(s.id === state.selected ? BAR : ' ', 'accent'),
    span(`${glyph} `, tone),
    span(`${s.pinned ? PIN : ' '} `, 'accent'),
  ]
}

function denseRow(state: State, s: SessionView, columns: Columns): Line {
  const { label, doing, folder, agent } = columns
  const group = groupOf(s)
  const loud = group === 'needs' || group === 'working'
  return [
    ...lead(state, s),
    ...nameSpans(state, s, label),
    span('  '),
    span(fit(doingOf(s, state.now), doing), loud ? 'plain' : 'quiet'),
    ...(folder ? [span('  '), span(fit(folderOf(state, s, folder), folder), 'quiet')] : []),
    ...agentSpans(s, agent),
    ...endSpans(state, s, columns),
  ]
}

function agentSpans(s: SessionView, agent: number): Line {
  return agent ? [span('  '), span(fit(plain(s.agent), agent), 'quiet')] : []
}

/** The name in exactly `room` cells, what the filter found in it marked. */
function nameSpans(state: State, s: SessionView, room: number): Line {
  const tone = s.id === state.selected ? 'strong' : 'plain'
  const mark = state.marked.has(s.id) ? [span(MARK, 'needs')] : []
  return [...mark, ...hitSpans(fit(nameOf(s), room - MARK.length * mark.length), hitsIn(state, s), tone)]
}

/** A row whose second line says what it does. */
function roomyRow(state: State, s: SessionView, columns: Columns): Line {
  const { cols, agent } = columns
  const end = [...agentSpans(s, agent), ...endSpans(state, s, columns)]
  return [...lead(state, s), ...nameSpans(state, s, cols - LEAD - cells(end)), ...end]
}

/** What changes often stands at the right end, each in a place of its own. */
function endSpans(state: State, s: SessionView, { context, cost }: Columns): Line {
  const spent = s.today && state.now < s.today.until ? costText(s.today) : ''
  return [
    ...(context ? [span('  '), span(fit(contextWord(s), context, 'right'), 'quiet')] : []),
    ...ageSpans(state, s).slice(0, -1),
    ...(cost ? [span('  '), span(fit(spent, cost, 'right'), 'quiet')] : []),
    span(' '),
  ]
}

const contextWord = ({ context }: SessionView): string => (context ? contextText(context) : '')

function narrowRow(state: State, s: SessionView, cols: number): Line {
  const here = s.id === state.selected
  const { glyph, tone } = GROUP[groupOf(s)]
  return [
    span(here ? BAR : ' ', 'accent'),
    span(`${glyph} `, tone),
    ...nameSpans(state, s, cols - 3 - 2 - 2 - AGE - 1),
    span(s.pinned ? ` ${PIN}` : '  ', 'accent'),
    ...ageSpans(state, s).slice(0, -1),
  ]
}

/** Two cells, the age, one cell. */
function ageSpans(state: State, s: SessionView): Line {
  const group = groupOf(s)
  return [
    span('  '),
    span(fit(age(sinceOf(s), state.now), AGE, 'right'), group === 'needs' ? GROUP.needs.tone : 'quiet'),
    span(' '),
  ]
}

function moreRow(state: State, s: SessionView, { cols, mixed }: Columns): Line {
  const here = s.id === state.selected
  const now = doingOf(s, state.now)
  const group = groupOf(s)
  const tone = group === 'needs' || group === 'working' ? 'plain' : 'quiet'
  const bar = [span(here ? BAR : ' ', 'accent'), span(cols < NARROW ? '  ' : '    ')]
  const where = folderOf(state, s, cols < NARROW ? 16 : FOLDER)
  if (cols < NARROW) {
    const rest = span(`${now ? ' · ' : ''}${plain(s.agent)} ${where}`, 'quiet')
    const head = [...bar, span(now, tone)]
    if (cells(head) + cells([rest]) < cols || now === '') return [...head, rest]
    // Whole or not at all: half a word of it tells nothing. Of several agents it is always told which.
    const whose = span(mixed ? ` · ${plain(s.agent)}` : '', 'quiet')
    const room = cols - 1 - cells([whose])
    return room < DOING_MIN ? cutLine(head, cols - 1) : [...cutLine(head, room), whose]
  }
  const branch = checkoutWord(s, BRANCH)
  return ends(
    [...bar, span(now, tone)],
    [span(where, 'quiet'), ...(branch ? [span(`  ${branch}`, 'quiet')] : []), span(' ')],
    cols,
  )
}

/** `main`, or `main +3` with three files changed; the branch gives way to the number. */
function checkoutWord({ checkout }: SessionView, cells: number): string {
  if (!checkout) return ''
  const changed = checkout.changed ? ` +${checkout.changed}` : ''
  return `${cut(plain(checkout.branch), cells - changed.length)}${changed}`
}

const folderOf = (state: State, s: SessionView, cells: number): string =>
  cutPath(tilde(plain(s.cwd), state.place.home), cells)

/** Before this it is no news that an idle session will be stopped, ms. */
const STOPS_SOON_MS = 30 * 60_000

/** What it does now, and what is about to happen to it. */
export function doingOf(s: SessionView, now: number): string {
  const soon = s.stopsAt !== undefined && s.stopsAt - now <= STOPS_SOON_MS ? s.stopsAt : undefined
  // What will happen says more than what could. An agent's last words are long and would push it off the row;
  // what it does now comes first all the same.
  const ready = s.updateReady && !s.rolls
  const idle = groupOf(s) === 'idle'
  return [
    ...(s.paused ? ['paused'] : []),
    ...(idle ? channelWords(s) : []),
    ...(asksInside(s) ? ['attach to answer'] : []),
    ...(s.rolls ? ['restarts when idle'] : []),
    ...(ready && idle ? ['update ready'] : []),
    ...(s.unusual === undefined ? [] : [plain(s.unusual)]),
    saying(s),
    ...(soon === undefined ? [] : [`stops in ${Math.max(1, Math.ceil((soon - now) / 60_000))} min`]),
    ...(s.restartsAt === undefined
      ? []
      : [`starts again in ${Math.max(1, Math.ceil((s.restartsAt - now) / 1000))} s`]),
    ...(ready && !idle ? ['update ready'] : []),
    ...(idle ? [] : channelWords(s)),
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** Where its messages come from: of one that waits that says more than its last words. */
export const channelWords = ({ channel }: SessionView): string[] =>
  channel ? [plain(`channel ${channelNames(channel)}`)] : []

/** One sentence. A permission needs no name: the command says it all. */
function saying(s: SessionView): string {
  const { life } = s
  if (
    life.status === 'running' &&
    life.activity.kind === 'needs-input' &&
    life.activity.need === 'permission'
  )
    return plain(life.activity.what ?? 'asks for permission')
  return plain(detailOf(s))
}
