import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startHost } from '../../src/daemon/spawn-host.ts'

it('does without the options that this Node does not know', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'roost-spawn-'))
  const entry = join(folder, 'host.cjs')
  writeFileSync(
    entry,
    `require('fs').writeSync(3, JSON.stringify({ ok: false, error: process.execArgv.join() }) + '\\n')`,
  )
  try {
    const withThem = await startHost(entry, 'launch')
    expect(withThem).toEqual({ ok: false, error: expect.stringContaining('--no-memory-reducer') })
    const without = await startHost(entry, 'launch', ([node = '', ...rest]) =>
      rest.length > 2 ? [node, '--no-such-option', ...rest] : [node, ...rest],
    )
    expect(without).toEqual({ ok: false, error: '' })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
