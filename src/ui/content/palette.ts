import { keyName } from '../keynames.ts'
import { bodyRows, type Size } from '../layout.ts'
import { caret, ends, fitLine, line, lit, span, type Line } from '../line.ts'
import { commandsOf } from '../model/commands.ts'
import type { Palette } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import { editLine } from './edit.ts'
import { BAR } from './groups.ts'
import { hitSpans } from './hits.ts'

/** Rows of the frame, the field and the blank row below it. */
const OTHER_ROWS = 4

/** How many commands show at once. */
export const paletteRows = (size: Size): number => Math.max(1, bodyRows(size) - OTHER_ROWS)

/** Keys further from their command than this would have to be looked for, cells. */
const KEYS_AT = 72

/** A field, then a command a row with its key. `size`: inside the frame. */
export function paletteLines(state: State, palette: Palette, { cols, rows }: Size): Line[] {
  const all = commandsOf(state, palette.edit.text)
  const many = Math.max(1, rows - 2)
  const from = Math.max(0, Math.min(palette.cursor - Math.floor(many / 2), all.length - many))
  const shown = all.slice(from, from + many).map((command, i): Line => {
    const here = from + i === palette.cursor
    const row = ends(
      [
        span(here ? `${BAR} ` : '  ', 'accent'),
        ...hitSpans(command.label, command.at, here ? 'strong' : 'plain'),
      ],
      [span(command.keys.slice(0, 2).map(keyName).join(' '), 'key')],
      Math.min(cols, KEYS_AT),
    )
    return here ? lit(fitLine(row, cols)) : row
  })
  const typed = palette.edit
  const field =
    typed.text === ''
      ? [caret(), span(' type a few letters of it', 'quiet')]
      : editLine(typed, cols - 2, true)
  return [
    [span('› ', 'accent'), ...field],
    [],
    ...(all.length > 0
      ? shown
      : [line('  No such command.'), line('  Esc, then ? shows all keys.', 'quiet')]),
  ]
}
