import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { realPath } from '../../src/store/real-path.ts'
import { scratch } from './scratch.ts'

test('links are followed in every part of a path, to what is there and to what is not', () => {
  const root = realpathSync(scratch())
  const at = (...parts: string[]) => join(root, ...parts)
  mkdirSync(at('real'))
  writeFileSync(at('real', 'file'), '')
  symlinkSync('real', at('folder'))
  symlinkSync(at('real', 'file'), at('link'))
  symlinkSync('real/new', at('dangling'))
  symlinkSync('loop', at('loop'))
  expect(realPath(at('link'))).toBe(at('real', 'file'))
  expect(realPath(at('folder', 'file'))).toBe(at('real', 'file'))
  expect(realPath(at('folder', 'a', 'b'))).toBe(at('real', 'a', 'b'))
  expect(realPath(at('dangling'))).toBe(at('real', 'new'))
  expect(realPath(at('real', 'file'))).toBe(at('real', 'file'))
  expect(realPath(at('loop', 'x'))).toContain('loop')
  expect(realPath(`/${'a/'.repeat(50_000)}`)).toContain('a/')
})
