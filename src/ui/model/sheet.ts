import { sheetLines } from '../content/sheet.ts'
import { actionOf } from '../keys.ts'
import type { Sheet, Under } from './screens.ts'
import { panelExtent, scrolled } from './scroll.ts'
import { stay, type State, type Step } from './state.ts'

export const openSheet = (state: State, under: Under): State => ({
  ...state,
  screen: { at: 'sheet', scroll: 0, under },
})

export function sheetKey(state: State, screen: Sheet, key: string): Step {
  const action = actionOf('sheet', key)
  switch (action) {
    case 'back':
      return stay({ ...state, screen: screen.under })
    case 'down':
    case 'up':
    case 'page-down':
    case 'page-up': {
      const extent = panelExtent(sheetLines(state, screen, state.size.cols - 4).length, state.size)
      return stay({ ...state, screen: { ...screen, scroll: scrolled(screen.scroll, action, extent) } })
    }
    case undefined:
      return stay(state)
  }
}
