import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { product, type Product } from '../helpers/product.ts'

/** All at once, and no process of this boot means anything any more. */
async function reboot(roost: Product, ids: string[]): Promise<void> {
  await roost.powerCut()
  for (const path of [...ids.map((id) => roost.paths.job(id).state), roost.paths.roster])
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/"boot":"[^"]*"/g, '"boot":"another-boot"'))
}

async function four(roost: Product, resumeAfterReboot?: string) {
  if (resumeAfterReboot) writeFileSync(roost.paths.config, JSON.stringify({ resumeAfterReboot }))
  const pinned = await roost.run('demo', '-n', 'pinned', '--pin', 'say hello')
  const plain = await roost.run('demo', '-n', 'plain', 'say hello')
  const stopped = await roost.run('demo', '-n', 'stopped', '--pin', 'say hello')
  const program = await roost.run('command', '-n', 'program', '--pin', '--', 'cat')
  const ids = [pinned, plain, stopped, program]
  for (const id of [pinned, plain, stopped]) await roost.seen(id, 'idle', ({ state }) => state === 'idle')
  expect((await roost.roost(['stop', stopped])).code).toBe(0)
  const resumeIds = new Map((await roost.ls()).map(({ id, resumeId }) => [id, resumeId]))
  await reboot(roost, ids)
  return { pinned, plain, stopped, program, resumeIds }
}

test.concurrent.each([
  ['pinned', { pinned: 'idle', plain: 'failed' }],
  ['all', { pinned: 'idle', plain: 'idle' }],
  ['none', { pinned: 'failed', plain: 'failed' }],
])('after a reboot %s come back by themselves, with their conversations', async (which, expected) => {
  await using roost = await product()
  const { pinned, plain, stopped, program, resumeIds } = await four(
    roost,
    which === 'pinned' ? undefined : which,
  )
  const view = await roost.dial() // keeps the daemon there
  for (const [id, state] of [
    [pinned, expected.pinned],
    [plain, expected.plain],
  ] as const) {
    const row = await roost.seen(id, `${id} ${state}`, (each) => each.state === state)
    expect(row.resumeId).toBe(resumeIds.get(id))
    if (state === 'failed') expect(row.detail).toContain('reboot')
  }
  // What a person had stopped stays so; a plain program has no conversation to bring back.
  expect(await roost.row(stopped)).toMatchObject({ state: 'stopped', detail: 'stopped' })
  expect(await roost.row(program)).toMatchObject({ state: 'failed' })
  if (expected.plain === 'failed') expect((await roost.roost(['resume', plain])).code).toBe(0)
  // Nothing is typed into an agent before it has shown what it does.
  await roost.seen(plain, 'idle', ({ state }) => state === 'idle')
  expect(await roost.roost(['send', plain, 'what did I say first?'])).toMatchObject({ code: 0 })
  await roost.until('its memory', async () =>
    (await roost.roost(['peek', plain])).stdout.includes('You said first: say hello'),
  )
  view.close()
})
