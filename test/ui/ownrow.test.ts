import fc from 'fast-check'
import sliceAnsi from 'slice-ansi'
import { expect, test } from 'vitest'
import { rowOf } from '../../src/ui/term/cells.ts'
import { ownLines } from '../../src/ui/content/ownrow.ts'

const codes = fc.constantFrom('1', '22', '4', '24', '7', '27', '31', '39', '48;5;17', '49', '38;2;1;2;3', '0')
const piece = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', ' ', '─', '│', 'é'), maxLength: 12 }),
  codes.map((code) => `\u001b[${code}m`),
)
const row = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''))
/** Cells with what is in force there, in whatever order it was said. */
const looks = (text: string, cols: number) =>
  rowOf(text, cols).map(({ text: shown, style }) => ({ shown, style: style.split(';').toSorted().join(';') }))
const textOf = ([first]: readonly { text: string }[] = []) => first?.text ?? ''

test('a row is cropped to the same cells as by graphemes', () => {
  fc.assert(
    fc.property(row, fc.nat(30), fc.integer({ min: 1, max: 40 }), (text, pan, cols) => {
      const [ours] = ownLines([text], { pan, cols, colour: true })
      expect(looks(textOf(ours), cols)).toEqual(looks(sliceAnsi(text, pan, pan + cols), cols))
    }),
  )
})

test('a row is not made again for the next frame, and made anew for another width', () => {
  const rows = ['\u001b[31mred\u001b[0m and more']
  const [first] = ownLines(rows, { pan: 0, cols: 20, colour: true })
  const [again] = ownLines(rows, { pan: 0, cols: 20, colour: true })
  const [other] = ownLines(rows, { pan: 0, cols: 3, colour: true })
  expect(again).toBe(first)
  expect(textOf(other)).toBe('\u001b[31mred\u001b[0m')
})
