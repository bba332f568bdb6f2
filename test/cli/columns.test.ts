import { expect, test } from 'vitest'
import { columns, cutTo, widthFor } from '../../src/cli/io/columns.ts'

const width = await widthFor(['日本語'])

test('columns line up whatever width their letters have', () => {
  expect(
    columns(
      [
        ['1', '日本語の要約', 'x'],
        ['2', 'e\u0301tude', 'y'],
        ['3', 'a longer name', 'z'],
      ],
      width,
    ),
  ).toBe(['1  日本語の要約   x', '2  e\u0301tude          y', '3  a longer name  z'].join('\n'))
})

test('a row is cut by cells, between letters', () => {
  expect(cutTo('日本語', 6, width)).toBe('日本語')
  expect(cutTo('日本語', 5, width)).toBe('日本…')
  expect(cutTo('日本語', 4, width)).toBe('日…')
  expect(cutTo('e\u0301te\u0301s', 3, width)).toBe('e\u0301t…')
})

test('plain rows are measured as wide ones are', async () => {
  const plain = await widthFor(['● working', '✓ stopped ▲', '◇ idle', '✗ failed …', 'a·b'])
  expect(plain('● working')).toBe(9)
  for (const text of ['●', '◇', '✓', '✗', '▲', '…', '·', 'plain ~']) expect(plain(text)).toBe(width(text))
})
