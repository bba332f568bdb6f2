import { BINDINGS, keyName, type Binding, type Context } from '../keys.ts'
import { fitLine, line, span, type Line, type Span } from '../line.ts'
import { fit, wrap } from '../text.ts'

const SECTIONS: readonly { context: Context; title: string }[] = [
  { context: 'list', title: 'List' },
  { context: 'peek', title: 'Peek' },
  { context: 'permission', title: 'Request' },
  { context: 'question', title: 'Question' },
  { context: 'plan', title: 'Plan' },
  { context: 'log', title: 'Output' },
  { context: 'audit', title: 'Audit' },
  { context: 'new', title: 'New session' },
  { context: 'conversations', title: 'Conversations' },
]
const KEYS = 10
const COLUMN_MIN = 36
/** A wider one has only more air. */
const COLUMN_MAX = 50
const BETWEEN = 3

/** Every key, in as many columns as there is room for; those of `first` come first. */
export function helpLines(cols: number, first: Context): Line[] {
  const order = [...SECTIONS].sort((a, b) => Number(b.context === first) - Number(a.context === first))
  const many = Math.max(1, Math.floor((cols + BETWEEN) / (COLUMN_MIN + BETWEEN)))
  const wide = Math.floor((cols + BETWEEN) / many) - BETWEEN
  const width = many === 1 ? cols : Math.min(COLUMN_MAX, wide)
  const columns = dealt([...order.map((one) => section(one, width)), attached(width)], many)
  const rows = Math.max(...columns.map((column) => column.length))
  return Array.from({ length: rows }, (_, y) =>
    columns.flatMap((column, x): Span[] => [
      ...(x === 0 ? [] : [span(' '.repeat(BETWEEN))]),
      ...fitLine(column[y] ?? [], width),
    ]),
  )
}

// A key and its opposite share a row.
const PAIRS: Record<string, { with: string; label: string }> = {
  down: { with: 'up', label: 'move' },
  first: { with: 'last', label: 'first, last' },
  'page-down': { with: 'page-up', label: 'a screen on, back' },
  'pan-right': { with: 'pan-left', label: 'to the right, to the left' },
  'find-next': { with: 'find-previous', label: 'next match, match before' },
}

function section({ context, title }: { context: Context; title: string }, width: number): Line[] {
  const all: readonly Binding[] = BINDINGS.filter((b) => b.context === context)
  const seconds = new Set(all.flatMap((b) => PAIRS[b.action]?.with ?? []))
  const rows = all
    .filter((b) => b.keys.length > 0 && !seconds.has(b.action))
    .flatMap((b) => {
      const pair = PAIRS[b.action]
      const other = pair && all.find((o) => o.action === pair.with)
      if (!pair || !other) return row(b.keys, b.label, width)
      return row(
        [...b.keys.slice(0, 1), ...other.keys.slice(0, 1), ...b.keys.slice(1, 2), ...other.keys.slice(1, 2)],
        pair.label,
        width,
      )
    })
  return [line(title, 'accent'), ...rows]
}

function row(keys: readonly string[], label: string, width: number): Line[] {
  const [first = '', ...more] = keys.map(keyName)
  // As many names as the column holds; the first ones are the ones to remember.
  let names = keys.length > 5 ? `${first}–${more.at(-1)}` : first
  if (keys.length <= 5) for (const name of more) if (`${names} ${name}`.length <= KEYS) names += ` ${name}`
  return wrap(label, width - KEYS - 1, 'words').map(
    (text, i): Line => [span(fit(i === 0 ? names : '', KEYS), 'key'), span(' '), span(text)],
  )
}

function attached(width: number): Line[] {
  return [
    line('Attached', 'accent'),
    ...row(['^Q', '^\\'], 'back to the list', width),
    ...row(['rest'], 'goes to the session', width),
    [],
    line('Anywhere', 'accent'),
    ...row(['ctrl+l'], 'draw the screen anew', width),
    ...row(['ctrl+z'], 'to the shell; fg comes back', width),
  ]
}

/** Blocks dealt to columns of about the same height, in order. */
function dealt(blocks: readonly Line[][], many: number): Line[][] {
  const columns: Line[][] = Array.from({ length: many }, () => [])
  let left = blocks.reduce((sum, b) => sum + b.length + 1, 0)
  let at = 0
  // What each column may hold, so that the rest fits the others.
  let share = left / many
  for (const block of blocks) {
    const column = columns[at] ?? []
    if (at < many - 1 && column.length > 0 && column.length + block.length / 2 >= share) {
      left -= column.length + 1
      at++
      share = left / (many - at)
    }
    const into = columns[at] ?? []
    if (into.length > 0) into.push([])
    into.push(...block)
  }
  return columns
}
