import sliceAnsi from 'slice-ansi'
import type { Message } from '../../protocol/control.ts'
import type { Peek } from '../../protocol/host.ts'
import type { SessionView } from '../../protocol/session.ts'
import { cleanText } from '../../protocol/clean.ts'
import { contextPart, costText, countText, type Context } from '../../protocol/usage.ts'
import { cells, cutLine, line, span, type Line } from '../line.ts'
import { nameOf } from '../model/rows.ts'
import type { Glance, State } from '../model/state.ts'
import type { Size } from '../layout.ts'
import { panelLines } from './panel.ts'
import { cutPath, plain, settle, tilde, wrap } from '../text.ts'

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
  const tall = pane.rows >= 14 && !pane.plain
  const facts = tall ? [...factLines(state, session, cols), [span('─'.repeat(cols), 'rule')]] : []
  const rows = pane.rows - 2 - facts.length
  const window = { cols, rows, back: pane.back ?? 0, pan: pane.pan ?? 0 }
  return panelLines({
    title: [span(nameOf(session), 'strong')],
    aside: [span(session.id.slice(0, 4), 'quiet')],
    lines: [...facts, ...glanceLines(state, session, window, colour)],
    size: pane,
  })
}

/** What the peek pane shows of a session, at most `rows` rows. */
function glanceLines(state: State, session: SessionView, window: Window, colour: boolean): Line[] {
  const { glance } = state
  // Nothing yet: it takes a moment, and a word that comes and goes would flicker.
  if (glance?.id !== session.id) return []
  switch (glance.is) {
    case 'screen':
      return screenLines(glance.peek, window, colour)
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
    ...(model ? [plain(model, 30)] : []),
    ...(s.context ? [contextText(s.context)] : []),
    ...(cost === '' ? [] : [cost === '?' ? 'price unknown' : cost]),
    ...(s.attached > 0
      ? [`attached from ${s.attached === 1 ? 'a terminal' : `${s.attached} terminals`}`]
      : []),
  ]
  return [
    cutLine([span(cutPath(tilde(plain(s.cwd), state.place.home), cols))], cols),
    cutLine([span(who.join(' · '), 'quiet')], cols),
  ]
}

/** `context 61%`, or the tokens where it is not known how many fit. */
function contextText(context: Context): string {
  const part = contextPart(context)
  return part === undefined ? `context ${countText(context.tokens)}` : `context ${Math.round(part * 100)}%`
}

function screenLines(peek: Peek, { cols, rows, back, pan }: Window, colour: boolean): Line[] {
  const lines = peek.lines.map((text) => text)
  // What is below the last text and the cursor is empty: show the part where things happen.
  let end = lines.length
  while (end > 0 && (!peek.cursor.visible || end - 1 > peek.cursor.y) && isBlank(lines[end - 1] ?? '')) end--
  const last = Math.max(Math.min(end, rows), end - back)
  return lines.slice(Math.max(0, last - rows), last).map((text) => ownLine(text, pan, cols, colour))
}

const SGR = /\u001b\[([\d;:]*)m/g
const isBlank = (text: string): boolean => text.replace(SGR, '').trim() === ''

/** A styled row of a session's screen, cropped. Only SGR survives; without colour only its weight does. */
function ownLine(text: string, pan: number, cols: number, colour: boolean): Line {
  let out = ''
  let from = 0
  for (const match of text.matchAll(SGR)) {
    out += harmless(text.slice(from, match.index)) + sgr(match[1] ?? '', colour)
    from = match.index + match[0].length
  }
  out += harmless(text.slice(from))
  const piece = sliceAnsi(out, pan, pan + cols)
  const bare = piece.replace(SGR, '')
  if (bare === piece) return line(piece)
  return [{ text: `${piece}\u001b[0m`, tone: 'own', cells: cells(line(bare)) }]
}

const harmless = (text: string): string => settle(cleanText(text)).replaceAll('\n', ' ')

/** `CSI m` is a reset, which not everybody downstream knows; concealed text is shown. */
function sgr(codes: string, colour: boolean): string {
  if (codes === '') return '\u001b[0m'
  const kept = codes.replace(/(?<![\d;:])8(?=;|$)/, '')
  if (colour) return kept === '' ? '' : `\u001b[${kept}m`
  const plainOnes = codes.split(';').filter((c) => ['0', '1', '4', '7', '22', '24', '27'].includes(c))
  return plainOnes.length > 0 && !/[34]8/.test(codes) ? `\u001b[${plainOnes.join(';')}m` : ''
}

const WHO: Record<Message['role'], string> = { user: '› ', assistant: '  ', tool: '● ', system: '· ' }

/** The last messages of a conversation that does not run. */
function messageLines({ messages }: Glance & { is: 'messages' }, { cols, rows, back }: Window): Line[] {
  if (messages.length === 0) return [line('Nothing was said yet.', 'quiet')]
  const all: Line[] = []
  for (const { role, text } of messages) {
    if (role === 'user' && all.length > 0) all.push([])
    const tone = role === 'tool' || role === 'system' ? 'quiet' : role === 'user' ? 'strong' : 'plain'
    const wrapped = settle(cleanText(text))
      .trim()
      .split('\n')
      .flatMap((row) => wrap(row, cols - 2, 'words'))
    for (const [i, row] of wrapped.entries())
      all.push([span(i === 0 ? WHO[role] : '  ', 'quiet'), span(row, tone)])
  }
  const last = Math.max(Math.min(all.length, rows), all.length - back)
  return all.slice(Math.max(0, last - rows), last)
}
