import { BINDINGS, keyName, type Context } from '../keys.ts'
import { cells, fitLine, line, span, type Line } from '../line.ts'
import { fit } from '../text.ts'

const SECTIONS: readonly { context: Context; title: string }[] = [
  { context: 'list', title: 'List' },
  { context: 'peek', title: 'Peek' },
  { context: 'permission', title: 'Request' },
  { context: 'question', title: 'Question' },
  { context: 'plan', title: 'Plan' },
  { context: 'log', title: 'Output' },
  { context: 'new', title: 'New session' },
]
const KEYS = 11
const COLUMN_MIN = 46

/** Every key, one column or two. */
export function helpLines(cols: number): Line[] {
  const blocks = [...SECTIONS.map(section), attached()]
  if (cols < 2 * COLUMN_MIN) return blocks.flatMap((b, i) => (i === 0 ? b : [[], ...b]))
  const width = Math.floor((cols - 2) / 2)
  const [left, right] = halves(blocks)
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => [
    ...fitLine(left[i] ?? [], width),
    span('  '),
    ...(right[i] ?? []),
  ])
}

function section({ context, title }: { context: Context; title: string }): Line[] {
  const rows = BINDINGS.filter((b) => b.context === context).map((b) => row(b.keys, b.label))
  return [line(title, 'accent'), ...rows]
}

function row(keys: readonly string[], label: string): Line {
  const names =
    keys.length > 4 ? `${keyName(keys[0] ?? '')}–${keyName(keys.at(-1) ?? '')}` : keys.map(keyName).join(' ')
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

/** Widest line, for tests of the frame. */
export const widest = (lines: readonly Line[]): number => Math.max(0, ...lines.map(cells))
