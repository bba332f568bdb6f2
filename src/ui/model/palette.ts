import { paletteRows } from '../content/palette.ts'
import { actionOf } from '../keys.ts'
import { commandsOf } from './commands.ts'
import { editKey, insert, pasted } from './edit.ts'
import { listDo } from './list.ts'
import type { Palette } from './screens.ts'
import { stay, type State, type Step } from './state.ts'

export function paletteKey(state: State, screen: Palette, key: string): Step {
  const fitting = commandsOf(state, screen.edit.text)
  const page = paletteRows(state.size)
  const to = (cursor: number): Step =>
    stay({
      ...state,
      screen: { ...screen, cursor: Math.max(0, Math.min(cursor, fitting.length - 1)) },
    })
  const action = actionOf('palette', key)
  switch (action) {
    case 'back':
      return stay({ ...state, screen: screen.under })
    case 'run': {
      const command = fitting[screen.cursor]
      const { under } = screen
      return command ? listDo({ ...state, screen: under }, command.action, { key: '', under }) : stay(state)
    }
    case 'down':
      return to((screen.cursor + 1) % Math.max(1, fitting.length))
    case 'up':
      return to((screen.cursor + fitting.length - 1) % Math.max(1, fitting.length))
    case 'page-down':
      return to(screen.cursor + page)
    case 'page-up':
      return to(screen.cursor - page)
    case undefined: {
      const next = editKey(screen.edit, key)
      return next ? stay({ ...state, screen: { ...screen, edit: next, cursor: 0 } }) : stay(state)
    }
  }
}

export function palettePaste(state: State, screen: Palette, text: string): Step {
  const next = insert(screen.edit, pasted(text, 'one'))
  return stay({ ...state, screen: { ...screen, edit: next, cursor: 0 } })
}
