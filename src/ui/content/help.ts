import { BINDINGS, keyName, type Binding, type Context } from '../keys.ts'
import { cutLine, fitLine, line, span, type Line } from '../line.ts'
import { fit } from '../text.ts'

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

/** Every key, one column or two; those of `first` come first. */
export function helpLines(cols: number, first: Context): Line[] {
  const order = [...SECTIONS].sort((a, b) => Number(b.context === first) - Number(a.context === first))
  const blocks = [...order.map(section), attached()]
  if (cols < 2 * COLUMN_MIN + 2) return blocks.flatMap((b, i) => (i === 0 ? b : [[], ...b]))
  const width = Math.floor((cols - 2) / 2)
  const [left, right] = halves(blocks)
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => [
    ...fitLine(cutLine(left[i] ?? [], width), width),
    span('  '),
    ...cutLine(right[i] ?? [], width),
  ])
}

// A key and its opposite share a row.
const PAIRS: Record<string, { with: string; label: string }> = {
  down: { with: 'up', label: 'move' },
  first: { with: 'last', label: 'first, last' },
  'page-down': { with: 'page-up', label: 'a screen on, back' },
  'pan-right': { with: 'pan-left', label: 'to the right, to the left' },
  'find-next': { with: 'find-previous', label: 'next match, match before' },
}

function section({ context, title }: { context: Context; title: string }): Line[] {
  const all: readonly Binding[] = BINDINGS.filter((b) => b.context === context)
  const seconds = new Set(all.flatMap((b) => PAIRS[b.action]?.with ?? []))
  const rows = all
    .filter((b) => b.keys.length > 0 && !seconds.has(b.action))
    .map((b) => {
      const pair = PAIRS[b.action]
      const other = pair && all.find((o) => o.action === pair.with)
      if (!pair || !other) return row(b.keys, b.label)
      return row(
        [...b.keys.slice(0, 1), ...other.keys.slice(0, 1), ...b.keys.slice(1, 2), ...other.keys.slice(1, 2)],
        pair.label,
      )
    })
  return [line(title, 'accent'), ...rows]
}

function row(keys: readonly string[], label: string): Line {
  const [first = '', ...more] = keys.map(keyName)
  // As many names as the column holds; the first ones are the ones to remember.
  let names = keys.length > 5 ? `${first}–${more.at(-1)}` : first
  if (keys.length <= 5) for (const name of more) if (`${names} ${name}`.length <= KEYS) names += ` ${name}`
  return [span(fit(names, KEYS), 'key'), span(' '), span(label)]
}

function attached(): Line[] {
  return [
    line('Attached', 'accent'),
    row(['^Q', '^\\'], 'back to the list'),
    row(['rest'], 'goes to the session'),
    [],
    line('Anywhere', 'accent'),
    row(['ctrl+l'], 'draw the screen anew'),
    row(['ctrl+z'], 'to the shell; fg comes back'),
  ]
}

/** Blocks dealt to two columns of about the same height, in order. */
function halves(blocks: readonly Line[][]): [Line[], Line[]] {
  const total = blocks.reduce((sum, b) => sum + b.length + 1, 0)
  const left: Line[] = []
  const right: Line[] = []
  for (const block of blocks) {
    const side = right.length === 0 && left.length + block.length / 2 < total / 2 ? left : right
    if (side.length > 0) side.push([])
    side.push(...block)
  }
  return [left, right]
}
