import type { State } from './state.ts'

/** The session that a person at this screen has before them. */
export function inFront({ screen, selected }: Pick<State, 'screen' | 'selected'>): string | undefined {
  switch (screen.at) {
    case 'list':
      return selected
    case 'peek':
    case 'log':
    case 'away':
      return screen.id
    case 'ask':
      return screen.request.session
    case 'prompt':
    case 'confirm':
    case 'palette':
    case 'sheet':
    case 'audit':
      return screen.under.at === 'peek' ? screen.under.id : selected
    case 'stats':
    case 'search':
    case 'welcome':
    case 'help':
    case 'new':
      return undefined
  }
}
