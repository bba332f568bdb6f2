import { sheetLines } from '../content/sheet.ts'
import { actionOf } from '../keys.ts'
import { bodyRows } from '../layout.ts'
import type { Sheet, Under } from './screens.ts'
import { stay, type State, type Step } from './state.ts'

export const openSheet = (state: State, under: Under): State => ({
  ...state,
  screen: { at: 'sheet', scroll: 0, under },
})

export function sheetKey(state: State, screen: Sheet, key: string): Step {
  const rows = bodyRows(state.size) - 2 // the frame
  const page = Math.max(1, rows - 1)
  const last = Math.max(0, sheetLines(state, screen, state.size.cols - 4).length - rows)
  const by = (n: number): Step =>
    stay({ ...state, screen: { ...screen, scroll: Math.min(last, Math.max(0, screen.scroll + n)) } })
  const action = actionOf('sheet', key)
  switch (action) {
    case 'back':
      return stay({ ...state, screen: screen.under })
    case 'down':
      return by(1)
    case 'up':
      return by(-1)
    case 'page-down':
      return by(page)
    case 'page-up':
      return by(-page)
    case undefined:
      return stay(state)
  }
}
