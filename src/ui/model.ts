import { askKey, askPaste } from './model/ask.ts'
import { auditKey, auditPaste } from './model/audit.ts'
import { counts, screenKey } from './model/arming.ts'
import { put } from './model/card.ts'
import { isText } from './model/edit.ts'
import { formKey, formPaste } from './model/form.ts'
import { helpKey, helpPaste } from './model/help.ts'
import { confirmKey, listKey, promptKey, promptPaste } from './model/list.ts'
import { logKey, logPaste } from './model/log.ts'
import { peekKey } from './model/peek.ts'
import { palettePaste, paletteKey } from './model/palette.ts'
import { searchKey } from './model/search.ts'
import { sheetKey } from './model/sheet.ts'
import { news } from './model/news.ts'
import { welcomeKey } from './model/welcome.ts'
import { statsKey } from './model/stats.ts'
import { AS_ALWAYS, type Liking } from './model/liking.ts'
import { keepInView, settleOrder } from './model/rows.ts'
import type { Event } from './model/events.ts'
import { act, stay, type Notice, type Place, type State, type Step } from './model/state.ts'
import { actionOf, ANYWHERE, isBound, type Context } from './keys.ts'
import { contextOf } from './keycontext.ts'
import { keymapOf, meantBy } from './keymap.ts'
import type { Size } from './layout.ts'

type Start = {
  size: Size
  now: number
  place: Place
  liking?: Liking
  keys?: Wanted
  /** Nobody was here before. */
  isFirst?: boolean
}
type Wanted = Parameters<typeof keymapOf>[0]

export function initial({ size, now, place, liking = AS_ALWAYS, keys = {}, isFirst = false }: Start): State {
  const { keymap, problems } = keymapOf(keys)
  return {
    size,
    now,
    place,
    link: { is: 'joining' },
    deadRules: 0,
    sessions: new Map(),
    requests: [],
    order: [],
    held: new Map(),
    liking,
    keymap,
    ...(problems.length > 0 ? { notice: keysNotice(problems) } : {}),
    top: 0,
    filter: '',
    marked: new Set(),
    removed: [],
    screen: { at: isFirst ? 'welcome' : 'list' },
    shown: { key: isFirst ? 'welcome' : 'list', settled: true },
    lastKeyAt: 0,
  }
}

function keysNotice([first = '', ...more]: string[]): Notice {
  const text = more.length === 0 ? first : `${more.length + 1} keys of the config do not work: roost doctor`
  return { text, tone: 'failed' }
}

/** Everything the view decides: pure. */
export function reduce(state: State, event: Event): Step {
  if (event.type === 'painted') {
    if (event.key !== state.shown.key || state.shown.paintedAt !== undefined) return stay(state)
    return stay({ ...state, shown: { ...state.shown, paintedAt: event.at } })
  }
  const now = 'at' in event ? Math.max(state.now, event.at) : state.now
  const step = change(now === state.now ? state : { ...state, now }, event)
  const ordered = arranged(state, step.state)
  const key = screenKey(ordered)
  if (key === state.shown.key) return { ...step, state: ordered }
  const settled = event.type === 'key' || (event.type === 'back' && event.says === undefined)
  return { ...step, state: { ...ordered, shown: { key, settled } } }
}

/** Rows in order and a real one selected. */
function arranged(before: State, state: State): State {
  // What the person asks for happens at once.
  const asked = before.liking !== state.liking
  const next: State = { ...state, ...settleOrder(asked ? { ...state, lastKeyAt: 0 } : state) }
  const unmoved =
    before.sessions === next.sessions &&
    before.size === next.size &&
    before.selected === next.selected &&
    before.filter === next.filter &&
    !asked &&
    before.order === next.order &&
    before.held === next.held
  return unmoved ? next : keepInView(next)
}

function change(state: State, event: Event): Step {
  switch (event.type) {
    case 'key':
      return pressed(state, event)
    case 'paste':
      return counts(state, 'x', event.at) ? paste(state, event.text) : stay(state)
    case 'select':
      return counts(state, 'j', event.at) ? select(state, event) : stay(state)
    case 'resize':
      // From the top: where the list stands depends on the window as it is, not on all it has been.
      return stay(resized({ ...state, size: event.size, top: 0 }))
    case 'painted':
      return stay(state)
    case 'tick':
    case 'joined':
    case 'lost':
    case 'session':
    case 'removed':
    case 'spent':
    case 'opened':
    case 'closed':
    case 'glance':
    case 'history':
    case 'agents':
    case 'conversations':
    case 'log':
    case 'back':
    case 'started':
    case 'answered':
    case 'sentText':
    case 'said':
    case 'found':
    case 'not-found':
    case 'sheet':
    case 'stats':
    case 'rule-vetted':
    case 'audit':
    case 'surveyed':
    case 'installed':
    case 'refused':
      return news(state, event)
  }
}

function pressed(state: State, event: Event & { type: 'key' }): Step {
  const meant = meantBy(state.keymap, contextOf(state), event.key)
  return counts(state, meant, event.at) ? key(state, { ...event, key: meant }) : stay(state)
}

/** A card whose end a larger window shows has been read to its end. */
const resized = (state: State): State => (state.screen.at === 'ask' ? put(state, state.screen) : state)

function key(before: State, event: { key: string; chunk: number; at: number }): Step {
  if (event.key === ANYWHERE.repaint) return act(before, { do: 'repaint' })
  if (event.key === ANYWHERE.suspend) return act(before, { do: 'suspend' })
  const { notice: _read, ...rest } = before
  const state: State = { ...rest, lastKeyAt: event.at }
  const { screen } = state
  // Stopped by a person, it stays so until somebody is here and wants something: any key but the one to leave.
  if (state.link.is === 'stopped' && screen.at === 'list' && actionOf('list', event.key) !== 'quit')
    return act({ ...state, link: { is: 'joining' } }, { do: 'wake' })
  return named(state, event.key, dispatched(state, event))
}

/** A letter that means nothing here is said so: a slip, or a key of another program. */
function named(state: State, key: string, step: Step): Step {
  const context = contextOf(state)
  const isNothing = step.state === state && step.effects.length === 0
  if (!isNothing || !SILENT_KEYS_SAID.has(context) || !isText(key) || isBound(context, key)) return step
  const instead = context === 'welcome' ? 'n starts a session, Esc leads to the list.' : '? shows the keys.'
  return stay({ ...state, notice: { text: `${key} does nothing here; ${instead}`, tone: 'quiet' } })
}

/** Where letters are keys, and a sentence covers nothing that matters. */
const SILENT_KEYS_SAID: ReadonlySet<Context> = new Set([
  'welcome',
  'list',
  'peek',
  'permission',
  'plan',
  'log',
  'audit',
])

function dispatched(state: State, event: { key: string; chunk: number; at: number }): Step {
  const { screen } = state
  switch (screen.at) {
    case 'list':
      return listKey(state, event.key)
    case 'peek':
      return peekKey(state, screen, event.key)
    case 'prompt':
      return promptKey(state, screen, event.key)
    case 'palette':
      return paletteKey(state, screen, event.key)
    case 'sheet':
      return sheetKey(state, screen, event.key)
    case 'welcome':
      return welcomeKey(state, screen, event.key)
    case 'stats':
      return statsKey(state, screen, event.key)
    case 'audit':
      return auditKey(state, screen, event.key)
    case 'search':
      return searchKey(state, screen, event.key)
    case 'confirm':
      return confirmKey(state, screen, event.key)
    case 'ask':
      return askKey(state, screen, event)
    case 'new':
      return formKey(state, screen, event.key)
    case 'log':
      return logKey(state, screen, event.key)
    case 'help':
      return helpKey(state, screen, event.key)
    case 'away':
      return stay(state)
  }
}

function select(before: State, { id, at }: { id: string; at: number }): Step {
  const { notice: _read, ...state } = before
  if (state.screen.at !== 'list' || !state.sessions.has(id)) return stay(before)
  return stay({ ...state, selected: id, lastKeyAt: at })
}

function paste(state: State, text: string): Step {
  const { screen } = state
  switch (screen.at) {
    case 'prompt':
      return promptPaste(state, screen, text)
    case 'ask':
      return askPaste(state, screen, text)
    case 'new':
      return formPaste(state, screen, text)
    case 'palette':
      return palettePaste(state, screen, text)
    case 'log':
      return logPaste(state, screen, text)
    case 'audit':
      return auditPaste(state, screen, text)
    case 'help':
      return helpPaste(state, screen, text)
    case 'list':
    case 'peek':
    case 'confirm':
    case 'sheet':
    case 'stats':
    case 'search':
    case 'welcome':
    case 'away':
      return stay(state) // a paste is text, never keys
  }
}
