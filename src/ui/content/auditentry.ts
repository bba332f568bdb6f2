import { deedOf, fieldOf, inputIn, isFields, requestOf, type AuditEntry } from '../../protocol/audit.ts'
import { line, span, type Line } from '../line.ts'
import { nameOf } from '../model/rows.ts'
import type { Audit } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import { prose, shown, shownLine, wrap } from '../text.ts'
import { aboutOf, clock, markOf } from './audit.ts'
import { inputLines } from './input.ts'

const LABEL = 10

/** One entry in full: what, who, when, why; and what else is known of its request. */
export function entryLines(state: State, audit: Pick<Audit, 'entries'>, entry: AuditEntry): Line[] {
  const cols = state.size.cols - 4
  const { glyph, word, tone } = markOf(entry)
  const session = entry.session === undefined ? undefined : state.sessions.get(entry.session)
  const request = requestOf(entry)
  return [
    [span(`${glyph} ${word}`, tone), span(`  by ${shownLine(entry.who)}`)],
    [],
    ...whatLines(state, audit.entries ?? [], entry),
    ...(entry.reasons?.length ? [[], line('Because', 'accent')] : []),
    ...(entry.reasons ?? []).flatMap((text) =>
      wrap(prose(text).replaceAll('\n', ' '), cols - 2, 'words').map(
        (row, i): Line => [span(i === 0 ? '· ' : '  ', 'quiet'), span(row)],
      ),
    ),
    [],
    ...fact('when', new Date(entry.at).toLocaleString('en-GB'), cols),
    ...(entry.session === undefined
      ? []
      : fact('session', `${session ? `${nameOf(session)}, ` : ''}${entry.session}`, cols)),
    ...(request === '' ? [] : fact('request', request, cols)),
    ...(entry.profile === undefined ? [] : fact('profile', shownLine(entry.profile), cols)),
    ...storyLines(state, audit, entry, cols),
  ]
}

function whatLines(state: State, entries: readonly AuditEntry[], entry: AuditEntry): Line[] {
  const cols = state.size.cols - 4
  const { what } = entry
  const [tool, bytes] = [fieldOf(what, 'tool'), fieldOf(what, 'bytes')]
  const input = inputIn(entries, entry)
  const deed = deedOf(entry)
  if (deed !== undefined) return broken(shown(deed), cols)
  const told = typeof tool === 'string' ? [line(shownLine(tool), 'strong')] : []
  if (typeof bytes === 'number')
    return [
      ...broken(aboutOf(state, entries, entry), cols),
      [],
      line(`${Math.round(bytes / 1024)} KiB in all: roost audit --json shows them.`, 'quiet'),
    ]
  if (typeof what === 'string') return broken(shown(what), cols)
  // What a person said with it: a reason, a rule, the labels chosen.
  const more = isFields(what)
    ? Object.fromEntries(Object.entries(what).filter(([key]) => !KNOWN.has(key)))
    : { what }
  const own = inputLines(more, [], cols)
  const asked = input && inputLines(input, [], cols)
  return [...told, ...(asked ? [...asked.main, ...asked.rest] : []), ...own.main, ...own.rest]
}

/** Told elsewhere, or of no use to a person. */
const KNOWN = new Set(['request', 'tool', 'inputHash', 'input', 'asks', 'verdict'])

const broken = (text: string, cols: number): Line[] =>
  text
    .split('\n')
    .flatMap((row) => (row === '' ? [[]] : wrap(row, cols, 'anywhere').map((piece) => line(piece))))

/** Everything else that is loaded of the same request, oldest first. */
function storyLines(
  state: State,
  { entries = [] }: Pick<Audit, 'entries'>,
  entry: AuditEntry,
  cols: number,
): Line[] {
  const request = requestOf(entry)
  const all = request === '' ? [] : entries.filter((each) => requestOf(each) === request).toReversed()
  if (all.length < 2) return []
  return [
    [],
    line('Its story', 'accent'),
    ...all.flatMap((each) => {
      const { glyph, word, tone } = markOf(each)
      const says = fieldOf(each.what, 'says')
      const rest = ` by ${shownLine(each.who)}${typeof says === 'string' ? `: ${shownLine(says)}` : ''}`
      const when = `${clock(each.at, state.now, 'long')}  `
      return wrap(`${glyph} ${word}${rest}`, cols - when.length, 'words').map(
        (row, i): Line =>
          i === 0
            ? [
                span(when, 'quiet'),
                span(row.slice(0, glyph.length + 1 + word.length), tone),
                span(row.slice(glyph.length + 1 + word.length)),
              ]
            : [span(' '.repeat(when.length)), span(row)],
      )
    }),
  ]
}

function fact(label: string, text: string, cols: number): Line[] {
  return wrap(text, cols - LABEL, 'words').map(
    (row, i): Line => [span((i === 0 ? label : '').padEnd(LABEL), 'quiet'), span(row)],
  )
}
