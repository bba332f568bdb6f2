import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { smallText } from '../../src/store/small-text.ts'
import { scratch } from './scratch.ts'

const folder = scratch()

test('a small file gives its text, and what is not there nothing', () => {
  writeFileSync(join(folder, 'a.jq'), '.name\n')
  expect(smallText(join(folder, 'a.jq'))).toEqual({ text: '.name\n' })
  expect(smallText(join(folder, 'none'))).toBeUndefined()
})

test('a large file and a folder cannot be told, and below a file there is none', () => {
  writeFileSync(join(folder, 'large'), 'x'.repeat(64 * 1024 + 1))
  expect(smallText(join(folder, 'large'))).toBe('unreadable')
  expect(smallText(folder)).toBe('unreadable')
  expect(smallText(join(folder, 'large/x'))).toBeUndefined()
})
