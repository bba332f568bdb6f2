import { runs, groupOf, sinceOf, type SessionView } from '../../protocol/session.ts'
import { actionOf, type Action } from '../keys.ts'
import { layoutOf, listRowsOf } from '../layout.ts'
import { cut } from '../text.ts'
import { openAudit } from './audit.ts'
import { openAsk } from './card.ts'
import { warned } from './channel.ts'
import { edit, editKey, insert, pasted } from './edit.ts'
import { isCodingAgent, openForm } from './form.ts'
import { confirmed, onMarked, toggled, unmarked } from './marked.ts'
import { rearrange } from './rearrange.ts'
import { visible } from './find.ts'
import { listLines, nameOf } from './rows.ts'
import { logged } from './log.ts'
import { openSearch } from './search.ts'
import { openSheet } from './sheet.ts'
import { openDashboard, openStats } from './stats.ts'
import type { Confirm, Prompt, Under } from './screens.ts'
import { act, stay, type State, type Step } from './state.ts'

export const selectedOf = (state: State): SessionView | undefined =>
  state.selected === undefined ? undefined : state.sessions.get(state.selected)

export function listKey(state: State, key: string): Step {
  const action = actionOf('list', key)
  // The demo has the key only where there is nothing else to look at.
  if (action === 'demo' && state.sessions.size > 0) return openDashboard(state, { at: 'list' })
  return action ? listDo(state, action, { key, under: { at: 'list' } }) : stay(state)
}

/** `under`: the screen it was asked from. `key`: the digit of a jump. */
export function listDo(
  state: State,
  action: Action<'list'>,
  { key, under }: { key: string; under: Under },
): Step {
  switch (action) {
    case 'down':
      return stay(move(state, 1))
    case 'up':
      return stay(move(state, -1))
    case 'first':
      return stay(moveTo(state, 0))
    case 'last':
      return stay(moveTo(state, Number.POSITIVE_INFINITY))
    case 'page-down':
      return stay(move(state, page(state)))
    case 'page-up':
      return stay(move(state, -page(state)))
    case 'jump':
      return stay(moveTo(state, Number(key) - 1))
    case 'clear':
      return stay(state.marked.size > 0 ? unmarked(state) : { ...state, filter: '' })
    case 'mark': {
      const next = toggled(state)
      return stay(next === state ? state : move(next, 1))
    }
    case 'filter':
      return stay(
        prompt(state, {
          what: 'filter',
          id: state.selected ?? '',
          text: state.filter,
          under: { at: 'list' },
        }),
      )
    case 'help':
      return stay({ ...state, screen: { at: 'help', scroll: 0, under } })
    case 'quit':
      return act(state, { do: 'quit' })
    case 'new':
      return openForm(state)
    case 'demo':
      return act(state, { do: 'demo' })
    case 'undo':
      return act({ ...state, removed: [] }, { do: 'undo', ids: state.removed })
    case 'search':
      return stay(prompt(state, { what: 'search', id: '', text: '', under }))
    case 'hide':
    case 'sort':
    case 'group':
      return rearrange(state, action)
    case 'palette':
      return stay({ ...state, screen: { at: 'palette', edit: edit(), cursor: 0, under } })
    case 'dashboard':
      return openDashboard(state, under)
    case 'stats':
      return stay(openStats(state, under))
    case 'daemon':
      return act(openSheet(state, under), { do: 'daemon' })
    case 'audit':
      return openAudit(state, under)
    case 'stop-daemon':
      return stay({ ...state, screen: { at: 'confirm', what: 'stop-daemon', under } })
    case 'answer':
      return answerNext(state)
    case 'pin':
    case 'pause':
    case 'stop':
    case 'respawn':
      return state.marked.size > 0 ? stay(onMarked(state, action, under)) : onSelected(state, action, under)
    case 'explain':
    case 'attach':
    case 'watch':
    case 'peek':
    case 'send':
    case 'log':
    case 'rename':
      return onSelected(state, action, under)
  }
}

type SessionAction =
  | 'explain'
  | 'respawn'
  | 'attach'
  | 'watch'
  | 'peek'
  | 'send'
  | 'log'
  | 'pin'
  | 'pause'
  | 'rename'
  | 'stop'

function onSelected(state: State, action: SessionAction, under: Under): Step {
  const session = selectedOf(state)
  if (session) return onSession(state, session, action, under)
  const text =
    state.sessions.size === 0
      ? 'No session yet: n starts one.'
      : state.filter === ''
        ? 'All are done and hidden: h shows them.'
        : 'Nothing fits the filter: Esc shows all.'
  return stay({ ...state, notice: { text, tone: 'quiet' } })
}

export function onSession(state: State, session: SessionView, action: SessionAction, under: Under): Step {
  const { id } = session
  switch (action) {
    case 'attach':
      return (
        warned(state, session, 'Enter again goes in.') ??
        act(
          {
            ...state,
            screen: { at: 'away', id },
            ...(runs(session) ? {} : { notice: { text: 'Bringing it back…', tone: 'quiet' } }),
          },
          { do: 'attach', id },
        )
      )
    case 'watch':
      return runs(session)
        ? act({ ...state, screen: { at: 'away', id } }, { do: 'watch', id })
        : stay({
            ...state,
            notice: { text: 'It does not run: Enter brings it back, l shows its output.', tone: 'quiet' },
          })
    case 'peek':
      return stay({ ...state, screen: { at: 'peek', id, back: 0, pan: 0 } })
    case 'log':
      return stay({
        ...state,
        screen: { at: 'log', id, of: logged(session), lines: [], top: 'follow', find: '' },
      })
    case 'explain':
      return act(openSheet(state, under), { do: 'explain', id })
    case 'pin':
      return act(state, { do: 'pin', id, pinned: !session.pinned })
    case 'pause':
      return act(state, { do: 'pause', id, paused: session.paused !== true })
    case 'rename':
      return stay(prompt(state, { what: 'rename', id, text: session.name, under }))
    case 'send':
      return (
        warned(state, session, 'The same key again goes on.') ??
        stay(prompt(state, { what: 'send', id, text: '', under }))
      )
    case 'stop':
      return stay({
        ...state,
        screen: { at: 'confirm', what: runs(session) ? 'stop' : 'remove', ids: [id], under },
      })
    case 'respawn':
      return runs(session)
        ? stay({ ...state, screen: { at: 'confirm', what: 'respawn', ids: [id], under } })
        : act(state, { do: 'respawn', id })
  }
}

/** The selected session's oldest request, else the oldest of all. */
export function answerNext(state: State): Step {
  const request = state.requests.find((r) => r.session === state.selected) ?? state.requests[0]
  if (request) return stay(openAsk(state, request))
  const waiting = visible(state).find((s) => groupOf(s) === 'needs')
  if (!waiting) {
    const text = state.link.is === 'up' ? 'Nobody waits for you.' : 'Not known yet: still connecting…'
    return stay({ ...state, notice: { text, tone: 'quiet' } })
  }
  const { id } = waiting
  const until = state.now + WORDS_MS
  const fresh = state.now - sinceOf(waiting) < WORDS_MS
  const asks = fresh ? 'has just asked: one moment.' : 'asks in its own screen: Enter attaches.'
  return stay({
    ...state,
    selected: id,
    notice: { text: `${cut(nameOf(waiting), 24)} ${asks}`, tone: 'quiet', awaits: { session: id, until } },
  })
}

/** That an agent waits may be known before what it asks, by no more than this, ms. */
const WORDS_MS = 2000

/** No coding agent is installed. */
export const demoOffered = ({ agents }: State): boolean => agents !== undefined && !agents.some(isCodingAgent)

export function move(state: State, by: number): State {
  const rows = visible(state)
  const at = rows.findIndex((s) => s.id === state.selected)
  return moveTo(state, Math.max(0, at + by))
}

function moveTo(state: State, index: number): State {
  const rows = visible(state)
  const session = rows[Math.min(index, rows.length - 1)]
  return session ? { ...state, selected: session.id } : state
}

function page(state: State): number {
  const lines = listLines(state).length
  return Math.max(1, listRowsOf(layoutOf(state.size, lines)) - 2)
}

type NewPrompt = { what: Prompt['what']; id: string; text: string; under: Under }

function prompt(state: State, { what, id, text, under }: NewPrompt): State {
  return { ...state, screen: { at: 'prompt', what, id, edit: edit(text), under } }
}

export function promptKey(state: State, screen: Prompt, key: string): Step {
  const action = actionOf('text', key)
  if (action === 'cancel') {
    const back: State = { ...state, screen: screen.under }
    return stay(screen.what === 'filter' ? { ...back, filter: '', selected: screen.id } : back)
  }
  if (action === 'accept') return accept({ ...state, screen: screen.under }, screen)
  if (screen.what === 'filter' && (key === 'down' || key === 'up'))
    return stay(move(state, key === 'down' ? 1 : -1))
  const next = editKey(screen.edit, key)
  return next ? stay(typed(state, { ...screen, edit: next })) : stay(state)
}

export function promptPaste(state: State, screen: Prompt, text: string): Step {
  return stay(typed(state, { ...screen, edit: insert(screen.edit, pasted(text, 'one')) }))
}

/** The filter works while it is typed, and what fits best is chosen. */
function typed(state: State, screen: Prompt): State {
  if (screen.what !== 'filter') return { ...state, screen }
  const next: State = { ...state, screen, filter: screen.edit.text }
  const [best] = visible(next)
  return best ? { ...next, selected: best.id } : next
}

/** A peek that looked back is live again: the answer comes at its end. */
const atEnd = ({ history: _old, ...state }: State): State =>
  state.screen.at === 'peek' ? { ...state, screen: { ...state.screen, back: 0 } } : state

function accept(state: State, { what, id, edit }: Prompt): Step {
  const text = edit.text.trim()
  switch (what) {
    case 'filter':
      return stay({ ...state, filter: text })
    case 'search':
      return text === '' ? stay(state) : openSearch(state, text)
    case 'rename':
      return act(state, { do: 'rename', id, name: text })
    case 'send':
      if (text === '') return stay(state)
      return act(atEnd(state), { do: 'send', id, text })
  }
}

export function confirmKey(state: State, screen: Confirm, key: string): Step {
  const back: State = { ...state, screen: screen.under }
  if (actionOf('confirm', key) !== 'yes') return stay(back)
  return screen.what === 'stop-daemon'
    ? act(back, { do: 'stop-daemon' })
    : confirmed(back, screen.what, screen.ids)
}
