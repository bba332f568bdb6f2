import { groupOf, type Group } from '../../protocol/session.ts'
import { costText } from '../../protocol/usage.ts'
import { cells, cutLine, ends, line, span, type Line, type Span } from '../line.ts'
import { hiddenOf, visible } from '../model/find.ts'
import { GROUPS } from '../model/order.ts'
import { NARROW } from '../model/rows.ts'
import type { State } from '../model/state.ts'
import { plain, width } from '../text.ts'
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
  const arranged = [
    ...(hidden > 0 ? [`${hidden} hidden`] : []),
    ...(sort === 'attention' ? [] : [SORT_WORD[sort]]),
  ]
  const loud = marks > 0 || state.filter !== ''
  const facts =
    marks > 0
      ? [`${marks} marked`, 'Esc unmarks']
      : state.filter === ''
        ? [
            // On a phone there is room for one of them: that rows are not there comes before where this is.
            ...(cols < NARROW ? arranged : []),
            plain(state.place.host, 24),
            `${sessions} ${sessions === 1 ? 'session' : 'sessions'}`,
            ...(cols < NARROW ? [] : arranged),
            ...(pinned > 0 ? [`${PIN} ${pinned} pinned`] : []),
          ]
        : [`“${plain(state.filter, 12)}”`, `${visible(state).length} of ${sessions}`, 'Esc shows all']
  const left: Span[] = [name]
  if (link.is === 'joining') left.push(span('  connecting…', 'quiet'))
  else {
    const room = cols - cells(counts) - (cols < NARROW ? GAP_NARROW : GAP)
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

/** Sessions are sorted by when they were begun; the age in a row is that of its state. */
const SORT_WORD = { age: 'newest first', name: 'by name', cost: 'by cost' } as const

/** What was spent today, at the right end. */
function spentSpans({ spent, now, size }: State): Line {
  const text = spent && now < spent.until ? costText(spent) : ''
  if (text === '' || size.cols < NARROW) return []
  return [span('   '), span(text === '?' ? 'price unknown' : text, 'strong'), span(' today', 'quiet')]
}

/** Cells between the name and what is beside it, and before the counts. */
const GAP = 12
const GAP_NARROW = 9

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
