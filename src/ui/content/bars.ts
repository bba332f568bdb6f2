import { runs, groupOf, type Group } from '../../protocol/session.ts'
import { costText } from '../../protocol/usage.ts'
import type { Binding } from '../keys.ts'
import { contextOf } from '../keycontext.ts'
import { keyName } from '../keynames.ts'
import { cells, cutLine, ends, line, span, type Line, type Span } from '../line.ts'
import { demoOffered, selectedOf } from '../model/list.ts'
import { hiddenOf, visible } from '../model/find.ts'
import { GROUPS } from '../model/order.ts'
import { dashboardFits } from '../model/stats.ts'
import { nameOf, NARROW } from '../model/rows.ts'
import type { Ask, Deed } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import { cut, plain, width } from '../text.ts'
import { askLines, askRows } from './ask.ts'
import { auditFound } from './audit.ts'
import { editLine } from './edit.ts'
import { GROUP, PIN } from './groups.ts'

/** The top row: where this is, and how many sessions want what. */
export function header(state: State): Line {
  const { cols } = state.size
  const counts = [...countsOf(state), ...spentSpans(state)]
  const name = span('roost', 'accent')
  const { link } = state
  if (link.is === 'stopped') {
    const stopped = [name, span('  '), span('daemon stopped', 'needs')]
    const calm = cols < NARROW ? [] : [span(' · sessions go on', 'quiet')]
    return ends([...stopped, ...calm], line('any key starts it ', 'quiet'), cols)
  }
  if (link.is === 'down') {
    // In the place of the counts, which may not be true any more.
    const away = [name, span('  '), span('daemon away', 'needs')]
    const why = cols < NARROW ? [] : [span(` · ${link.reason}`, 'quiet')]
    return ends(cutLine([...away, ...why], cols - 16), line('trying again ', 'quiet'), cols)
  }
  const sessions = state.sessions.size
  const hidden = hiddenOf(state)
  const { sort } = state.liking
  const pinned = [...state.sessions.values()].filter((s) => s.pinned).length
  const marks = state.marked.size
  const loud = marks > 0 || state.filter !== ''
  const facts =
    marks > 0
      ? [`${marks} marked`, 'Esc unmarks']
      : state.filter === ''
        ? [
            plain(state.place.host, 24),
            `${sessions} ${sessions === 1 ? 'session' : 'sessions'}`,
            ...(hidden > 0 ? [`${hidden} hidden`] : []),
            ...(sort === 'attention' ? [] : [`by ${sort}`]),
            ...(pinned > 0 ? [`${PIN} ${pinned} pinned`] : []),
          ]
        : [`“${plain(state.filter, 12)}”`, `${visible(state).length} of ${sessions}`, 'Esc shows all']
  const left: Span[] = [name]
  if (link.is === 'joining') left.push(span('  connecting…', 'quiet'))
  else {
    const room = cols - cells(counts) - GAP
    let text = ''
    for (const fact of facts) {
      const next = text ? `${text} · ${fact}` : fact
      if (width(next) + 2 > room) break
      text = next
    }
    left.push(span(`  ${text}`, loud ? 'needs' : 'quiet'))
  }
  const dead = state.deadRules
  if (dead > 0 && link.is === 'up') {
    const said = `${dead} deny ${dead === 1 ? 'rule does' : 'rules do'} nothing: roost rules lint`
    const room = cols - cells(left) - cells(counts) - 4
    left.push(span(`  ${GROUP.failed.glyph} ${width(said) <= room ? said : 'rules'}`, 'failed'))
  }
  return ends(left, [...counts, span(' ')], cols)
}

/** What was spent today, at the right end. */
function spentSpans({ spent, now, size }: State): Line {
  const text = spent && now < spent.until ? costText(spent) : ''
  if (text === '' || size.cols < NARROW) return []
  return [span('   '), span(text === '?' ? 'price unknown' : text, 'strong'), span(' today', 'quiet')]
}

/** Cells between the name and what is beside it, and before the counts. */
const GAP = 12

/** From this width on the counts say what they count. */
const WORDS_FROM = 100

function countsOf(state: State): Line {
  const by = new Map<Group, number>()
  for (const s of state.sessions.values()) by.set(groupOf(s), (by.get(groupOf(s)) ?? 0) + 1)
  return GROUPS.flatMap((group, i) => {
    const n = by.get(group)
    if (!n) return []
    const { glyph, word, tone } = GROUP[group]
    const said = state.size.cols >= WORDS_FROM ? ` ${word.toLowerCase()}` : ''
    return [span(i > 0 ? '   '.slice(said ? 0 : 1) : ''), span(`${glyph} ${n}`, tone), span(said, 'quiet')]
  })
}

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
  const isOther = screen.at === 'confirm' || screen.at === 'prompt' || (screen.at === 'log' && screen.typing)
  if (isOther || notice) return undefined
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
  if (context === 'stats' && action === 'dashboard' && !dashboardFits(state.size)) return { priority: 0 }
  if (context === 'peek' && action === 'answer' && open === 0) return { priority: 0 }
  if (state.screen.at === 'new' && state.screen.field === 'earlier' && action === 'start')
    return { short: 'choose' }
  if (context === 'rule') return { priority: 0 }
  if (state.screen.at === 'ask') {
    // The keys that answer stand in the card itself.
    if (IN_CARD.includes(action)) return { priority: 0 }
    if (action === 'page-down' && !longer(state.screen, state)) return { priority: 0 }
  }
  if ((action === 'next' || action === 'previous') && context !== 'new' && context !== 'peek' && open < 2)
    return { priority: 0 }
  return {}
}
