import { groupOf, labelOf, type Group, type SessionView } from '../../protocol/session.ts'
import { layoutOf, listColsOf, listRowsOf, roomOf } from '../layout.ts'
import { plain } from '../text.ts'
import { arrange, bySection, sameSection, sectionOf, type Section } from './order.ts'
import { visible } from './find.ts'
import type { State } from './state.ts'

/** While the person moves, rows keep their place for this long, ms. */
export const HOLD_MS = 2000

/** The group a row stands in: for a moment after a key still the one it was in, under a heading that was read. */
const standsIn = (state: Pick<State, 'held'>, s: SessionView): Group => state.held.get(s.id) ?? groupOf(s)

/** Where the rows stand, and in which group. */
type Standing = Pick<State, 'order' | 'held'>

/** The new order; held as it is for a moment after a key, but for sessions that came or went. What did not
 * change is the same object as before. */
export function settleOrder(state: State): Standing {
  const { order, held } = holding(state) ? heldOrder(state) : wantedOrder(state)
  return {
    order: sameOrder(order, state.order) ? state.order : order,
    held: sameGroups(held, state.held) ? state.held : held,
  }
}

const sameOrder = (a: State['order'], b: State['order']): boolean =>
  a === b || (a.length === b.length && a.every((id, i) => id === b[i]))

function sameGroups(a: State['held'], b: State['held']): boolean {
  if (a === b) return true
  if (a.size !== b.size) return false
  for (const [id, group] of a) if (b.get(id) !== group) return false
  return true
}

/** When rows that are held in place may move, epoch ms; undefined when all stand where they belong. */
export function settlesAt(state: State): number | undefined {
  const until = state.lastKeyAt + HOLD_MS
  if (until <= state.now) return undefined
  const { order, held } = wantedOrder(state)
  return sameOrder(order, state.order) && sameGroups(held, state.held) ? undefined : until
}

function holding({ screen, now, lastKeyAt }: State): boolean {
  const at = screen.at === 'prompt' || screen.at === 'confirm' ? screen.under.at : screen.at
  return now - lastKeyAt < HOLD_MS && at === 'list'
}

function wantedOrder({ sessions, liking }: State): Standing {
  return {
    order: arrange(sessions.values(), liking),
    held: new Map([...sessions.values()].map((s) => [s.id, groupOf(s)])),
  }
}

function heldOrder(state: State): Standing {
  const { sessions, liking } = state
  const known = state.order.filter((id) => sessions.has(id))
  if (known.length === sessions.size) return { order: known, held: state.held }
  const kept = new Set(known)
  const fresh = [...sessions.values()].filter((s) => !kept.has(s.id))
  const held = new Map(state.held)
  for (const s of fresh) held.set(s.id, groupOf(s))
  // Last of those it belongs to: what stands keeps its place.
  const order = [...known, ...arrange(fresh, liking)]
    .flatMap((id) => sessions.get(id) ?? [])
    .sort((a, b) => bySection(liking, { held })(a, b))
    .map((s) => s.id)
  return { order, held }
}

/** One line of the list. `more` is the second line of a row. */
export type ListLine =
  | { is: 'gap' }
  | { is: 'heading'; section: Section; count: number }
  | { is: 'row'; session: SessionView; roomy: boolean }
  | { is: 'more'; session: SessionView }

/** From this width on one line holds all a row has to say: below it a sentence would have some thirty cells. */
const TABLE_FROM = 130

/** Roomy, two lines a row, as long as all rows fit so; dense when there are many. */
export function listLines(state: State): ListLine[] {
  const shown = visible(state)
  const room = roomOf(state.size)
  if (listColsOf(state.size) < TABLE_FROM) {
    const roomy = listed(state, shown, 'roomy')
    if (roomy.length <= room) return roomy
  }
  const airy = listed(state, shown, 'airy')
  return airy.length <= room ? airy : listed(state, shown, 'dense')
}

function listed(state: State, shown: SessionView[], density: 'roomy' | 'airy' | 'dense'): ListLine[] {
  const narrow = state.size.cols < NARROW
  const out: ListLine[] = []
  for (const { section, members } of sections(state, shown)) {
    if (density !== 'dense' && out.length > 0) out.push({ is: 'gap' })
    out.push({ is: 'heading', section, count: members.length })
    for (const session of members) {
      out.push({ is: 'row', session, roomy: density === 'roomy' })
      // What is done has no more to say; a stable height keeps rows where they are while one moves.
      const two = density === 'roomy' && standsIn(state, session) !== 'done'
      if (two || (narrow && density !== 'roomy' && session.id === state.selected))
        out.push({ is: 'more', session })
    }
  }
  return out
}

type Sectioned = { section: Section; members: SessionView[] }

/** The rows under their headings. They stand in order, so a heading is where another begins. */
function sections(state: State, shown: SessionView[]): Sectioned[] {
  const out: Sectioned[] = []
  for (const session of shown) {
    const section = sectionOf(state, session)
    const last = out.at(-1)
    if (last && sameSection(last.section, section)) last.members.push(session)
    else out.push({ section, members: [session] })
  }
  return out
}

/** Narrower than this a row is a name and an age. */
export const NARROW = 60

/** Keeps a real row selected and in view, moving the list no more than needed. */
export function keepInView(state: State): State {
  const shown = visible(state)
  const selected = shown.some((s) => s.id === state.selected) ? state.selected : shown[0]?.id
  const next = withSelected(state, selected)
  const lines = listLines(next)
  const rows = listRowsOf(layoutOf(state.size, lines.length))
  const first = lines.findIndex((l) => l.is === 'row' && l.session.id === selected)
  // The heading above the first row of a group says what the row is.
  const from = lines[first - 1]?.is === 'heading' ? first - 1 : first
  const to = lines[first + 1]?.is === 'more' ? first + 1 : first
  let top = Math.min(next.top, Math.max(0, lines.length - rows))
  if (first === -1) top = 0
  else if (from < top) top = from
  else if (to >= top + rows) top = to - rows + 1
  return top === next.top ? next : { ...next, top }
}

function withSelected(state: State, selected: string | undefined): State {
  if (state.selected === selected) return state
  if (selected !== undefined) return { ...state, selected }
  const { selected: _gone, ...rest } = state
  return rest
}

/** A session's name for a row or sentence, safe to draw. */
export const nameOf = (s: SessionView): string => plain(labelOf(s)) || s.id
