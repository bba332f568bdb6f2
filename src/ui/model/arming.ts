import { ANYWHERE } from '../keys.ts'
import { contextOf } from '../keycontext.ts'
import type { Screen } from './screens.ts'
import type { State } from './state.ts'

/** A card counts no answer until it has been before the person's eyes for this long, ms. */
export const ARM_MS = 400

/** Whether what is shown has stood long enough to be answered. */
export function armed({ shown }: Pick<State, 'shown'>, at: number): boolean {
  return shown.paintedAt !== undefined && at - shown.paintedAt >= ARM_MS
}

/** Whether a key may act: input is dropped at every change of screen. */
export function counts({ shown, screen }: State, key: string, at: number): boolean {
  if (screen.at === 'away') return false
  if (key === ANYWHERE.repaint || key === ANYWHERE.suspend) return true
  // A screen nobody asked for: what is typed at first was meant for the one before.
  if (!shown.settled) return armed({ shown }, at)
  if (shown.paintedAt !== undefined) return true
  // Not painted yet, so typed in one go with the key that led here. Into a field that is what was meant;
  // Enter would act on something never seen.
  const context = contextOf({ screen })
  if (key === 'enter') return searching(screen)
  return context === 'text' || context === 'new' || context === 'conversations' || context === 'palette'
}

/** Enter ends a search and does nothing else: `/name⏎`, which mosh sends in one go, is all meant. */
function searching(screen: Screen): boolean {
  const looking = screen.at === 'prompt' && (screen.what === 'filter' || screen.what === 'search')
  return (
    looking || ((screen.at === 'log' || screen.at === 'audit' || screen.at === 'help') && !!screen.typing)
  )
}

/** Names what the person has before them: when it changes, keys must be armed anew. */
export function screenKey({ screen }: Pick<State, 'screen'>): string {
  switch (screen.at) {
    case 'help':
      return screen.typing ? 'help find' : 'help'
    case 'list':
    case 'peek':
    case 'palette':
    case 'sheet':
    case 'stats':
    case 'search':
    case 'welcome':
    case 'away':
      return screen.at
    case 'new':
      return screen.picking ? 'new earlier' : 'new'
    case 'log':
      return screen.typing ? 'log find' : 'log'
    case 'audit':
      return screen.open ? 'audit entry' : screen.typing ? 'audit find' : 'audit'
    case 'prompt':
      return `prompt ${screen.what}`
    case 'confirm':
      return screen.what === 'stop-daemon'
        ? 'confirm stop-daemon'
        : `confirm ${screen.what} ${screen.ids.join(' ')}`
    case 'ask': {
      const { step } = screen
      const part = step.is === 'choose' ? `${step.index}${step.other ? ' other' : ''}` : ''
      return `ask ${screen.request.id} ${step.is} ${part}`
    }
  }
}
