import { groupOf, labelOf, sinceOf, type Group, type SessionView } from '../../protocol/session.ts'
import { layoutOf, listRowsOf, roomOf } from '../layout.ts'
import { plain } from '../text.ts'
import type { State } from './state.ts'

export const GROUPS: readonly Group[] = ['needs', 'working', 'idle', 'done', 'failed']

/** How rows stand: by group; pinned ones first; who waits longest first, what ended last first; else by age,
 * which never changes while a session works. */
export function arrange(sessions: Iterable<SessionView>): string[] {
  const rank = (s: SessionView): number => {
    const group = groupOf(s)
    if (group === 'needs') return sinceOf(s)
    return group === 'done' || group === 'failed' ? -sinceOf(s) : s.createdAt
  }
  return [...sessions]
    .sort(
      (a, b) =>
        GROUPS.indexOf(groupOf(a)) - GROUPS.indexOf(groupOf(b)) ||
        Number(b.pinned) - Number(a.pinned) ||
        rank(a) - rank(b) ||
        a.id.localeCompare(b.id),
    )
    .map((s) => s.id)
}

/** While the person moves, rows keep their place for this long, ms. */
export const HOLD_MS = 1500

/** The new order; held as it is for a moment after a key, but for sessions that came or went. */
export function settleOrder(state: State): readonly string[] {
  const wanted = arrange(state.sessions.values())
  const holding = state.now - state.lastKeyAt < HOLD_MS && state.screen.at === 'list'
  if (!holding) return wanted
  const groups = new Map(state.order.map((id) => [id, state.sessions.get(id)]))
  const kept = state.order.filter((id) => state.sessions.has(id))
  // A row whose group changed cannot stay under the old heading, so a held list keeps order inside groups only.
  const fresh = wanted.filter((id) => !groups.has(id))
  return [...kept, ...fresh].sort((a, b) => group(state, a) - group(state, b))
}

function group(state: State, id: string): number {
  const session = state.sessions.get(id)
  return session ? GROUPS.indexOf(groupOf(session)) : GROUPS.length
}

/** Sessions in the order of the rows, those the filter leaves. */
export function visible(state: State): SessionView[] {
  const words = state.filter.toLowerCase().split(/\s+/).filter(Boolean)
  const out: SessionView[] = []
  for (const id of state.order) {
    const s = state.sessions.get(id)
    if (!s) continue
    const text = `${labelOf(s)} ${s.agent} ${s.cwd} ${s.id} ${groupOf(s)}`.toLowerCase()
    if (words.every((w) => text.includes(w))) out.push(s)
  }
  return out
}

/** One line of the list. `more` is the second line of a row. */
export type ListLine =
  | { is: 'gap' }
  | { is: 'heading'; group: Group; count: number }
  | { is: 'row'; session: SessionView; roomy: boolean }
  | { is: 'more'; session: SessionView }

/** Roomy, two lines a row, as long as all rows fit so; dense when there are many. */
export function listLines(state: State): ListLine[] {
  const shown = visible(state)
  const room = roomOf(state.size)
  const roomy = listed(state, shown, 'roomy')
  if (roomy.length <= room) return roomy
  const airy = listed(state, shown, 'airy')
  return airy.length <= room ? airy : listed(state, shown, 'dense')
}

function listed(state: State, shown: SessionView[], density: 'roomy' | 'airy' | 'dense'): ListLine[] {
  const narrow = state.size.cols < NARROW
  const out: ListLine[] = []
  for (const group of GROUPS) {
    const members = shown.filter((s) => groupOf(s) === group)
    if (members.length === 0) continue
    if (density !== 'dense' && out.length > 0) out.push({ is: 'gap' })
    out.push({ is: 'heading', group, count: members.length })
    // What is done has no more to say; a stable height keeps rows where they are while one moves.
    const two = density === 'roomy' && group !== 'done'
    for (const session of members) {
      out.push({ is: 'row', session, roomy: density === 'roomy' })
      if (two || (narrow && density !== 'roomy' && session.id === state.selected))
        out.push({ is: 'more', session })
    }
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
