import { logRows, logTop, matches } from '../content/log.ts'
import type { SessionView } from '../../protocol/session.ts'
import { actionOf } from '../keys.ts'
import { edit, editKey, insert, pasted } from './edit.ts'
import type { LogScreen } from './screens.ts'
import { stay, type State, type Step } from './state.ts'

export function logKey(state: State, screen: LogScreen, key: string): Step {
  if (screen.typing) return findKey(state, screen, key)
  const rows = logRows(state.size)
  const page = Math.max(1, rows - 1)
  const action = actionOf('log', key)
  switch (action) {
    case 'back':
      return stay({ ...state, screen: screen.under ?? { at: 'list' } })
    case 'help':
      return stay({ ...state, screen: { at: 'help', scroll: 0, under: screen } })
    case 'down':
      return stay(to(state, screen, logTop(screen, state.size) + 1))
    case 'up':
      return stay(to(state, screen, logTop(screen, state.size) - 1))
    case 'page-down':
      return stay(to(state, screen, logTop(screen, state.size) + page))
    case 'page-up':
      return stay(to(state, screen, logTop(screen, state.size) - page))
    case 'first':
      return stay(to(state, screen, 0))
    case 'last':
      return stay({ ...state, screen: { ...screen, top: 'follow' } })
    case 'follow':
      return stay({
        ...state,
        screen: { ...screen, top: screen.top === 'follow' ? logTop(screen, state.size) : 'follow' },
      })
    case 'other':
      return stay(other(state, screen))
    case 'find':
      return stay({ ...state, screen: { ...screen, typing: edit() } })
    case 'find-next':
      return stay(jump(state, screen, 1))
    case 'find-previous':
      return stay(jump(state, screen, -1))
    case undefined:
      return stay(state)
  }
}

function findKey(state: State, screen: LogScreen, key: string): Step {
  const { typing, ...rest } = screen
  if (!typing) return stay(state)
  const action = actionOf('text', key)
  if (action === 'cancel') return stay({ ...state, screen: rest })
  // The newest match first: a log is read from its end.
  if (action === 'accept') return stay(jump(state, { ...rest, find: typing.text.trim() || rest.find }, -1))
  const next = editKey(typing, key)
  return next ? stay({ ...state, screen: { ...screen, typing: next } }) : stay(state)
}

export function logPaste(state: State, screen: LogScreen, text: string): Step {
  if (!screen.typing) return stay(state)
  return stay({ ...state, screen: { ...screen, typing: insert(screen.typing, pasted(text, 'one')) } })
}

function to(state: State, screen: LogScreen, top: number): State {
  const last = logTop({ ...screen, top: 'follow' }, state.size)
  const held = Math.max(0, Math.min(top, last))
  return { ...state, screen: { ...screen, top: held } }
}

/** Of an agent that keeps a conversation that is what there is to read. */
export const logged = ({ transcript }: Pick<SessionView, 'transcript'>): LogScreen['of'] =>
  transcript === undefined ? 'output' : 'talk'

/** To the place that was found; what has left the output since is said so. */
export function seek(state: State, { seek: nth = 0, ...screen }: LogScreen): State {
  const row = matches(screen, state.size).at(-1 - nth)
  return row === undefined ? jump(state, screen, -1) : to(state, screen, row)
}

/** The other of the two, from its end. */
function other(state: State, screen: LogScreen): State {
  const session = state.sessions.get(screen.id)
  const of = screen.of === 'talk' ? 'output' : 'talk'
  if (of === 'talk' && session?.transcript === undefined)
    return { ...state, notice: { text: 'It keeps no conversation: this is all it printed.', tone: 'quiet' } }
  const { problem: _of, ...rest } = screen
  return { ...state, screen: { ...rest, of, lines: [], top: 'follow' } }
}

function jump(state: State, screen: LogScreen, by: 1 | -1): State {
  if (screen.find === '') return { ...state, screen }
  const found = matches(screen, state.size)
  const where = screen.of === 'talk' ? 'what was said' : 'the output'
  if (found.length === 0)
    return { ...state, screen, notice: { text: `“${screen.find}” is not in ${where}.`, tone: 'quiet' } }
  const here = screen.top === 'follow' ? Number.POSITIVE_INFINITY : screen.top
  const next =
    by === 1
      ? (found.find((row) => row > here) ?? found[0])
      : (found.findLast((row) => row < here) ?? found.at(-1))
  const last = logTop({ ...screen, top: 'follow' }, state.size)
  return { ...state, screen: { ...screen, top: Math.min(next ?? 0, last) } }
}
