import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Terminal } from '@xterm/headless'
import { Painter } from '../../../src/ui/term/painter.ts'
import { openTerminal } from '../../helpers/screen.ts'

const COLS = 24
const ROWS = 4

const write = (term: Terminal, bytes: string): Promise<void> =>
  new Promise((resolve) => term.write(bytes, resolve))

/** Characters, colours and weights of all cells. */
function cells(term: Terminal): string[] {
  const out: string[] = []
  for (let y = 0; y < term.rows; y++)
    for (let x = 0; x < term.cols; x++) {
      const c = term.buffer.active.getLine(y)?.getCell(x)
      if (c)
        out.push(
          `${c.getChars() || ' '} ${c.getWidth()} ${c.getFgColor()} ${c.getBgColor()} ${c.isBold()} ${c.isInverse()}`,
        )
    }
  return out
}

const styled = fc.tuple(
  fc.constantFrom('', '31', '1', '7', '38;5;200', '38;2;1;2;3', '44', '1;36', '0'),
  fc.string({ unit: fc.constantFrom('a', 'b', ' ', '─', '日', 'é', '│'), maxLength: 9 }),
)
const row = fc
  .array(styled, { maxLength: 4 })
  .map((parts) => `${parts.map(([code, text]) => `\u001b[${code}m${text}`).join('')}\u001b[0m`)
const frame = fc.array(row, { minLength: ROWS, maxLength: ROWS }).map((rows) => rows.join('\n'))

test('whatever was shown before, the screen ends up as if drawn afresh', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 2, maxLength: 5 }), async (frames) => {
      const stepwise = openTerminal(COLS, ROWS)
      const painter = new Painter()
      for (const f of frames) await write(stepwise, painter.draw(f, COLS, ROWS))
      const fresh = openTerminal(COLS, ROWS)
      await write(fresh, new Painter().draw(frames.at(-1) ?? '', COLS, ROWS))
      expect(cells(stepwise)).toEqual(cells(fresh))
      stepwise.dispose()
      fresh.dispose()
    }),
    { numRuns: 150 },
  )
})

test('the same frame again writes nothing', () => {
  const painter = new Painter()
  painter.draw('one\ntwo', COLS, ROWS)
  expect(painter.draw('one\ntwo', COLS, ROWS)).toBe('')
})

test('one changed word costs its bytes and an address', () => {
  const painter = new Painter()
  painter.draw('● build   Edit watch.ts      12s', 60, ROWS)
  expect(painter.draw('● build   Edit watch.ts      20s', 60, ROWS)).toBe('\u001b[1;30H20')
})

test('after another program had the terminal, all is drawn', () => {
  const painter = new Painter()
  painter.draw('one', COLS, ROWS)
  painter.forget()
  expect(painter.draw('one', COLS, ROWS)).toContain('one')
})

test('a row that is too long is cut, never wrapped', async () => {
  const term = openTerminal(COLS, ROWS)
  await write(term, new Painter().draw(`${'日'.repeat(30)}\nsecond`, COLS, ROWS))
  expect(term.buffer.active.getLine(0)?.translateToString(true)).toBe('日'.repeat(12))
  expect(term.buffer.active.getLine(1)?.translateToString(true)).toBe('second')
  term.dispose()
})
