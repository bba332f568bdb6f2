import type { Peek } from '../../protocol/host.ts'
import type { SessionView } from '../../protocol/session.ts'
import { contextText, costText } from '../../protocol/usage.ts'
import { cutLine, line, span, type Line } from '../line.ts'
import { asksInside } from '../model/life.ts'
import { nameOf } from '../model/rows.ts'
import type { Glance, State } from '../model/state.ts'
import { bodyRows, type Size } from '../layout.ts'
import { channelWords } from './list.ts'
import { saidLines, WHO } from './talk.ts'
import { isBlank, ownLines } from './ownrow.ts'
import { panelLines } from './panel.ts'
import { cutPath, plain, tilde, wrap, width } from '../text.ts'

/** Which part of a session's screen shows. */
type Window = {
  cols: number
  rows: number /** Rows up from the end. */
  back: number /** Columns cut at the left. */
  pan: number
}

type Pane = Size & {
  /** Where something else on the screen says already who and where it is. */
  plain?: true
  back?: number
  pan?: number
}

/** A session's screen in a frame. Tall ones say above it who and where it is. */
export function peekLines(state: State, session: SessionView, pane: Pane, colour: boolean): Line[] {
  const cols = pane.cols - 4
  const tall = isTall(pane)
  const facts = tall ? [...factLines(state, session, cols), [span('─'.repeat(cols), 'rule')]] : []
  const rows = pane.rows - 2 - facts.length
  const back = pane.back ?? 0
  const window = { cols, rows, back, pan: pane.pan ?? 0 }
  return panelLines({
    title: pane.plain ? [span('its screen', 'quiet')] : [span(nameOf(session), 'strong')],
    aside: pane.plain ? [] : [span(session.id.slice(0, 4), 'quiet')],
    hint: hint(session, back),
    lines: [...facts, ...glanceLines(state, session, window, colour)],
    size: pane,
  })
}

function hint(session: SessionView, back: number): Line {
  if (back > 0) return [span(`${back} ${back === 1 ? 'row' : 'rows'} back · G is live`, 'needs')]
  return asksInside(session)
    ? [span('it asks here: ', 'needs'), span('Enter', 'key'), span(' attaches', 'needs')]
    : []
}

const TALL_FROM = 14
/** Two rows of facts and a rule. */
const FACT_ROWS = 3
const isTall = ({ rows, plain: bare }: Pane): boolean => rows >= TALL_FROM && !bare

/** How many rows one can look back in the peek that fills the screen. */
export function scrollEnd(state: State, session: SessionView): number {
  const { glance, history, size } = state
  const pane = { cols: size.cols, rows: bodyRows(size) }
  const rows = pane.rows - 2 - (isTall(pane) ? FACT_ROWS : 0)
  if (history?.id === session.id) return Math.max(0, usedRows(history.lines) - rows)
  if (glance?.id !== session.id || glance.is === 'nothing') return 0
  const all = glance.is === 'screen' ? usedOf(glance.peek) : wrapMessages(glance, pane.cols - 4).length
  return Math.max(0, all - rows)
}

/** What the peek pane shows of a session, at most `rows` rows. */
function glanceLines(state: State, session: SessionView, window: Window, colour: boolean): Line[] {
  const { glance } = state
  // Nothing yet: it takes a moment, and a word that comes and goes would flicker.
  if (glance?.id !== session.id) return []
  switch (glance.is) {
    case 'screen': {
      const { history } = state
      return window.back > 0 && history?.id === session.id
        ? rowsBack(history.lines, usedRows(history.lines), window, colour)
        : rowsBack(glance.peek.lines, usedOf(glance.peek), window, colour)
    }
    case 'messages':
      return messageLines(glance, window)
    case 'nothing':
      return wrap(plain(glance.why), window.cols, 'words').map((text) => line(text, 'quiet'))
  }
}

/** Who and where, above the screen. */
function factLines(state: State, s: SessionView, cols: number): Line[] {
  const model = s.usage?.model ?? Object.keys(s.usage?.models ?? {}).at(-1)
  const cost = costText(s.cost)
  const who = [
    plain(s.agent),
    ...channelWords(s),
    ...(model ? [modelName(model, s.agent)] : []),
    ...(s.context ? [`context ${contextText(s.context)}`] : []),
    ...(cost === '' ? [] : [cost === '?' ? 'price unknown' : `${cost}${ofToday(s, state.now)}`]),
    ...(s.attached > 0
      ? [`attached from ${s.attached === 1 ? 'a terminal' : `${s.attached} terminals`}`]
      : []),
  ]
  const where = checkoutText(s)
  const path = cutPath(tilde(plain(s.cwd), state.place.home), Math.max(12, cols - width(where) - 2))
  return [
    cutLine([span(path), ...(where ? [span(`  ${where}`, 'quiet')] : [])], cols),
    cutLine([span(fitting(who, cols), 'quiet')], cols),
  ]
}

/** Above a cent it is told that conversations before this one cost more: `/clear` begins another. */
const ofToday = ({ cost, today }: SessionView, now: number): string =>
  cost && today && now < today.until && today.usd - cost.usd >= 0.01 ? ` of ${costText(today)} today` : ''

/** As many as fit whole. */
function fitting([first = '', ...rest]: readonly string[], cols: number): string {
  let out = first
  for (const part of rest) if (width(`${out} · ${part}`) <= cols) out = `${out} · ${part}`
  return out
}

/** `opus-5-5` of `claude-opus-5-5`: the agent's name stands beside it. */
function modelName(model: string, agent: string): string {
  const rest = model.startsWith(`${agent}-`) ? model.slice(agent.length + 1) : ''
  return plain(/\d/.test(rest) ? rest : model, 30)
}

/** `main, 3 files changed`. */
function checkoutText({ checkout }: SessionView): string {
  if (!checkout) return ''
  const { changed } = checkout
  const files = changed ? `, ${changed} ${changed === 1 ? 'file' : 'files'} changed` : ''
  return `${plain(checkout.branch, 40)}${files}`
}

/** Rows up to the last text and the cursor; what is below is empty. */
function usedOf({ lines, cursor }: Peek): number {
  return Math.max(usedRows(lines), cursor.visible ? Math.min(cursor.y + 1, lines.length) : 0)
}

function usedRows(lines: readonly string[]): number {
  let end = lines.length
  while (end > 0 && isBlank(lines[end - 1] ?? '')) end--
  return end
}

/** The last of `end` rows, or so many rows further back. */
function rowsBack(
  lines: readonly string[],
  end: number,
  { cols, rows, back, pan }: Window,
  colour: boolean,
): Line[] {
  const last = Math.max(Math.min(end, rows), end - back)
  return ownLines(lines.slice(Math.max(0, last - rows), last), { pan, cols, colour })
}

/** The last messages of a conversation that does not run. */
function messageLines(glance: Glance & { is: 'messages' }, { cols, rows, back }: Window): Line[] {
  const all = wrapMessages(glance, cols)
  const last = Math.max(Math.min(all.length, rows), all.length - back)
  return all.slice(Math.max(0, last - rows), last)
}

function wrapMessages({ messages }: Glance & { is: 'messages' }, cols: number): Line[] {
  if (messages.length === 0) return [line('Nothing was said yet.', 'quiet')]
  const all: Line[] = []
  for (const message of messages) {
    const { role } = message
    if (role === 'user' && all.length > 0) all.push([])
    const tone = role === 'tool' || role === 'system' ? 'quiet' : role === 'user' ? 'strong' : 'plain'
    const wrapped = saidLines(message).flatMap((row) => wrap(row, cols - 2, 'words'))
    for (const [i, row] of wrapped.entries())
      all.push([span(i === 0 ? WHO[role] : '  ', 'quiet'), span(row, tone)])
  }
  return all
}
