import type { Question, Request } from '../../protocol/request.ts'
import type { SessionView } from '../../protocol/session.ts'
import { bodyRows, type Size } from '../layout.ts'
import { fitLine, line, lit, span, type Line } from '../line.ts'
import type { Ask, Choosing, RuleEdit } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import { spelled } from '../look/glyphs.ts'
import { nameOf } from '../model/rows.ts'
import { AGE } from './columns.ts'
import { plain, prose, proseLine, shown, shownLine, tilde, width, wrap } from '../text.ts'
import { editLines } from './edit.ts'
import { inputLines } from './input.ts'
import { markdownLines } from './markdown.ts'

/** Cells of a row inside the card. */
const askCols = (size: Size): number => size.cols - 4
/** Rows of the card for the text that scrolls: all but the frame, who asks, the keys, and a blank row. */
export function askRows(ask: Ask, size: Size): number {
  return Math.max(1, bodyRows(size) - 2 - headRows(size) - footRows(ask))
}
export const headRows = (size: Size): number => (size.rows < 16 ? 1 : 2)
/** Keys, and a blank row before them. */
const footRows = (_ask: Ask): number => 2

type Seen = Pick<State, 'size' | 'place' | 'sessions'>
let last: { ask: Ask; cols: number; lines: Line[] } | undefined

/** The text of the card: whole, however long. */
export function askLines(ask: Ask, { size, place, sessions }: Seen): Line[] {
  const cols = askCols(size)
  // Asked for by the reducer and again by the view; a plan or a written file may be long.
  if (last && last.cols === cols && last.ask.request === ask.request && last.ask.step === ask.step)
    return last.lines
  const room = { cols, home: place.home, folder: folderCells(sessions.get(ask.request.session), cols) }
  const lines = build(place.ascii ? spelledAsk(ask) : ask, room)
  last = { ask, cols, lines }
  return lines
}

/** What is judged letter by letter, where letters beyond ASCII would all be a `?`. */
function spelledAsk({ request, step, ...rest }: Ask): Ask {
  const { input, always } = request
  return {
    ...rest,
    step: step.is === 'read' && step.edited !== undefined ? { ...step, edited: spelled(step.edited) } : step,
    request: {
      ...request,
      tool: spelled(request.tool),
      cwd: spelled(request.cwd),
      input: Object.fromEntries(Object.entries(input).map(([name, value]) => [spelled(name), deep(value)])),
      reasons: request.reasons.map((r) => (r.piece ? { ...r, piece: spelled(r.piece) } : r)),
      ...(always ? { always: { ...always, rule: spelled(always.rule) } } : {}),
    },
  }
}

function deep(value: unknown): unknown {
  if (typeof value === 'string') return spelled(value)
  if (Array.isArray(value)) return value.map(deep)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [spelled(name), deep(inner)]))
}

function build({ request, step }: Ask, room: Room): Line[] {
  const { cols } = room
  switch (step.is) {
    case 'read':
      if (step.raw) return rawLines(inputOf(request, step.edited), cols)
      if (request.kind === 'plan') return markdownLines(request.plan ?? '', cols)
      return permissionLines(request, step.edited, room)
    case 'rule':
      return ruleLines(request, step.text, cols)
    case 'rule-edit':
      return ruleEditLines(request, step, cols)
    case 'reason':
      return [
        ...words(
          request.kind === 'plan'
            ? 'What should it do instead?'
            : 'Deny. Why? The agent reads it; may stay empty.',
          cols,
          'plain',
        ),
        [],
        ...editLines(step.edit, cols, true),
      ]
    case 'edit':
      return [line('Change the command. Nothing runs yet.'), [], ...editLines(step.edit, cols, true)]
    case 'choose':
      return questionLines(request.questions ?? [], step, cols).lines
    case 'sent':
      return [line(step.says, 'quiet')]
    case 'closed':
      return [...words(step.says, cols, 'done'), [], ...permissionLines(request, undefined, room)]
  }
}

/** What would run: as the agent sent it, or as the person changed it. */
const inputOf = ({ input }: Request, edited: string | undefined): Request['input'] =>
  edited === undefined ? input : { ...input, command: edited }

/** `folder`: cells of the folder in the line above, 0 when it is not there. */
type Room = { cols: number; home: string; folder: number }

function permissionLines(request: Request, edited: string | undefined, { cols, home, folder }: Room): Line[] {
  const input = inputOf(request, edited)
  const tool = shownLine(request.tool)
  const facts = [
    ...(request.subagent ? [`for ${proseLine(request.subagent)}`] : []),
    ...(edited === undefined ? [] : ['as you changed it']),
  ].join(', ')
  const { main, rest } = inputLines(input, request.reasons, cols)
  // Cut in the line above the text, or not there: it must be read whole, too.
  const where =
    width(tilde(shownLine(request.cwd), home)) > folder
      ? [
          ...wrap(`in ${tilde(shownLine(request.cwd), home)}`, cols, 'anywhere').map((text) =>
            line(text, 'quiet'),
          ),
          [],
        ]
      : []
  return [
    // A long name does not fit the title, and must be read whole.
    ...(tool.length > TITLE_TOOL ? wrap(tool, cols, 'anywhere').map((text) => line(text, 'strong')) : []),
    ...(facts ? words(facts, cols, 'accent') : []),
    ...(folder > 0 ? where : []),
    ...main,
    // Where there are few cells there are few rows, and what would run comes first.
    ...(folder > 0 ? [] : where),
    ...reasonLines(request, cols),
    ...(rest.length > 0 && main.length > 0 ? [[]] : []),
    ...rest,
  ]
}

/** A longer folder stands in the card's text; cells. */
const CWD_CELLS = 32
/** Below these a name, and a folder, tell nothing; cells. */
const NAME_MIN = 12
const FOLDER_MIN = 8

/**
 * Cells of the folder in the line that says who asks, 0 when it is not there. The agent stands whole, however narrow
 * it is; then the name gets its least, then comes the age, then the folder.
 */
export function folderCells(session: SessionView | undefined, cols: number): number {
  const room = spareCells(session, cols) - 3
  return room < FOLDER_MIN ? 0 : Math.min(CWD_CELLS, room)
}

/** What name, agent and age leave; below 0 the age has no place either. */
export function spareCells(session: SessionView | undefined, cols: number): number {
  const name = Math.min(NAME_MIN, session ? width(nameOf(session)) : NAME_MIN)
  const agent = session ? width(plain(session.agent)) + 3 : 0
  return cols - name - 2 - agent - AGE
}

/** Tools with longer names are named in the card, not in its title; cells. */
export const TITLE_TOOL = 18

export const RISK_WORD: Record<Request['risk'], string> = {
  low: 'low risk',
  high: 'HIGH RISK',
  catastrophic: 'COULD DESTROY MUCH',
}

function reasonLines({ reasons, notes = [] }: Request, cols: number): Line[] {
  const told = [
    ...reasons.map(({ text, level }) => ({ text, ...REASON[level] })),
    ...notes.map((text) => ({ text: `unusual: ${text}`, ...REASON.high })),
  ]
  if (told.length === 0) return []
  return [
    [],
    ...told.flatMap(({ text, glyph, tone }) =>
      wrap(proseLine(text), cols - 2, 'words').map(
        (line, i): Line => [span(i === 0 ? `${glyph} ` : '  ', tone), span(line)],
      ),
    ),
  ]
}

const REASON = {
  low: { glyph: '·', tone: 'quiet' },
  high: { glyph: '!', tone: 'needs' },
  catastrophic: { glyph: '✗', tone: 'failed' },
} as const

function ruleLines({ always }: Request, text: string | undefined, cols: number): Line[] {
  if (!always) return []
  return [
    ...words(
      text === undefined
        ? 'From now on this is allowed without asking:'
        : 'From now on this is allowed without asking, as you changed it:',
      cols,
      'plain',
    ),
    [],
    ...wrap(shownLine(text ?? always.rule), cols - 2, 'anywhere').map(
      (row): Line => [span('  '), span(row, 'strong')],
    ),
    [],
    ...words(`Written to: ${always.where}`, cols, 'plain'),
  ]
}

function ruleEditLines({ always }: Request, { edit, checking, problem }: RuleEdit, cols: number): Line[] {
  return [
    ...words('Change the rule. Nothing is written yet.', cols, 'plain'),
    [],
    ...editLines(edit, cols, true),
    [],
    ...(problem === undefined ? [] : [...words(`✗ ${problem}`, cols, 'failed'), []]),
    ...(checking ? [line('looking at it…', 'quiet'), []] : []),
    ...(problem === undefined ? [...words('`*` stands for anything: Edit(src/**)', cols, 'quiet'), []] : []),
    ...words(`Written to: ${always?.where ?? ''}`, cols, 'quiet'),
  ]
}

function rawLines(input: Request['input'], cols: number): Line[] {
  // JSON escapes newlines and quotes; what it leaves invisible is spelled out.
  return JSON.stringify(input, null, 2)
    .split('\n')
    .flatMap((text) => wrap(shown(text), cols, 'anywhere'))
    .map((text) => line(text))
}

function words(text: string, cols: number, tone: Parameters<typeof line>[1]): Line[] {
  return prose(text)
    .split('\n')
    .flatMap((row) => wrap(row, cols, 'words'))
    .map((row) => line(row, tone))
}

/** The lines of a question, and which of them the cursor is on. */
export function questionLines(questions: readonly Question[], step: Choosing, cols: number) {
  const question = questions[step.index]
  if (!question)
    return { lines: words('The agent asks, but sent no question.', cols, 'plain'), from: 0, to: 0 }
  const many = questions.length > 1 ? `${step.index + 1} of ${questions.length}` : ''
  // The card's title says already that it is one.
  const header = question.header?.toLowerCase() === 'question' ? '' : (question.header ?? '')
  const heading = [header, many].filter(Boolean).join(' · ')
  const lines: Line[] = []
  if (heading) lines.push(...words(heading, cols, 'quiet'))
  lines.push(...words(question.question, cols, 'strong'), [])
  let from = 0
  let to = 0
  const rows = [...question.options, { label: 'Something else, in my own words' }]
  for (const [i, option] of rows.entries()) {
    const here = i === step.cursor
    if (here) from = lines.length
    const own = i === question.options.length
    const mark = question.multiSelect && !own ? (step.marked.includes(option.label) ? '[x] ' : '[ ] ') : ''
    const number = i < 9 ? `${i + 1} ` : '  '
    for (const [n, text] of wrap(proseLine(option.label), cols - 4 - mark.length, 'words').entries())
      lines.push(
        n === 0
          ? [
              span(here ? '▌ ' : '  ', 'accent'),
              span(number, 'key'),
              span(mark, 'accent'),
              span(text, here ? 'strong' : 'plain'),
            ]
          : [span(`    ${' '.repeat(mark.length)}`), span(text, here ? 'strong' : 'plain')],
      )
    if (option.description)
      for (const text of wrap(proseLine(option.description), cols - 4 - mark.length, 'words'))
        lines.push([span(`    ${' '.repeat(mark.length)}`), span(text, 'quiet')])
    if (own && step.other)
      lines.push(...editLines(step.other, cols - 4, true).map((l): Line => [span('    '), ...l]))
    if (here && !step.other)
      for (let y = from; y < lines.length; y++) lines[y] = lit(fitLine(lines[y] ?? [], cols))
    if (here || (own && step.other)) to = lines.length - 1
  }
  return { lines, from, to }
}
