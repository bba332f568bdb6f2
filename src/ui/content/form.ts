import type { Size } from '../layout.ts'
import { caret, cells, cutLine, line, span, type Line, type Span } from '../line.ts'
import { EARLIER } from '../keys.ts'
import { keyName } from '../keynames.ts'
import { agentOf, choices, fieldsOf } from '../model/form.ts'
import type { Field, NewForm } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import { plain, wrap } from '../text.ts'
import { editLine, editLines } from './edit.ts'

const LABEL = 8

/** The form: the prompt on top with all the room that is left, then one row a field. */
export function formLines(state: State, form: NewForm, size: Size): Line[] {
  const { cols } = size
  const fields: Line[] = [
    [],
    row(form, 'agent', 'Agent', agents(state, form, cols - LABEL - 2), cols),
    ...missing(state, form, cols),
    row(form, 'folder', 'Folder', editLine(form.folder, cols - LABEL - 3, form.field === 'folder'), cols),
    row(form, 'worktree', 'Branch', worktreeLine(form), cols),
    row(form, 'name', 'Name', nameLine(form, cols), cols),
    row(form, 'pin', 'Pin', pinLine(form), cols),
    ...(fieldsOf(form).includes('earlier') ? [row(form, 'earlier', 'Go on', earlierLine(form), cols)] : []),
    [],
    ...(form.problem ? wrap(plain(form.problem), cols, 'words').map((text) => line(text, 'failed')) : []),
    form.busy ? line('Starting…', 'quiet') : hint(form, cols),
  ]
  const room = Math.max(1, size.rows - fields.length - 1)
  const prompt = promptLines(form, cols - 2)
  // The end is where the caret mostly is.
  const shown = prompt.slice(Math.max(0, prompt.length - room))
  const here = form.field === 'prompt'
  return [
    [span('What should it do?', here ? 'accent' : 'plain')],
    ...shown.map(
      (l, i): Line => [
        span(i > 0 ? '  ' : shown.length < prompt.length ? '↑ ' : here ? '› ' : '  ', 'accent'),
        ...l,
      ],
    ),
    ...fields,
  ]
}

function promptLines(form: NewForm, cols: number): Line[] {
  const here = form.field === 'prompt'
  if (form.prompt.text === '')
    return [here ? [caret(), span(' may stay empty', 'quiet')] : line('nothing yet', 'quiet')]
  return editLines(form.prompt, cols, here)
}

function row(form: NewForm, field: Field, label: string, value: Line, cols: number): Line {
  const here = form.field === field
  return cutLine(
    [span(here ? '› ' : '  ', 'accent'), span(label.padEnd(LABEL), here ? 'accent' : 'quiet'), ...value],
    cols,
  )
}

/** As many as fit whole, the chosen one among them, and how many there are besides. */
function agents(state: State, form: NewForm, cols: number): Line {
  const chosen = agentOf(state, form)
  const all = choices(state)
  if (all.length === 0) return line('asking which there are…', 'quiet')
  const here = form.field === 'agent'
  const names = all.map((a): Span => {
    const mine = a.name === chosen?.name
    const name = `${plain(a.name)}${a.found ? '' : ' ✗'}`
    return span(mine ? `[${name}] ` : ` ${name}  `, mine ? (here ? 'accent' : 'strong') : 'quiet')
  })
  const at = all.findIndex((a) => a.name === chosen?.name)
  const room = cols - (cells(names) <= cols + 1 ? -1 : MORE)
  let from = 0
  while (from < at && cells(names.slice(from, at + 1)) > room) from++
  let to = Math.max(at, from) + 1
  while (to < names.length && cells(names.slice(from, to + 1)) <= room) to++
  const left = names.length - (to - from)
  return [...names.slice(from, to), ...(left > 0 ? [span(`+${left}`, 'quiet')] : [])]
}

/** Cells for how many do not show. */
const MORE = 3

/** How to get the chosen agent when it is not installed. */
function missing(state: State, form: NewForm, cols: number): Line[] {
  const chosen = agentOf(state, form)
  if (!chosen || chosen.found) return []
  const how = chosen.install ? plain(chosen.install) : 'it is not on the PATH'
  return wrap(how, cols - LABEL - 2, 'words').map(
    (text, i): Line => [span(i === 0 ? '  install ' : '          ', 'quiet'), span(text, 'needs')],
  )
}

const nameLine = (form: NewForm, cols: number): Line =>
  form.name.text === '' && form.field !== 'name'
    ? line('from the prompt', 'quiet')
    : editLine(form.name, cols - LABEL - 3, form.field === 'name')

const pinLine = ({ pin }: NewForm): Line => [
  span(pin ? 'yes' : 'no', pin ? 'strong' : 'plain'),
  span(pin ? '  kept at the top and in memory' : '', 'quiet'),
]

const worktreeLine = ({ worktree }: NewForm): Line => [
  span(worktree ? 'its own' : 'as it is', worktree ? 'strong' : 'plain'),
  span(worktree ? '  a new git worktree' : '', 'quiet'),
]

/** Named by its key, since it is the last field. */
const earlierLine = ({ field }: NewForm): Line => [
  span('with an earlier conversation', field === 'earlier' ? 'strong' : 'quiet'),
  span(` ${keyName(EARLIER)}`, 'key'),
]

function hint({ field }: NewForm, cols: number): Line {
  const how: Record<Field, string> = {
    prompt: '',
    agent: 'Space: the next one',
    folder: '↑ ↓: folders in use',
    worktree: 'Space: a new worktree, or not',
    name: '',
    pin: 'Space: yes or no',
    earlier: 'Enter: choose which',
  }
  return cutLine([span(how[field], 'quiet')], cols)
}
