import type { Conversation } from '../../protocol/control.ts'
import { actionOf } from '../keys.ts'
import { bodyRows, type Size } from '../layout.ts'
import { plain, tilde } from '../text.ts'
import { edit, editKey, insert, pasted } from './edit.ts'
import type { NewForm, Picking } from './screens.ts'
import { act, stay, type State, type Step } from './state.ts'

/** Those on disk are without end; who looks for an older one knows its name: `roost adopt`. */
export const CONVERSATIONS_MAX = 50
/** Rows of one conversation: its title, and where it was. */
export const CONVERSATION_ROWS = 2
/** Rows of the panel that are no conversation: its frame, the filter, a blank row above and two below. */
const OTHER_ROWS = 6

/** How many conversations show at once. */
const conversationsShown = (size: Size): number =>
  Math.max(1, Math.floor((bodyRows(size) - OTHER_ROWS) / CONVERSATION_ROWS))

export const openPicking = (state: State, { problem: _forgiven, ...form }: NewForm): Step =>
  stay({ ...state, screen: { ...form, picking: { filter: edit() } } })

/** Those with every word of the filter in title, folder or agent, or at the start of the id; newest first. */
export function found({ conversations, place }: State, { filter }: Picking): Conversation[] {
  const words = filter.text.toLowerCase().split(/\s+/u).filter(Boolean)
  return (conversations ?? []).filter(({ agent, title, cwd, resumeId }) => {
    const text = `${plain(title)} ${tilde(plain(cwd), place.home)} ${agent}`.toLowerCase()
    return words.every((word) => text.includes(word) || resumeId.startsWith(word))
  })
}

/** The chosen one among those found; until the person moves, the newest. */
export function chosenAt(all: readonly Conversation[], { chosen }: Picking): number {
  return Math.max(
    0,
    all.findIndex(({ resumeId }) => resumeId === chosen),
  )
}

export function pickingKey(state: State, form: NewForm, picking: Picking, key: string): Step {
  const action = actionOf('conversations', key)
  if (action === 'back') {
    const { picking: _closed, problem: _forgiven, ...rest } = form
    return stay({ ...state, screen: rest })
  }
  if (form.busy) return stay(state)
  const page = conversationsShown(state.size)
  switch (action) {
    case 'take':
      return take(state, form, picking)
    case 'down':
      return move(state, form, picking, { by: 1, ends: 'round' })
    case 'up':
      return move(state, form, picking, { by: -1, ends: 'round' })
    case 'page-down':
      return move(state, form, picking, { by: page, ends: 'stop' })
    case 'page-up':
      return move(state, form, picking, { by: -page, ends: 'stop' })
    case undefined: {
      const filter = editKey(picking.filter, key)
      // What was chosen before is out of sight or elsewhere: the newest of those found is.
      return filter ? stay(put(state, form, { filter })) : stay(state)
    }
  }
}

export function pickingPaste(state: State, form: NewForm, { filter }: Picking, text: string): Step {
  if (form.busy) return stay(state)
  return stay(put(state, form, { filter: insert(filter, pasted(text, 'one')) }))
}

const put = (state: State, { problem: _forgiven, ...form }: NewForm, picking: Picking): State => ({
  ...state,
  screen: { ...form, picking },
})

type Move = { by: number; ends: 'round' | 'stop' }

function move(state: State, form: NewForm, picking: Picking, { by, ends }: Move): Step {
  const all = found(state, picking)
  const to = chosenAt(all, picking) + by
  const at = ends === 'round' ? (to + all.length) % all.length : Math.min(all.length - 1, Math.max(0, to))
  const chosen = all[at]?.resumeId
  return chosen === undefined ? stay(state) : stay(put(state, form, { ...picking, chosen }))
}

/** One that is live elsewhere is sent as well: the daemon knows best by now, and its sentence says where. */
function take(state: State, { problem: _forgiven, ...form }: NewForm, picking: Picking): Step {
  const all = found(state, picking)
  const one = all[chosenAt(all, picking)]
  if (!one) return stay(state)
  const name = form.name.text.trim()
  return act(
    { ...state, screen: { ...form, picking: { ...picking, chosen: one.resumeId }, busy: true } },
    {
      do: 'adopt',
      params: {
        agent: one.agent,
        resumeId: one.resumeId,
        pinned: form.pin,
        cols: state.size.cols,
        rows: state.size.rows,
        ...(name ? { name } : {}),
      },
    },
  )
}
