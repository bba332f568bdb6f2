import { footerKeyAt } from './content/footer.ts'
import type { Context } from './keys.ts'
import { contextOf } from './keycontext.ts'
import { bodyRows, layoutOf, listRowsOf } from './layout.ts'
import { listLines } from './model/rows.ts'
import type { Event } from './model/events.ts'
import type { State } from './model/state.ts'
import type { Token } from './term/input.ts'
import type { Click } from './term/mouse.ts'

/** Two clicks on a row within this go in, ms. */
const DOUBLE_MS = 500
/** What a turn of the wheel moves, lines. Where it moves a choice, one. */
const LINES = 3
const WHEEL: Partial<Record<Context, number>> = {
  list: 1,
  peek: LINES,
  permission: LINES,
  plan: LINES,
  log: LINES,
  help: LINES,
  sheet: LINES,
  palette: 1,
  conversations: 1,
}
/** On a request the mouse leads around and never answers: a card may come up under a finger. */
const ON_CARD = ['back', 'next', 'previous', 'page-down', 'page-up', 'down', 'up', 'raw', 'help']
const CARDS: Context[] = ['permission', 'rule', 'question', 'plan', 'closed']

type At = { chunk: number; at: number }

/** What the person did, as events. What the mouse means is said in keys: it can do nothing that a key cannot. */
export class Hand {
  #last = { id: '', at: 0 }

  events(state: State, token: Token, when: At): Event[] {
    switch (token.type) {
      case 'key':
        return [{ type: 'key', key: token.key, ...when }]
      case 'paste':
        return [{ type: 'paste', text: token.text, at: when.at }]
      case 'mouse':
        return this.#click(state, token.click, when)
    }
  }

  #click(state: State, click: Click, { chunk, at }: At): Event[] {
    const context = contextOf(state)
    const key = (name: string): Event => ({ type: 'key', key: name, chunk, at })
    if (click.does !== 'click') {
      const name = click.does === 'wheel-up' ? 'up' : 'down'
      return Array.from({ length: WHEEL[context] ?? 0 }, () => key(name))
    }
    if (click.y === state.size.rows - 1) {
      const found = footerKeyAt(state, click.x)
      if (!found || (CARDS.includes(context) && !ON_CARD.includes(found.action))) return []
      return [key(found.key)]
    }
    const id = state.screen.at === 'list' ? rowAt(state, click) : undefined
    if (id === undefined) return []
    const isDouble = id === this.#last.id && at - this.#last.at <= DOUBLE_MS
    this.#last = { id: isDouble ? '' : id, at }
    return isDouble ? [key('enter')] : [{ type: 'select', id, at }]
  }
}

/** The session whose row lies at that cell of the list. */
function rowAt(state: State, { x, y }: Click): string | undefined {
  const lines = listLines(state)
  const layout = layoutOf(state.size, lines.length)
  const row = y - 1 // below the header
  const cols = layout.shape === 'wide' ? layout.listCols : layout.cols
  if (row < 0 || row >= Math.min(listRowsOf(layout), bodyRows(state.size)) || x >= cols) return undefined
  const line = lines[state.top + row]
  return line?.is === 'row' || line?.is === 'more' ? line.session.id : undefined
}
