import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { product } from '../helpers/product.ts'

/** Stands in for the agent: reports that it works, then, once the file is there, that it is idle. */
const agent = (version: number) => `#!/bin/sh
echo "version ${version} called with $*"
printf '\\033]7501;state=working:app=claude\\033\\\\'
while [ ! -e "$PWD/idle" ]; do sleep 0.05; done
printf '\\033]7501;state=idle:app=claude\\033\\\\'
exec cat
`

test('a new program of the agent is told in the row, and --all restarts idle sessions now, the others when they are idle', async () => {
  await using roost = await product()
  const bin = join(roost.work, 'bin')
  mkdirSync(bin)
  roost.env.PATH = `${bin}:${roost.env.PATH}`
  roost.env.CLAUDE_CONFIG_DIR = join(roost.work, 'config')
  writeFileSync(join(bin, 'claude'), agent(1), { mode: 0o755 })
  const folders = ['calm', 'busy'].map((name) => join(roost.work, name))
  for (const folder of folders) mkdirSync(folder)
  writeFileSync(join(roost.work, 'calm', 'idle'), '')
  const [calm = '', busy = ''] = await Promise.all(folders.map((cwd) => roost.run('claude', '-C', cwd)))
  const before = {
    calm: await roost.seen(calm, 'idle', ({ state }) => state === 'idle'),
    busy: await roost.seen(busy, 'work', ({ state }) => state === 'working'),
  }
  expect(before.calm.updateReady || before.busy.updateReady).toBe(false)

  writeFileSync(join(bin, 'claude.new'), agent(2), { mode: 0o755 })
  renameSync(join(bin, 'claude.new'), join(bin, 'claude'))
  for (const id of [calm, busy])
    await roost.seen(id, 'the update in its row', ({ updateReady }) => updateReady)
  expect((await roost.roost(['ls'])).stdout).toContain('update ready')
  // A daemon that comes later sees it too.
  await roost.killDaemon()
  for (const id of [calm, busy])
    await roost.seen(id, 'the update in its row again', ({ updateReady }) => updateReady)
  await roost.seen(busy, 'work', ({ state }) => state === 'working')

  const all = await roost.roost(['respawn', '--all'])
  expect(all).toMatchObject({ code: 0 })
  expect(all.stdout).toContain(`when idle: ${busy}`)
  const after = await roost.seen(
    calm,
    'the new program',
    (row) => row.state === 'idle' && row.agentPid !== before.calm.agentPid,
  )
  expect(after).toMatchObject({ updateReady: false, resumeId: before.calm.resumeId })
  expect((await roost.row(busy)).agentPid).toBe(before.busy.agentPid)
  writeFileSync(join(roost.work, 'busy', 'idle'), '')
  await roost.seen(busy, 'its turn', (row) => row.state === 'idle' && row.agentPid !== before.busy.agentPid)
  await roost.until('its first words', () =>
    readFileSync(roost.paths.job(busy).output, 'utf8').includes('version 2 called'),
  )
})
