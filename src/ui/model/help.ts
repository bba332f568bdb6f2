import { helpLines } from '../content/help.ts'
import { actionOf } from '../keys.ts'
import { edit, editKey, insert, pasted } from './edit.ts'
import type { Help } from './screens.ts'
import { panelExtent, scrolled } from './scroll.ts'
import { stay, type State, type Step } from './state.ts'

export function helpKey(state: State, screen: Help, key: string): Step {
  if (screen.typing) return findKey(state, screen, key)
  const action = actionOf('help', key)
  switch (action) {
    case 'back': {
      // First all keys again, then the screen below.
      const { find, ...rest } = screen
      return stay({ ...state, screen: find === undefined ? screen.under : { ...rest, scroll: 0 } })
    }
    case 'find':
      return stay({ ...state, screen: { ...screen, scroll: 0, typing: edit(screen.find) } })
    case 'down':
    case 'up':
    case 'page-down':
    case 'page-up': {
      const extent = panelExtent(helpLines(state, screen, state.size.cols - 4).length, state.size)
      return stay({ ...state, screen: { ...screen, scroll: scrolled(screen.scroll, action, extent) } })
    }
    case undefined:
      return stay(state)
  }
}

function findKey(state: State, screen: Help & { typing?: ReturnType<typeof edit> }, key: string): Step {
  const { typing = edit(), find: _before, ...rest } = screen
  const action = actionOf('text', key)
  if (action === 'cancel') return stay({ ...state, screen: without(rest) })
  const text = typing.text.trim()
  if (action === 'accept')
    return stay({ ...state, screen: { ...without(rest), ...(text ? { find: text } : {}) } })
  const next = editKey(typing, key)
  return next ? stay({ ...state, screen: { ...rest, typing: next } }) : stay(state)
}

function without(screen: Help): Help {
  const { typing: _done, ...rest } = screen
  return rest
}

export function helpPaste(state: State, screen: Help, text: string): Step {
  if (!screen.typing) return stay(state) // a paste is text, never keys
  return stay({ ...state, screen: { ...screen, typing: insert(screen.typing, pasted(text, 'one')) } })
}
