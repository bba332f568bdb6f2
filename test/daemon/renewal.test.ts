import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isNewer } from '../../src/daemon/renewal.ts'

let folder: string
let program: string
/** When a session began, after the program was there and before all that follows. */
let since: number
beforeEach(() => {
  folder = mkdtempSync('/tmp/rt-')
  program = join(folder, 'agent')
  writeFileSync(program, 'one')
  since = pass()
})
/** The time of files, whose clock is coarse, once all that is there is of the past. */
function pass(): number {
  const probe = join(folder, 'probe')
  const look = (): number => {
    writeFileSync(probe, '')
    return statSync(probe).mtimeMs
  }
  const now = look()
  while (look() === now);
  return now
}
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a program that was linked or made executable is the one it was', () => {
  linkSync(program, join(folder, 'copy'))
  chmodSync(program, 0o755)
  expect(statSync(program).ctimeMs).toBeGreaterThan(since)
  expect(isNewer(program, since)).toBe(false)
})

test('one that was written to, replaced or linked to another is a new one', () => {
  appendFileSync(program, 'two')
  expect(isNewer(program, since)).toBe(true)

  const link = join(folder, 'link')
  const before = pass()
  symlinkSync(program, link)
  expect(isNewer(program, before)).toBe(false)
  expect(isNewer(link, before)).toBe(true)

  const fresh = join(folder, 'fresh')
  writeFileSync(fresh, 'three')
  renameSync(fresh, program)
  expect(isNewer(program, before)).toBe(true)
})

test('one that is gone just now is not', () => {
  rmSync(program)
  expect(isNewer(program, since)).toBe(false)
})
