import { describe, expect, test } from 'vitest'
import { caretOf } from '../../src/ui/look/caret.ts'
import { caret, span } from '../../src/ui/line.ts'
import { themeFor } from '../../src/ui/theme.ts'
import { cursorOf, modesOf } from '../helpers/cells.ts'
import { Stage } from './stage.ts'

/** Where the cursor shows, and the character it stands on; undefined while it is hidden. */
function cursor({ term }: Stage): { x: number; y: number; on: string } | undefined {
  if (modesOf(term).cursorHidden) return undefined
  const { x, y } = cursorOf(term)
  const cell = term.buffer.active.getLine(y)?.getCell(x)
  return { x, y, on: `${cell?.getChars() ?? ''}${cell?.isInverse() ? ' inverse' : ''}` }
}

describe('the terminal’s own cursor', () => {
  test('stands where text goes in, behind wide characters too, and is hidden again without a field', async () => {
    const s = new Stage()
    await s.shows('Needs input')
    expect(cursor(s)).toBeUndefined()
    s.type('/')
    await s.until(() => cursor(s)?.x === 'Filter › '.length, 'it in the empty field')
    s.type('日本x')
    await s.until(() => cursor(s)?.x === 'Filter › '.length + 5, 'it behind the text')
    s.type('\u001b[D')
    await s.until(() => cursor(s)?.on === 'x', 'it on the last letter, drawn plain')
    expect(cursor(s)).toEqual({ x: 'Filter › '.length + 4, y: 23, on: 'x' })
    s.type('\u001b')
    await s.until(() => cursor(s) === undefined, 'it to be hidden')
    s.type('q')
    await s.ended
  })

  test('stays in the field when the list above it is drawn anew', async () => {
    const s = new Stage()
    await s.shows('Needs input')
    s.type('n')
    await s.shows('New session')
    await s.until(() => cursor(s)?.y === 3, 'it in the prompt')
    const before = cursor(s)
    const [first] = s.sessions
    if (!first) throw new Error('no session')
    s.sessions = []
    s.news({ event: 'session.removed', data: { id: first.id } })
    await s.shows('9 sessions')
    expect(cursor(s)).toEqual(before)
    s.type('\u001b')
    await s.until(() => cursor(s) === undefined, 'it to be hidden')
    s.type('q')
    await s.ended
  })
})

test('a frame without a field has no caret, whatever colours are in it', () => {
  const theme = themeFor({ TERM: 'xterm-256color', COLORTERM: 'truecolor' })
  const row = theme.paint([span('needs', 'needs'), { text: '\u001b[38;5;77mgreen\u001b[0m', tone: 'own' }])
  expect(caretOf(row)).toEqual({ frame: row })
  const field = `${theme.paint([span('above')])}\n${theme.paint([span('日本'), caret('x')])}`
  expect(caretOf(field).at).toEqual({ x: 4, y: 1 })
})
