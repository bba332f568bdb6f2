import { logRows, logTop, matches } from '../content/log.ts'
import { actionOf } from '../keys.ts'
import { edit, editKey, insert, pasted } from './edit.ts'
import { same, type LogScreen, type State, type Step } from './state.ts'

export function logKey(state: State, screen: LogScreen, key: string): Step {
  if (screen.typing) return findKey(state, screen, key)
  const rows = logRows(state.size)
  const page = Math.max(1, rows - 1)
  const action = actionOf('log', key)
  switch (action) {
    case 'back':
      return same({ ...state, screen: { at: 'list' } })
    case 'help':
      return same({ ...state, screen: { at: 'help', scroll: 0, under: screen } })
    case 'down':
      return same(to(state, screen, logTop(screen, state.size) + 1))
    case 'up':
      return same(to(state, screen, logTop(screen, state.size) - 1))
    case 'page-down':
      return same(to(state, screen, logTop(screen, state.size) + page))
    case 'page-up':
      return same(to(state, screen, logTop(screen, state.size) - page))
    case 'first':
      return same(to(state, screen, 0))
    case 'last':
      return same({ ...state, screen: { ...screen, top: 'follow' } })
    case 'follow':
      return same({
        ...state,
        screen: { ...screen, top: screen.top === 'follow' ? logTop(screen, state.size) : 'follow' },
      })
    case 'find':
      return same({ ...state, screen: { ...screen, typing: edit(screen.find) } })
    case 'find-next':
      return same(jump(state, screen, 1))
    case 'find-previous':
      return same(jump(state, screen, -1))
    case undefined:
      return same(state)
  }
}

function findKey(state: State, screen: LogScreen, key: string): Step {
  const { typing, ...rest } = screen
  if (!typing) return same(state)
  const action = actionOf('text', key)
  if (action === 'cancel') return same({ ...state, screen: rest })
  // The newest match first: a log is read from its end.
  if (action === 'accept') return same(jump(state, { ...rest, find: typing.text.trim() }, -1))
  const next = editKey(typing, key)
  return next ? same({ ...state, screen: { ...screen, typing: next } }) : same(state)
}

export function logPaste(state: State, screen: LogScreen, text: string): Step {
  if (!screen.typing) return same(state)
  return same({ ...state, screen: { ...screen, typing: insert(screen.typing, pasted(text, 'one')) } })
}

function to(state: State, screen: LogScreen, top: number): State {
  const last = logTop({ ...screen, top: 'follow' }, state.size)
  const held = Math.max(0, Math.min(top, last))
  return { ...state, screen: { ...screen, top: held } }
}

function jump(state: State, screen: LogScreen, by: 1 | -1): State {
  if (screen.find === '') return { ...state, screen }
  const found = matches(screen, state.size)
  if (found.length === 0)
    return { ...state, screen, notice: { text: `“${screen.find}” is not in the output.`, tone: 'quiet' } }
  const here = screen.top === 'follow' ? Number.POSITIVE_INFINITY : screen.top
  const next =
    by === 1
      ? (found.find((row) => row > here) ?? found[0])
      : (found.findLast((row) => row < here) ?? found.at(-1))
  const last = logTop({ ...screen, top: 'follow' }, state.size)
  return { ...state, screen: { ...screen, top: Math.min(next ?? 0, last) } }
}
