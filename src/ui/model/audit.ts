import type { AuditWish } from '../../protocol/audit.ts'
import { auditFound, auditRows } from '../content/audit.ts'
import { entryLines } from '../content/auditentry.ts'
import { actionOf } from '../keys.ts'
import { edit, editKey, insert, pasted } from './edit.ts'
import type { Event } from './events.ts'
import type { Audit, Under } from './screens.ts'
import { panelExtent, scrolled } from './scroll.ts'
import { act, stay, type State, type Step } from './state.ts'

/** So many of the newest lines are looked at. */
export const AUDIT_MAX = 300

export function openAudit(state: State, under: Under): Step {
  return ask(state, { at: 'audit', more: false, denied: false, find: '', cursor: 0, under })
}

/** Asks for what the screen is about; what it shows until then stays. */
function ask(state: State, screen: Audit): Step {
  return act({ ...state, screen: { ...screen, asking: 'once' } }, { do: 'audit', wish: wishOf(screen) })
}

const wishOf = ({ session, denied }: Audit): Omit<AuditWish, 'limit'> => ({
  ...(session !== undefined && { session }),
  ...(denied && { denied }),
})

/** Something has happened: who looks at the newest sees it come. One question at a time. */
export function auditNews(step: Step): Step {
  const { state, effects } = step
  const { screen } = state
  if (screen.at !== 'audit' || screen.open || screen.cursor > 0) return step
  if (screen.asking) return { state: { ...state, screen: { ...screen, asking: 'again' } }, effects }
  const asked = ask(state, screen)
  return { state: asked.state, effects: [...effects, ...asked.effects] }
}

/** The daemon is back: what was asked of the last one is not answered any more. */
export function auditRejoined(step: Step): Step {
  const { screen } = step.state
  if (screen.at !== 'audit') return step
  const asked = ask(step.state, screen)
  return { state: asked.state, effects: [...step.effects, ...asked.effects] }
}

export function auditCame(state: State, { page, wish }: Event & { type: 'audit' }): Step {
  const { screen } = state
  if (screen.at !== 'audit') return stay(state)
  const wanted = wishOf(screen)
  // An answer to what was asked before the filter changed.
  if (wanted.session !== wish.session || wanted.denied !== wish.denied) return stay(state)
  const { asking, ...rest } = screen
  const next: State = { ...state, screen: held({ ...rest, entries: page.entries, more: page.more }) }
  return asking === 'again' ? auditNews(stay(next)) : stay(next)
}

/** It was not answered; the next news asks again. */
export function auditRefused(state: State): State {
  if (state.screen.at !== 'audit') return state
  const { asking: _over, ...screen } = state.screen
  return { ...state, screen }
}

/** The cursor stands on an entry, if there is one. */
function held(screen: Audit): Audit {
  return { ...screen, cursor: Math.max(0, Math.min(screen.cursor, auditFound(screen).length - 1)) }
}

export function auditKey(state: State, screen: Audit, key: string): Step {
  if (screen.open) return entryKey(state, screen, key)
  if (screen.typing) return findKey(state, screen, key)
  const page = Math.max(1, auditRows(state.size) - 1)
  const to = (cursor: number): Step => stay({ ...state, screen: held({ ...screen, cursor }) })
  const action = actionOf('audit', key)
  switch (action) {
    case 'down':
      return to(screen.cursor + 1)
    case 'up':
      return to(screen.cursor - 1)
    case 'page-down':
      return to(screen.cursor + page)
    case 'page-up':
      return to(screen.cursor - page)
    case 'first':
      return to(0)
    case 'last':
      return to(Number.MAX_SAFE_INTEGER)
    case 'open': {
      const entry = auditFound(screen)[screen.cursor]
      return stay(entry ? { ...state, screen: { ...screen, open: { entry, scroll: 0 } } } : state)
    }
    case 'session':
      return bySession(state, screen)
    case 'denied':
      return ask(state, { ...without(screen), denied: !screen.denied })
    case 'find':
      return stay({ ...state, screen: { ...screen, typing: edit(screen.find) } })
    case 'help':
      return stay({ ...state, screen: { at: 'help', scroll: 0, under: screen } })
    case 'back':
      // First what narrows it, then the screen.
      return stay({ ...state, screen: screen.find === '' ? screen.under : held({ ...screen, find: '' }) })
    case undefined:
      return stay(state)
  }
}

/** Of the entry's session; with none under the cursor, of the row that was left. */
function bySession(state: State, screen: Audit): Step {
  const { session: was, ...rest } = without(screen)
  if (was !== undefined) return ask(state, rest)
  const session = auditFound(screen)[screen.cursor]?.session ?? state.selected
  return session === undefined ? stay(state) : ask(state, { ...rest, session })
}

/** Lines of another filter are not these. */
function without(screen: Audit): Audit {
  const { entries: _gone, ...rest } = screen
  return { ...rest, cursor: 0 }
}

function findKey(state: State, screen: Audit, key: string): Step {
  const { typing, ...rest } = screen
  if (!typing) return stay(state)
  const action = actionOf('text', key)
  if (action === 'cancel') return stay({ ...state, screen: held({ ...rest, find: '' }) })
  if (action === 'accept') return stay({ ...state, screen: rest })
  const next = editKey(typing, key)
  return next ? stay(typed(state, screen, next)) : stay(state)
}

export function auditPaste(state: State, screen: Audit, text: string): Step {
  if (!screen.typing) return stay(state)
  return stay(typed(state, screen, insert(screen.typing, pasted(text, 'one'))))
}

/** It is found while it is typed. */
function typed(state: State, screen: Audit, typing: Audit['typing'] & object): State {
  return { ...state, screen: held({ ...screen, typing, find: typing.text.trim(), cursor: 0 }) }
}

function entryKey(state: State, screen: Audit, key: string): Step {
  const { open, ...rest } = screen
  if (!open) return stay(state)
  const action = actionOf('sheet', key)
  switch (action) {
    case 'back':
      return stay({ ...state, screen: rest })
    case 'down':
    case 'up':
    case 'page-down':
    case 'page-up': {
      const extent = panelExtent(entryLines(state, screen, open.entry).length, state.size)
      const scroll = scrolled(open.scroll, action, extent)
      return stay({ ...state, screen: { ...screen, open: { ...open, scroll } } })
    }
    case undefined:
      return stay(state)
  }
}
