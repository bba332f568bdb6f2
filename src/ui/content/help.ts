import { fuzzyAll } from '../fuzzy.ts'
import type { Binding, Context } from '../keys.ts'
import { contextOf } from '../keycontext.ts'
import { keyName } from '../keynames.ts'
import { ends, fitLine, line, span, type Line, type Span } from '../line.ts'
import type { Help } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import { fit, wrap } from '../text.ts'
import { hitSpans } from './hits.ts'

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

/** Every key, in as many columns as there is room for; those of the screen below come first. */
export function helpLines(state: State, help: Help, cols: number): Line[] {
  const first = contextOf({ screen: help.under })
  const order = [...SECTIONS].sort((a, b) => Number(b.context === first) - Number(a.context === first))
  const query = help.typing?.text ?? help.find ?? ''
  if (query.trim() !== '') return foundLines(state, order, query, cols)
  const many = Math.max(1, Math.floor((cols + BETWEEN) / (COLUMN_MIN + BETWEEN)))
  const wide = Math.floor((cols + BETWEEN) / many) - BETWEEN
  const width = many === 1 ? cols : Math.min(COLUMN_MAX, wide)
  const columns = dealt([...order.map((one) => section(state, one, width)), attached(state, width)], many)
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

type Section = (typeof SECTIONS)[number]

/** The keys that fit what is looked for, each with its screen. */
function foundLines(state: State, order: readonly Section[], query: string, cols: number): Line[] {
  const hits = order.flatMap(({ context, title }) =>
    usable(state, context).flatMap((b) => {
      const hit = fuzzyAll(query, b.label)
      // Who looks for a key by its own name wants to know what it does.
      const isKey = b.keys.some((key) => keyName(key).toLowerCase() === query.trim().toLowerCase())
      return hit || isKey ? [{ b, title, at: hit?.at ?? [], score: isKey ? 2 : (hit?.score ?? 0) }] : []
    }),
  )
  if (hits.length === 0) return [line('No key does that; : lists all commands.', 'quiet')]
  return hits
    .sort((a, b) => b.score - a.score)
    .map(({ b, title, at }) =>
      ends(
        [span(fit(names(b.keys), KEYS), 'key'), span(' '), ...hitSpans(b.label, at, 'plain')],
        [span(title, 'quiet')],
        cols,
      ),
    )
}

const usable = (state: State, context: Context): Binding[] =>
  state.keymap.bindings.filter((b) => b.context === context && b.keys.length > 0)

function section(state: State, { context, title }: Section, width: number): Line[] {
  const all = usable(state, context)
  const seconds = new Set(all.flatMap((b) => PAIRS[b.action]?.with ?? []))
  const rows = all
    .filter((b) => !seconds.has(b.action))
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

/** As many names as the column holds; the first ones are the ones to remember. */
function names(keys: readonly string[]): string {
  const [first = '', ...more] = keys.map(keyName)
  if (keys.length > 5) return `${first}–${more.at(-1)}`
  let out = first
  for (const name of more) if (`${out} ${name}`.length <= KEYS) out += ` ${name}`
  return out
}

function row(keys: readonly string[], label: string, width: number): Line[] {
  return wrap(label, width - KEYS - 1, 'words').map(
    (text, i): Line => [span(fit(i === 0 ? names(keys) : '', KEYS), 'key'), span(' '), span(text)],
  )
}

function attached(state: State, width: number): Line[] {
  return [
    line('Attached', 'accent'),
    ...row(state.place.detachKeys, 'back to the list', width),
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
