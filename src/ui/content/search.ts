import type { Hit } from '../../protocol/control.ts'
import { groupOf } from '../../protocol/session.ts'
import { age } from '../age.ts'
import { bodyRows, type Size } from '../layout.ts'
import { cells, cutLine, ends, line, span, type Line } from '../line.ts'
import { nameOf, NARROW } from '../model/rows.ts'
import type { Search } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import { cut, graphemes, plain, width } from '../text.ts'
import { BAR, GROUP } from './groups.ts'

/** Rows of hits: all but the frame. */
export const searchRows = (size: Size): number => Math.max(1, bodyRows(size) - 2)

const WHO: Record<Hit['role'], string> = {
  user: '› ',
  assistant: '  ',
  tool: '● ',
  system: '· ',
  output: '  ',
}

/** How many, in how many sessions, and whether it goes on. */
export function searchCount({ hits, more }: Search, cols: number): Line {
  // On a phone the words looked for come first.
  if (cols < NARROW) return line(`${hits.length}${more ? '…' : ''}`, 'quiet')
  const sessions = new Set(hits.map((h) => h.session)).size
  const found = `${hits.length} in ${sessions} ${sessions === 1 ? 'session' : 'sessions'}`
  if (more) return line(hits.length === 0 ? 'searching…' : `${found}, searching…`, 'quiet')
  return line(hits.length === 0 ? 'nothing' : found, 'quiet')
}

/** A session's name, then its hits, a row each; the chosen one stays in the middle. `size`: inside the frame. */
export function searchLines(state: State, search: Search, { cols, rows }: Size): Line[] {
  const all: Line[] = []
  let chosen = 0
  for (const [i, hit] of search.hits.entries()) {
    if (hit.session !== search.hits[i - 1]?.session) all.push(nameRow(state, hit))
    if (i === search.cursor) chosen = all.length
    all.push(hitRow(state, hit, { here: i === search.cursor, cols }))
  }
  if (all.length === 0) return nothing(search)
  const from = Math.max(0, Math.min(chosen - Math.floor(rows / 2), all.length - rows))
  return all.slice(from, from + rows)
}

function nothing({ more, problem, text }: Search): Line[] {
  if (problem) return [line(plain(problem), 'failed')]
  if (more) return []
  return [
    [span('Nobody said '), span(`“${plain(text, 60)}”`, 'strong')],
    [],
    line('Conversations of listed sessions are searched, and what plain programs printed.', 'quiet'),
  ]
}

function nameRow(state: State, { session }: Hit): Line {
  const s = state.sessions.get(session)
  if (!s) return line(session, 'quiet')
  const { glyph, tone } = GROUP[groupOf(s)]
  return [span(`${glyph} `, tone), span(nameOf(s), 'strong')]
}

function hitRow(state: State, hit: Hit, { here, cols }: { here: boolean; cols: number }): Line {
  const lead = [span(here ? BAR : ' ', 'accent'), span(WHO[hit.role], 'quiet')]
  const when = hit.at === undefined ? [] : [span(age(hit.at, state.now), 'quiet')]
  const room = cols - cells(lead) - cells(when) - 1
  return ends([...lead, ...around(hit, room)], when, cols)
}

/** What was found with as much around it as there is room for; it is never what gives way. */
function around({ before, match, after }: Hit, room: number): Line {
  const found = cut(plain(match), room)
  const behind = spaced(after)
  const free = Math.max(0, room - width(found))
  // A third of the room, or what stands behind leaves.
  const left = Math.max(Math.floor(free / 3), free - width(behind))
  return cutLine([span(tail(before, left)), span(found, 'hit'), span(behind)], room)
}

/** The end of a text, `…` where something is missing. */
function tail(text: string, room: number): string {
  const clean = plain(text)
  const gap = /\s$/.test(text) ? ' ' : ''
  if (width(clean) + gap.length <= room) return clean + gap
  let out = ''
  for (const c of graphemes(clean).toReversed()) {
    if (width(out) + width(c) + gap.length > room - 1) break
    out = c + out
  }
  return room < 2 ? '' : `…${out}${gap}`
}

const spaced = (text: string): string => (/^\s/.test(text) ? ' ' : '') + plain(text)
