import { expect, test } from 'vitest'
import { columns, cutTo } from '../../src/cli/io/columns.ts'

test('columns line up whatever width their letters have', () => {
  expect(
    columns([
      ['1', '日本語の要約', 'x'],
      ['2', 'e\u0301tude', 'y'],
      ['3', 'a longer name', 'z'],
    ]),
  ).toBe(['1  日本語の要約   x', '2  e\u0301tude          y', '3  a longer name  z'].join('\n'))
})

test('a row is cut by cells, between letters', () => {
  expect(cutTo('日本語', 6)).toBe('日本語')
  expect(cutTo('日本語', 5)).toBe('日本…')
  expect(cutTo('日本語', 4)).toBe('日…')
  expect(cutTo('e\u0301te\u0301s', 3)).toBe('e\u0301t…')
})
