import { deedOf, fieldOf, inputIn, isFields, type AuditEntry } from '../../protocol/audit.ts'
import { gist } from '../../protocol/request.ts'
import { bodyRows, type Size } from '../layout.ts'
import { cells, cutLine, ends, fitLine, line, lit, span, type Line, type Tone } from '../line.ts'
import { nameOf } from '../model/rows.ts'
import type { Audit } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import { cut, fit, shownLine, tilde, width } from '../text.ts'
import { BAR } from './groups.ts'

/** Rows of the list: all but its frame. */
export const auditRows = (size: Size): number => Math.max(1, bodyRows(size) - 2)

type Mark = { glyph: string; word: string; tone: Tone }
const VERDICTS: Record<string, Mark> = {
  allow: { glyph: '✓', word: 'allowed', tone: 'done' },
  always: { glyph: '✓', word: 'always', tone: 'done' },
  answers: { glyph: '✓', word: 'answered', tone: 'done' },
  deny: { glyph: '✗', word: 'denied', tone: 'failed' },
  ask: { glyph: '?', word: 'asked', tone: 'needs' },
}

/** What was decided, as a glyph and a word. */
export function markOf({ kind, verdict, who, what }: AuditEntry): Mark {
  if (verdict !== undefined)
    return VERDICTS[verdict] ?? { glyph: '·', word: shownLine(verdict), tone: 'quiet' }
  if (kind !== 'request') return { glyph: '·', word: shownLine(kind), tone: 'quiet' }
  const asks = who === 'agent' && fieldOf(what, 'input') !== undefined
  return asks ? { glyph: '?', word: 'asked', tone: 'needs' } : { glyph: '·', word: 'closed', tone: 'quiet' }
}

/** What an entry is about, on one line with nothing hidden. */
export function aboutOf(state: State, entries: readonly AuditEntry[], entry: AuditEntry): string {
  const { kind, what } = entry
  const text = (name: string): string | undefined => {
    const value = fieldOf(what, name)
    return typeof value === 'string' ? value : undefined
  }
  const [tool, says] = [text('tool'), text('says')]
  const input = inputIn(entries, entry)
  if (tool !== undefined && input)
    return shownLine(asked(tool, input) ?? gist(tool, input, cwdOf(state, entry)))
  if (says !== undefined)
    return shownLine(tool === undefined || says.startsWith(tool) ? says : `${tool}: ${says}`)
  if (tool !== undefined) return shownLine(tool)
  if (typeof what === 'string') return shownLine(what)
  if (!isFields(what)) return kind
  const deed = deedOf(entry)
  if (deed !== undefined) return shownLine(homely(deed, state.place.home))
  return shownLine(
    Object.entries(what)
      .map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join(', '),
  )
}

/** A folder in it as `~/src`. */
const homely = (text: string, home: string): string =>
  text
    .split(' ')
    .map((word) => tilde(word, home))
    .join(' ')

/** What an agent asked, where its tool's name tells nothing. */
function asked(tool: string, input: Record<string, unknown>): string | undefined {
  const [first] = Array.isArray(input.questions) ? (input.questions satisfies unknown[]) : []
  const question = fieldOf(first, 'question')
  if (typeof question === 'string') return question
  return tool === 'ExitPlanMode' ? 'its plan' : undefined
}

/** The entries that hold what is looked for, anywhere in them. */
export function auditFound({ entries = [], find }: Pick<Audit, 'entries' | 'find'>): readonly AuditEntry[] {
  const want = find.toLowerCase()
  return want === '' ? entries : entries.filter((entry) => JSON.stringify(entry).toLowerCase().includes(want))
}

const CLOCK_FROM = 70
const WHO_FROM = 90
const MARK_CELLS = 10
const NAME_MAX = 36
const NAME_NARROW = 14
const WHO_MAX = 24

/** The rows that show, the one under the cursor lit, and how many are below them. */
export function auditList(state: State, audit: Audit): { lines: Line[]; below: number } {
  const cols = state.size.cols - 4
  const rows = auditRows(state.size)
  const all = auditFound(audit)
  if (all.length === 0) return { lines: nothing(state, audit), below: 0 }
  // The cursor is kept in the middle: what led to it and what came of it are both in view.
  const top = Math.max(0, Math.min(audit.cursor - Math.floor(rows / 2), all.length - rows))
  const shown = all.slice(top, top + rows)
  const most = (texts: string[]) => Math.max(0, ...texts.map(width))
  // What was done gets the room that names do not need, and most of it in any case.
  const name = Math.min(most(all.map((entry) => sessionOf(state, entry))), Math.round(cols / 6))
  const who = Math.min(WHO_MAX, most(all.map((entry) => shownLine(entry.who))))
  const lines = shown.map((entry, i) => {
    const here = top + i === audit.cursor
    const row = fitLine(
      [
        span(here ? `${BAR} ` : '  ', 'accent'),
        ...rowOf(state, entry, { cols: cols - 2, name, who, entries: all }),
      ],
      cols,
    )
    return here ? lit(row) : row
  })
  return { lines, below: all.length - top - shown.length }
}

type Row = { cols: number; name: number; who: number; entries: readonly AuditEntry[] }

function rowOf(state: State, entry: AuditEntry, { cols, name, who, entries }: Row): Line {
  const { glyph, word, tone } = markOf(entry)
  const about = aboutOf(state, entries, entry)
  if (cols < CLOCK_FROM) {
    const when = `${clock(entry.at, state.now, 'short')} `
    const said = deedOf(entry) === undefined ? about : `${word}: ${about}`
    const head: Line = [span(when, 'quiet'), span(`${glyph} `, tone), span(said)]
    const whom = cut(sessionOf(state, entry), NAME_NARROW)
    // Which session, where there is room beside what was done.
    return cells(head) + width(whom) + 2 <= cols
      ? ends(head, [span(whom, 'quiet')], cols)
      : cutLine(head, cols)
  }
  const head: Line = [
    span(`${clock(entry.at, state.now, 'long')}  `, 'quiet'),
    span(fit(`${glyph} ${word}`, MARK_CELLS + 2), tone),
  ]
  const tail: Line = [
    ...(name > 0 ? [span('  '), span(fit(sessionOf(state, entry), name))] : []),
    ...(cols >= WHO_FROM ? [span('  '), span(fit(shownLine(entry.who), who), 'quiet')] : []),
  ]
  return [...head, span(fit(about, cols - cells(head) - cells(tail))), ...tail]
}

const cwdOf = (state: State, { session }: AuditEntry): string | undefined =>
  session === undefined ? undefined : state.sessions.get(session)?.cwd

const sessionOf = (state: State, { session }: AuditEntry): string => {
  if (session === undefined) return ''
  const known = state.sessions.get(session)
  return cut(known ? nameOf(known) : session, NAME_MAX)
}

const DAY_MS = 86_400_000

/** The time of day, of another day its date: five or eight cells. */
export function clock(at: number, now: number, form: 'short' | 'long'): string {
  const date = new Date(at)
  const today = now - at < DAY_MS && date.getDate() === new Date(now).getDate()
  if (today) return date.toLocaleTimeString('en-GB').slice(0, form === 'long' ? 8 : 5)
  return form === 'long'
    ? date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' }).padEnd(8)
    : date.toLocaleDateString('en-GB', { day: '2-digit', month: '2-digit' })
}

function nothing(state: State, audit: Audit): Line[] {
  if (!audit.entries)
    return state.link.is === 'up'
      ? [line('reading…', 'quiet')]
      : [line('The daemon is away.', 'needs'), line('The trail is read when it is back.', 'quiet')]
  const of =
    audit.session === undefined
      ? ''
      : ` of ${state.sessions.get(audit.session) ? 'this session' : audit.session}`
  if (audit.find !== '')
    return [
      line(`“${audit.find}” is not in these ${audit.entries.length} lines.`, 'quiet'),
      line('Esc shows them all.', 'quiet'),
    ]
  if (audit.denied) return [line(`Nothing${of} was denied.`, 'quiet')]
  return [
    line(`Nothing is recorded${of} yet.`, 'quiet'),
    line('Who asked for what, and who decided, will stand here.', 'quiet'),
  ]
}
