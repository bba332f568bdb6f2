import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type Paths, paths } from '../../src/store/paths.ts'

const base = mkdtempSync(join(tmpdir(), 'roost-store-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

/** A new empty folder (0700), gone when the test file is done. */
export function scratch(): string {
  return mkdtempSync(join(base, 'x'))
}

/** A home of its own. */
export function scratchHome(): Paths {
  return paths(scratch())
}
