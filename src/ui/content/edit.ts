import { caret, span, type Line } from '../line.ts'
import type { Edit } from '../model/edit.ts'
import { graphemes, shown, width, wrap } from '../text.ts'

const CARET = '\u0000' // cannot stand in the text: `reveal` spells it out

/** A text field wrapped to `cols`, with its caret as an inverse cell. */
export function editLines(edit: Edit, cols: number, focused: boolean): Line[] {
  const before = shown(edit.text.slice(0, edit.at))
  const after = shown(edit.text.slice(edit.at))
  const marked = focused ? before + CARET + after : before + after
  return marked.split('\n').flatMap((row) => wrapMarked(row, cols))
}

/** One row of a field that shows only the part around the caret. */
export function editLine(edit: Edit, cols: number, focused: boolean): Line {
  const text = shown(edit.text).replaceAll('\n', '↓')
  if (!focused) return [span(text)]
  const before = shown(edit.text.slice(0, edit.at)).replaceAll('\n', '↓')
  const [under = ' ', ...rest] = graphemes(text.slice(before.length))
  const start = taken(graphemes(before).toReversed(), cols - 2)
    .toReversed()
    .join('')
  const end = taken(rest, cols - width(start) - width(under)).join('')
  return [span(start), caret(under), span(end)]
}

/** The first of them that fit in so many cells. */
function taken(all: readonly string[], cells: number): string[] {
  const out: string[] = []
  let left = cells
  for (const one of all) {
    left -= width(one)
    if (left < 0) break
    out.push(one)
  }
  return out
}

function wrapMarked(row: string, cols: number): Line[] {
  const at = row.indexOf(CARET)
  if (at === -1) return wrap(row, cols, 'words').map((text): Line => [span(text)])
  const plain = row.replace(CARET, '')
  // A caret behind the last character needs a cell of its own.
  const pieces = wrap(at === plain.length ? `${plain} ` : plain, cols, 'words')
  let passed = 0
  return pieces.map((text): Line => {
    const from = at - passed
    passed += text.length
    if (from < 0 || from >= text.length) return [span(text)]
    const under = graphemes(text.slice(from))[0] ?? ' '
    return [span(text.slice(0, from)), caret(under), span(text.slice(from + under.length))]
  })
}
