import { searchRows } from '../content/search.ts'
import { actionOf } from '../keys.ts'
import { edit } from './edit.ts'
import type { Hit } from '../../protocol/control.ts'
import type { Event } from './events.ts'
import type { Search } from './screens.ts'
import { act, stay, type State, type Step } from './state.ts'

/** More than these nobody reads: then the words looked for are too common. */
export const HITS_MAX = 300

export const openSearch = (state: State, text: string): Step =>
  act(
    { ...state, screen: { at: 'search', text, hits: [], cursor: 0, more: true, under: { at: 'list' } } },
    { do: 'search', text },
  )

export function searchKey(state: State, screen: Search, key: string): Step {
  const to = (cursor: number): Step =>
    stay({
      ...state,
      screen: { ...screen, cursor: Math.max(0, Math.min(cursor, screen.hits.length - 1)) },
    })
  const page = Math.max(1, searchRows(state.size) - 2)
  const action = actionOf('search', key)
  switch (action) {
    case 'back':
      return stay({ ...state, screen: screen.under })
    case 'again':
      return stay({
        ...state,
        screen: { at: 'prompt', what: 'search', id: '', edit: edit(screen.text), under: screen.under },
      })
    case 'down':
      return to(screen.cursor + 1)
    case 'up':
      return to(screen.cursor - 1)
    case 'first':
      return to(0)
    case 'last':
      return to(screen.hits.length - 1)
    case 'page-down':
      return to(screen.cursor + page)
    case 'page-up':
      return to(screen.cursor - page)
    case 'open':
      return stay(opened(state, screen))
    case undefined:
      return stay(state)
  }
}

/** The conversation or the output it was found in, at that place: hits come newest first. */
function opened(state: State, screen: Search): State {
  const hit = screen.hits[screen.cursor]
  if (!hit || !state.sessions.has(hit.session)) return state
  const { match: find, session: id, role } = hit
  const of = role === 'output' ? 'output' : 'talk'
  const isAlike = (other: Hit) => other.session === id && (other.role === 'output') === (role === 'output')
  const seek = screen.hits.slice(0, screen.cursor).filter(isAlike).length
  return {
    ...state,
    selected: id,
    screen: { at: 'log', id, of, lines: [], top: 'follow', find, seek, under: screen },
  }
}

/** Hits have come; more are asked for as long as somebody looks. */
export function found(state: State, { text, found: { hits, cursor } }: Event & { type: 'found' }): Step {
  const { screen } = state
  // Left meanwhile: not asking again is all it takes to end it.
  if (screen.at !== 'search' || screen.text !== text || !screen.more) return stay(state)
  const all = [...screen.hits, ...hits]
  const more = cursor !== undefined && all.length < HITS_MAX
  const next: State = { ...state, screen: { ...screen, hits: all, more } }
  return more ? act(next, { do: 'search', text, cursor }) : stay(next)
}

export function notFound(state: State, { text, says }: Event & { type: 'not-found' }): State {
  const { screen } = state
  if (screen.at !== 'search' || screen.text !== text) return state
  return { ...state, screen: { ...screen, more: false, problem: says } }
}
