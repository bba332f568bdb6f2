import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { product } from '../helpers/product.ts'

/** Says nothing at first; a dialog comes up when the file is there. */
const CLAUDE = `#!/bin/sh
while ! [ -e "$HOME/go" ]; do sleep 0.2; done
echo "Select login method:"
exec sleep 100000
`

test('an agent that gives no sign of its state is looked at again when it shows something', async () => {
  await using roost = await product()
  const bin = join(roost.home, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'claude'), CLAUDE, { mode: 0o755 })
  const env = { ...roost.env, PATH: `${bin}:${roost.env.PATH}` }
  const started = await roost.roost(['run', '--json', '-a', 'claude', 'hello'], { env })
  const { id } = JSON.parse(started.stdout) as { id: string }
  await roost.seen(id, 'that it is silent', ({ detail }) => detail.includes('gives no sign of its state'))
  writeFileSync(join(roost.env.HOME ?? '', 'go'), '')
  const asking = await roost.seen(id, 'its dialog', ({ state }) => state === 'needs-input')
  expect(asking.detail).toContain('asks for a login')
})
