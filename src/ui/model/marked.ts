import { runs, type SessionView } from '../../protocol/session.ts'
import { cut } from '../text.ts'
import { nameOf } from './rows.ts'
import type { Deed, Under } from './screens.ts'
import { act, type State, type Step } from './state.ts'

/** Marks the selected row, or takes its mark away. */
export function toggled(state: State): State {
  const { selected } = state
  if (selected === undefined) return state
  const marked = new Set(state.marked)
  if (!marked.delete(selected)) marked.add(selected)
  return { ...state, marked }
}

export const unmarked = (state: State): State => ({ ...state, marked: new Set() })

/** Asks once for all that are marked, and names how many. */
export function onMarked(state: State, key: 'stop' | 'pin' | 'pause' | 'respawn', under: Under): State {
  const all = state.order.flatMap((id) => (state.marked.has(id) ? (state.sessions.get(id) ?? []) : []))
  const { what, whom } = meant(key, all)
  if (whom.length === 0) return { ...state, notice: { text: 'None of the marked ones runs.', tone: 'quiet' } }
  const of = whom.length < all.length ? { of: all.length } : {}
  return { ...state, screen: { at: 'confirm', what, ids: whom.map((s) => s.id), ...of, under } }
}

/** Which deed a key means for these, and for which of them. */
function meant(
  key: 'stop' | 'pin' | 'pause' | 'respawn',
  all: readonly SessionView[],
): { what: Deed; whom: readonly SessionView[] } {
  const live = all.filter(runs)
  switch (key) {
    case 'stop':
      // As with one row: what runs is stopped, and only what has ended goes from the list.
      return live.length > 0 ? { what: 'stop', whom: live } : { what: 'remove', whom: all }
    case 'respawn':
      return { what: 'respawn', whom: live }
    case 'pin': {
      const loose = all.filter((s) => !s.pinned)
      return loose.length > 0 ? { what: 'pin', whom: loose } : { what: 'unpin', whom: all }
    }
    case 'pause': {
      const free = live.filter((s) => !s.paused)
      return free.length > 0 ? { what: 'pause', whom: free } : { what: 'unpause', whom: live }
    }
  }
}

/** The deed that was confirmed; the marks have served. */
export function confirmed(state: State, what: Deed, ids: readonly string[]): Step {
  const [id = ''] = ids
  const one = ids.length === 1 && (what === 'stop' || what === 'respawn')
  if (one) return act(unmarked(state), { do: what, id })
  const session = state.sessions.get(id)
  const whom = ids.length === 1 && session ? `“${cut(nameOf(session), 40)}”` : `${ids.length} sessions`
  return act(unmarked(state), { do: 'many', deed: what, ids, whom })
}
