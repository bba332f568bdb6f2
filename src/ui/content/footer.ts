import { runs } from '../../protocol/session.ts'
import type { Binding } from '../keys.ts'
import { contextOf } from '../keycontext.ts'
import { keyName } from '../keynames.ts'
import { cells, cutLine, line, span, type Line, type Span } from '../line.ts'
import { demoOffered, selectedOf } from '../model/list.ts'
import { dashboardFits } from '../model/stats.ts'
import { nameOf, NARROW } from '../model/rows.ts'
import type { Ask, Deed } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import { cut, wrap } from '../text.ts'
import { askLines, askRows } from './ask.ts'
import { auditFound } from './audit.ts'
import { editLine } from './edit.ts'
import { statsExtent } from './statspage.ts'

/** A sentence is worth this many rows: more would hide what it is about. */
const NOTICE_ROWS = 3

/** The bottom of the screen. One row but for a sentence that is longer: what is to be read is not cut. */
export function footerLines(state: State): Line[] {
  const { screen, notice, size } = state
  if (!notice || asks(screen)) return [footer(state)]
  const rows = wrap(notice.text, size.cols - 1, 'words').map((row) => row.trimEnd())
  const last = rows.slice(NOTICE_ROWS - 1).join(' ')
  return [...rows.slice(0, NOTICE_ROWS - 1), ...(last === '' ? [] : [cut(last, size.cols - 1)])].map((row) =>
    line(row, notice.tone),
  )
}

/** The bottom row is a question or a field. */
const asks = (screen: State['screen']): boolean =>
  screen.at === 'confirm' ||
  screen.at === 'prompt' ||
  ((screen.at === 'log' || screen.at === 'audit' || screen.at === 'help') && screen.typing !== undefined)

/** The bottom row: a question, a field, a sentence, or the keys that work now. */
export function footer(state: State): Line {
  const { screen, notice } = state
  const { cols } = state.size
  if (screen.at === 'confirm') {
    const keys: Line = [span('  '), span('y', 'key'), span(' yes  '), span('n', 'key'), span(' no ')]
    if (screen.what === 'stop-daemon')
      return cutLine([span('Stop the daemon? Sessions go on.', 'needs'), ...keys], cols)
    const [id = ''] = screen.ids
    if (screen.ids.length > 1 || screen.of) {
      const all = screen.of ? `${screen.ids.length} of ${screen.of} marked` : `${screen.ids.length} sessions`
      return cutLine([span(ASKS[screen.what], 'needs'), span(` ${all}?`), ...keys], cols)
    }
    const question = screen.what === 'remove' ? 'Remove from the list' : ASKS[screen.what]
    const session = state.sessions.get(id)
    const room = cols - cells(keys) - question.length - 5
    return cutLine(
      [span(question, 'needs'), span(` “${cut(session ? nameOf(session) : id, room)}”?`), ...keys],
      cols,
    )
  }
  if (screen.at === 'prompt') {
    const session = state.sessions.get(screen.id)
    const name = session ? cut(nameOf(session), Math.max(8, Math.floor(cols / 4))) : ''
    const label = { search: 'Search in all', filter: 'Filter', rename: 'New name', send: `To ${name}` }[
      screen.what
    ]
    return field(label, screen.edit, cols)
  }
  if ((screen.at === 'log' || screen.at === 'audit' || screen.at === 'help') && screen.typing)
    return field('Find', screen.typing, cols)
  if (notice) return [span(cut(notice.text, cols - 1), notice.tone)]
  return keysLine(state)
}

const ASKS: Record<Deed, string> = {
  stop: 'Stop',
  remove: 'Remove',
  respawn: 'Restart',
  pin: 'Pin',
  unpin: 'Unpin',
  pause: 'Pause',
  unpause: 'Unpause',
}

function field(label: string, edit: Parameters<typeof editLine>[0], cols: number): Line {
  const head = [span(label, 'accent'), span(' › ', 'quiet')]
  return [...head, ...editLine(edit, cols - cells(head) - 1, true)]
}

/** The keys of the footer, most needed first, as many as fit. */
export function keysLine(state: State): Line {
  return footerKeys(state).flatMap(({ spans }) => spans)
}

/** The key whose name or word stands in that column of the bottom row. */
export function footerKeyAt(state: State, x: number): { key: string; action: string } | undefined {
  const { screen, notice } = state
  if (asks(screen) || notice) return undefined
  let from = 0
  for (const { binding, spans } of footerKeys(state)) {
    const [gap, ...rest] = spans
    const start = from + (gap ? cells([gap]) : 0)
    from = start + cells(rest)
    if (x >= start && x < from) return { key: binding.keys[0] ?? '', action: binding.action }
  }
  return undefined
}

function footerKeys(state: State): { binding: Binding; spans: Span[] }[] {
  const context = contextOf(state)
  const items = state.keymap.bindings
    .filter((b) => b.context === context && b.keys.length > 0)
    .map((b) => ({ ...b, ...now(state, b) }))
    .filter((b) => b.priority > 0)
    .sort((a, b) => a.priority - b.priority)
    .slice(0, KEYS_MAX)
  const out: { binding: Binding; spans: Span[] }[] = []
  let used = 0
  for (const b of items) {
    const bare = [span(out.length > 0 ? '  ' : ''), span(footerKey(b), 'key')]
    const whole = [...bare, span(b.short && ` ${b.short}`, 'quiet')]
    // Everybody knows what a question mark does.
    const spans = b.action === 'help' && used + cells(whole) >= state.size.cols ? bare : whole
    if (used + cells(spans) >= state.size.cols) continue
    used += cells(spans)
    out.push({ binding: b, spans })
  }
  const into = out.find(({ binding }) => context === 'list' && binding.action === 'attach')
  const selected = selectedOf(state)
  const back = span(` (${keyName(state.place.detachKeys[0] ?? '')} back)`, 'quiet')
  // Inside, the screen is the agent's, and nothing there says how to come back.
  if (into && selected && runs(selected) && used + cells([back]) < state.size.cols) into.spans.push(back)
  return out
}

const IN_CARD: readonly string[] = [
  'yes',
  'no',
  'always',
  'edit',
  'take',
  'mark',
  'other',
  'accept',
  'cancel',
  'on',
]

const longer = (ask: Ask, state: State): boolean => askLines(ask, state).length > askRows(ask, state.size)

/** More keys than these are for the help: a row of all of them tells less. */
const KEYS_MAX = 8

const footerKey = (b: Binding): string =>
  (b.action === 'down' || b.action === 'up') && b.keys.includes(b.action === 'down' ? 'j' : 'k')
    ? 'j/k'
    : keyName(b.keys[0] ?? '')

/** While rows are marked only what acts on them is worth a place. */
const MARKING: Record<string, Partial<Pick<Binding, 'short' | 'priority'>>> = {
  stop: { priority: 1 },
  pin: { short: 'pin', priority: 2 },
  pause: { short: 'pause', priority: 3 },
  respawn: { short: 'restart', priority: 4 },
  mark: { short: 'mark', priority: 5 },
  clear: { short: 'unmark', priority: 6 },
  help: { short: '', priority: 7 },
}

const talks = ({ sessions }: State, id: string): boolean => sessions.get(id)?.transcript !== undefined

/** What the moment changes about a key's place in the footer. */
function now(state: State, { context, action }: Binding): Partial<Pick<Binding, 'short' | 'priority'>> {
  const open = state.requests.length
  const empty = state.sessions.size === 0
  const selected = selectedOf(state)
  if (context === 'list' && state.marked.size > 0) return MARKING[action] ?? { priority: 0 }
  if (context === 'list') {
    if (action === 'demo') return empty ? { priority: demoOffered(state) ? 1 : 4.5 } : {}
    if (empty && !['new', 'help', 'quit'].includes(action)) return { priority: 0 }
    if (action === 'help' && state.size.cols < NARROW) return { priority: empty ? 4.6 : 3.5 }
    if (action === 'answer') return open > 0 ? { short: `answer (${open})` } : { priority: 0 }
    if (action === 'attach' && selected && !runs(selected)) return { short: 'bring back' }
    if (action === 'stop' && selected && !runs(selected)) return { short: 'remove' }
    if (action === 'pin' && selected?.pinned) return { short: 'unpin' }
    if (action === 'pause' && selected?.paused) return { short: 'unpause' }
    if (action === 'pause' && selected && !runs(selected)) return { priority: 0 }
    if (action === 'send' && selected && !runs(selected)) return { priority: 0 }
  }
  if (state.screen.at === 'audit' && context === 'audit') {
    if (action === 'denied' && state.screen.denied) return { short: 'all' }
    if (action === 'session' && state.screen.session !== undefined) return { short: 'all sessions' }
    if (action === 'open' && auditFound(state.screen).length === 0) return { priority: 0 }
  }
  if (state.screen.at === 'stats' && action === 'page-down')
    return statsExtent(state.screen.stats, state.size).last === 0 ? { priority: 0 } : {}
  if (state.screen.at === 'stats' && action === 'span')
    return { short: state.screen.span === 'today' ? 'week' : 'today' }
  if (context === 'stats' && action === 'dashboard' && !dashboardFits(state.size)) return { priority: 0 }
  if (context === 'peek' && action === 'answer' && open === 0) return { priority: 0 }
  if (state.screen.at === 'new' && state.screen.field === 'earlier' && action === 'start')
    return { short: 'choose' }
  if (state.screen.at === 'log' && action === 'other')
    return state.screen.of === 'output'
      ? { short: 'talk', ...(talks(state, state.screen.id) ? {} : { priority: 0 }) }
      : {}
  if (context === 'rule') return action === 'back' ? {} : { priority: 0 }
  if (state.screen.at === 'ask') {
    // The keys that answer stand in the card itself.
    if (IN_CARD.includes(action)) return { priority: 0 }
    if (action === 'raw' && state.screen.step.is === 'read' && state.screen.step.raw)
      return { short: 'as text' }
    if (action === 'page-down' && !longer(state.screen, state)) return { priority: 0 }
  }
  if ((action === 'next' || action === 'previous') && context !== 'new' && context !== 'peek' && open < 2)
    return { priority: 0 }
  return {}
}
