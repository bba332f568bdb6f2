import { helpLines } from '../content/help.ts'
import { actionOf, contextOf } from '../keys.ts'
import { bodyRows } from '../layout.ts'
import { stay, type Help, type State, type Step } from './state.ts'

export function helpKey(state: State, screen: Help, key: string): Step {
  const rows = bodyRows(state.size) - 2 // the frame
  const page = Math.max(1, rows - 1)
  const action = actionOf('help', key)
  switch (action) {
    case 'back':
      return stay({ ...state, screen: screen.under })
    case 'down':
      return scroll(state, screen, 1)
    case 'up':
      return scroll(state, screen, -1)
    case 'page-down':
      return scroll(state, screen, page)
    case 'page-up':
      return scroll(state, screen, -page)
    case undefined:
      return stay(state)
  }
}

function scroll(state: State, screen: Help, by: number): Step {
  const last = Math.max(
    0,
    helpLines(state.size.cols - 4, contextOf({ screen: screen.under })).length - (bodyRows(state.size) - 2),
  )
  return stay({ ...state, screen: { ...screen, scroll: Math.min(last, Math.max(0, screen.scroll + by)) } })
}
