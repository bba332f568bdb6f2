import type { Conversation } from '../../protocol/control.ts'
import { age } from '../age.ts'
import type { Size } from '../layout.ts'
import { caret, cutLine, ends, fitLine, line, lit, span, type Line } from '../line.ts'
import { CONVERSATION_ROWS, chosenAt, found } from '../model/conversations.ts'
import type { NewForm, Picking } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import { cut, cutPath, plain, tilde, wrap } from '../text.ts'
import { editLine } from './edit.ts'
import { BAR } from './groups.ts'

/** Cells of a folder beside what else stands in its row. */
const FOLDER = 40

/** Conversations begun elsewhere, to go on with one: a filter, then two rows each. `size`: inside the frame. */
export function conversationLines(state: State, form: NewForm, picking: Picking, size: Size): Line[] {
  const { cols } = size
  const all = found(state, picking)
  const at = chosenAt(all, picking)
  const notes = said(form, cols)
  // The filter, a blank row below it and one above the notes. A long refusal takes rows of the list.
  const many = Math.max(1, Math.floor((size.rows - 3 - notes.length) / CONVERSATION_ROWS))
  // The chosen one stays in the middle, as far as there are others around it.
  const from = Math.max(0, Math.min(at - Math.floor(many / 2), all.length - many))
  const shown = all.slice(from, from + many)
  const rows = shown.flatMap((one, i) => conversationRows(state, one, { here: from + i === at, cols }))
  const body = rows.length > 0 ? rows : [line(nothing(state), 'quiet')]
  return [
    [span('› ', 'accent'), ...filterLine(picking, cols - 2)],
    [],
    ...body,
    ...Array.from({ length: many * CONVERSATION_ROWS - body.length }, (): Line => []),
    [],
    ...notes,
  ]
}

/** How many are there: `3 of 50`. */
export function conversationCount(state: State, picking: Picking): Line {
  const all = state.conversations?.length ?? 0
  if (all === 0) return []
  const fits = found(state, picking).length
  return line(fits === all ? `${all}` : `${fits} of ${all}`, 'quiet')
}

const filterLine = ({ filter }: Picking, cols: number): Line =>
  filter.text === '' ? [caret(), span(' type to find one', 'quiet')] : editLine(filter, cols, true)

function nothing({ conversations }: State): string {
  if (!conversations) return 'looking for conversations…'
  return conversations.length === 0 ? 'no conversations were found' : 'none of them'
}

type Row = { here: boolean; cols: number }

function conversationRows(state: State, one: Conversation, { here, cols }: Row): Line[] {
  const bar = span(here ? `${BAR} ` : '  ', 'accent')
  const when = span(age(one.at, state.now), 'quiet')
  const title = span(plain(one.title) || '(no title)', here ? 'strong' : 'plain')
  const live = one.liveIn === undefined ? [] : [span(`live in ${plain(one.liveIn)}`, 'needs')]
  const rest = [
    plain(one.agent),
    cutPath(tilde(plain(one.cwd), state.place.home), Math.min(FOLDER, cols - 14)),
  ]
  const rows = [
    ends([bar, title], [when], cols),
    cutLine([bar, ...live, span(`${live.length > 0 ? ' · ' : ''}${rest.join(' ')}`, 'quiet')], cols),
  ]
  return here ? rows.map((row) => lit(fitLine(row, cols))) : rows
}

/** What went wrong, what happens now, or what it will be called: at least one row. */
function said({ problem, busy, name, pin }: NewForm, cols: number): Line[] {
  if (problem) return wrap(plain(problem), cols, 'words').map((text) => line(text, 'failed'))
  if (busy) return [line('Starting…', 'quiet')]
  const as = [...(name.text.trim() ? [`as “${plain(name.text)}”`] : []), ...(pin ? ['pinned'] : [])]
  return [line(cut(as.join(', '), cols), 'quiet')]
}
