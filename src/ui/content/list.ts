import { detailOf, groupOf, sinceOf, type SessionView } from '../../protocol/session.ts'
import { age } from '../age.ts'
import { cutLine, fitLine, span, type Line } from '../line.ts'
import { layoutOf, listRowsOf } from '../layout.ts'
import { listLines, nameOf, type ListLine } from '../model/rows.ts'
import type { State } from '../model/state.ts'
import { cutPath, fit, plain, tilde, width } from '../text.ts'
import { BAR, GROUP, PIN } from './groups.ts'

const AGE = 4
const AGENT_MAX = 10
const FOLDER = 18
/** From this width on there is room for the folder. */
const FOLDER_FROM = 96

/** The rows of the list that show, exactly as wide as the list. */
export function listRows(state: State, cols: number): Line[] {
  const lines = listLines(state)
  const rows = listRowsOf(layoutOf(state.size, lines.length))
  const agents = Math.min(AGENT_MAX, Math.max(4, ...[...state.sessions.values()].map((s) => width(s.agent))))
  return lines.slice(state.top, state.top + rows).map((l) => fitLine(rowOf(state, l, cols, agents), cols))
}

function rowOf(state: State, l: ListLine, cols: number, agents: number): Line {
  if (l.is === 'heading') {
    const { word, tone } = GROUP[l.group]
    const rule = '─'.repeat(Math.max(0, cols - word.length - String(l.count).length - 3))
    return [
      span(word, l.group === 'needs' || l.group === 'failed' ? tone : 'strong'),
      span(` ${l.count} `, 'quiet'),
      span(rule, 'rule'),
    ]
  }
  if (l.is === 'more') return moreRow(state, l.session, cols)
  return cols < 60 ? narrowRow(state, l.session, cols) : wideRow(state, l.session, cols, agents)
}

function wideRow(state: State, s: SessionView, cols: number, agents: number): Line {
  const here = s.id === state.selected
  const group = groupOf(s)
  const { glyph, tone } = GROUP[group]
  const folder = cols >= FOLDER_FROM ? FOLDER + 2 : 0
  const middle = cols - 5 - 2 - folder - agents - 2 - AGE - 1 - 2
  const label = Math.ceil(middle * 0.54)
  return [
    span(here ? BAR : ' ', 'accent'),
    span(`${glyph} `, tone),
    span(`${s.pinned ? PIN : ' '} `, 'accent'),
    span(fit(nameOf(s), label), here ? 'strong' : 'plain'),
    span('  '),
    span(fit(doing(s), middle - label), group === 'needs' || group === 'working' ? 'plain' : 'quiet'),
    span('  '),
    ...(folder
      ? [span(fit(cutPath(tilde(plain(s.cwd), state.place.home), FOLDER), FOLDER + 2), 'quiet')]
      : []),
    span(fit(plain(s.agent), agents), 'quiet'),
    span('  '),
    span(fit(age(sinceOf(s), state.now), AGE, 'right'), group === 'needs' ? tone : 'quiet'),
    span(' '),
  ]
}

function narrowRow(state: State, s: SessionView, cols: number): Line {
  const here = s.id === state.selected
  const group = groupOf(s)
  const { glyph, tone } = GROUP[group]
  return [
    span(here ? BAR : ' ', 'accent'),
    span(`${glyph} `, tone),
    span(fit(nameOf(s), cols - 3 - 3 - AGE - 1), here ? 'strong' : 'plain'),
    span(s.pinned ? ` ${PIN} ` : '   ', 'accent'),
    span(fit(age(sinceOf(s), state.now), AGE, 'right'), group === 'needs' ? tone : 'quiet'),
    span(' '),
  ]
}

function moreRow(state: State, s: SessionView, cols: number): Line {
  const where = cutPath(tilde(plain(s.cwd), state.place.home), 16)
  const now = doing(s)
  return cutLine(
    [
      span(BAR, 'accent'),
      span('  '),
      ...(now ? [span(now), span(' · ', 'quiet')] : []),
      span(`${plain(s.agent)} ${where}`, 'quiet'),
    ],
    cols - 1,
  )
}

/** One sentence on what it does now. A permission needs no name: the command says it all. */
export function doing(s: SessionView): string {
  const { life } = s
  if (
    life.status === 'running' &&
    life.activity.kind === 'needs-input' &&
    life.activity.need === 'permission'
  )
    return plain(life.activity.what ?? 'asks for permission')
  return plain(detailOf(s))
}
