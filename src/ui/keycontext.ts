import type { Context } from './keys.ts'
import type { State } from './model/state.ts'

/** Which keys are in force. */
export function contextOf({ screen }: Pick<State, 'screen'>): Context {
  switch (screen.at) {
    case 'list':
    case 'away':
      return 'list'
    case 'peek':
      return 'peek'
    case 'prompt':
      return 'text'
    case 'confirm':
      return 'confirm'
    case 'palette':
      return 'palette'
    case 'sheet':
      return 'sheet'
    case 'stats':
      return 'stats'
    case 'welcome':
      return 'welcome'
    case 'audit':
      if (screen.open) return 'sheet'
      return screen.typing ? 'text' : 'audit'
    case 'search':
      return 'search'
    case 'new':
      return screen.picking ? 'conversations' : 'new'
    case 'log':
      return screen.typing ? 'text' : 'log'
    case 'help':
      return screen.typing ? 'text' : 'help'
    case 'ask':
      switch (screen.step.is) {
        case 'read':
          return screen.request.kind === 'plan' ? 'plan' : 'permission'
        case 'reason':
        case 'rule-edit':
        case 'edit':
          return 'text'
        case 'rule':
          return 'rule'
        case 'choose':
          return screen.step.other ? 'text' : 'question'
        case 'sent':
        case 'closed':
          return 'closed'
      }
  }
}
