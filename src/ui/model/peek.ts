import { scrollEnd } from '../content/glance.ts'
import { actionOf } from '../keys.ts'
import { bodyRows } from '../layout.ts'
import { answerNext, listDo, move, onSession } from './list.ts'
import type { Event } from './events.ts'
import type { Under } from './screens.ts'
import { act, stay, type State, type Step } from './state.ts'

type Peeking = Under & { at: 'peek' }

/** Cells the picture moves to the side at a key. */
const PAN = 16
const FARTHEST_PAN = 400

export function peekKey(state: State, screen: Peeking, key: string): Step {
  const session = state.sessions.get(screen.id)
  const page = Math.max(1, bodyRows(state.size) - 4)
  const action = actionOf('peek', key)
  switch (action) {
    case 'back':
      return stay({ ...forgotten(state), screen: { at: 'list' } })
    case 'up':
      return scroll(state, screen, 1)
    case 'down':
      return scroll(state, screen, -1)
    case 'page-up':
      return scroll(state, screen, page)
    case 'page-down':
      return scroll(state, screen, -page)
    case 'first':
      return scroll(state, screen, Number.POSITIVE_INFINITY)
    case 'last':
      return scroll(state, screen, Number.NEGATIVE_INFINITY)
    case 'pan-right':
      return stay({ ...state, screen: { ...screen, pan: Math.min(screen.pan + PAN, FARTHEST_PAN) } })
    case 'pan-left':
      return stay({ ...state, screen: { ...screen, pan: Math.max(0, screen.pan - PAN) } })
    case 'next':
    case 'previous': {
      const moved = move(forgotten(state), action === 'next' ? 1 : -1)
      return stay({ ...moved, screen: { at: 'peek', id: moved.selected ?? screen.id, back: 0, pan: 0 } })
    }
    case 'answer':
      return answerNext(state)
    case 'palette':
      return listDo(state, action, { key, under: screen })
    case 'help':
      return stay({ ...state, screen: { at: 'help', scroll: 0, under: screen } })
    case 'attach':
    case 'watch':
    case 'send':
    case 'log':
      return session ? onSession(state, session, action, screen) : stay(state)
    case undefined:
      return stay(state)
  }
}

/** To the peek, a screen up from its end. */
export function lookBack(state: State, id: string): Step {
  const screen: Peeking = { at: 'peek', id, back: 0, pan: 0 }
  return scroll({ ...forgotten(state), screen }, screen, Math.max(1, bodyRows(state.size) - 4))
}

/** `by` rows up; what scrolled by is asked for at the first of them. */
function scroll(state: State, screen: Peeking, by: number): Step {
  const session = state.sessions.get(screen.id)
  const end = session ? scrollEnd(state, session) : 0
  const runs = session?.hostSocket !== undefined
  const known = state.history?.id === screen.id
  // Until it has come nobody knows how far back it goes: where one wants to be is remembered.
  const last = runs && !known ? HISTORY_LINES : end
  const back = Math.max(0, Math.min(last, screen.back + by))
  // Back at the end, what is new is seen again.
  const next: State = { ...(back === 0 ? forgotten(state) : state), screen: { ...screen, back } }
  return runs && !known && back > 0 ? act(next, { do: 'history', id: screen.id }) : stay(next)
}

/** As many as a host keeps above its screen, and the screen. */
export const HISTORY_LINES = 1200

/** What scrolled by has come. */
export function recalled(state: State, { id, lines }: Event & { type: 'history' }): State {
  const { screen } = state
  const session = state.sessions.get(id)
  if (screen.at !== 'peek' || screen.id !== id || screen.back === 0 || !session) return state
  const next: State = { ...state, history: { id, lines } }
  return { ...next, screen: { ...screen, back: Math.min(screen.back, scrollEnd(next, session)) } }
}

function forgotten(state: State): State {
  const { history: _old, ...rest } = state
  return rest
}
