import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { product, type Product } from '../helpers/product.ts'

/** A session that prints a text and stays. */
const saying = (roost: Product, name: string, text: string) =>
  roost.run('command', '-n', name, '--', 'sh', '-c', `echo ${text}; exec sleep 1000`)

test('what was removed comes back with its name, pin and log, over a new daemon too', async () => {
  await using roost = await product()
  const id = await saying(roost, 'precious', 'words-of-worth')
  await roost.roost(['pin', id])
  await roost.until('its words', async () =>
    (await roost.roost(['logs', id])).stdout.includes('words-of-worth'),
  )
  const removed = await roost.roost(['rm', id])
  expect(removed.stdout).toContain('to bring back: roost undo')
  expect(await roost.ls()).toEqual([])
  await roost.killDaemon()
  expect((await roost.roost(['undo', '--list'])).stdout).toContain('precious')
  const back = await roost.roost(['undo'])
  expect(back).toMatchObject({ code: 0, stdout: expect.stringContaining(`${id}  precious`) })
  expect(await roost.ls()).toMatchObject([{ id, name: 'precious', pinned: true, state: 'stopped' }])
  expect((await roost.roost(['logs', id])).stdout).toContain('words-of-worth')
  expect(await roost.roost(['undo'])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('nothing was removed'),
  })
})

test('rm --forever leaves nothing, and what is older than a day goes with the next daemon', async () => {
  await using roost = await product()
  const gone = await saying(roost, 'gone', 'a')
  const old = await saying(roost, 'old', 'b')
  await roost.roost(['rm', '--forever', gone])
  await roost.roost(['rm', old])
  expect(readdirSync(roost.paths.removed)).toEqual([old])
  expect(await roost.roost(['undo', gone])).toMatchObject({ code: 3 })
  const before = Date.now() / 1000 - 2 * 86_400
  utimesSync(join(roost.paths.removed, old), before, before)
  await roost.killDaemon()
  await roost.ensureDaemon()
  expect(readdirSync(roost.paths.removed)).toEqual([])
})

test('a daemon killed at any moment of a removal or of its undoing loses no session', async () => {
  await using roost = await product()
  const ids: string[] = []
  for (let i = 0; i < 6; i++) ids.push(await saying(roost, `s${i}`, 'x'))
  await roost.roost(['stop', '--all'])
  for (let round = 0; round < 6; round++) {
    const verb = round % 2 === 0 ? 'rm' : 'undo'
    await roost.ensureDaemon()
    const control = await roost.dial()
    const asked = ids.map((id) =>
      control.call(verb === 'rm' ? 'session.remove' : 'session.restore', { id }).catch(() => undefined),
    )
    // After none, one, two, … of them were done.
    if (round > 0) await asked[round - 1]
    await roost.killDaemon()
    await Promise.all(asked)
    control.close()
    const listed = (await roost.ls()).map((row) => row.id)
    const kept = (await roost.json<{ id: string }[]>(['undo', '--list', '--json'])).map((row) => row.id)
    expect([...listed, ...kept].toSorted()).toEqual(ids.toSorted())
  }
})

test('in the view: x, y removes an ended one, u brings it back', async () => {
  await using roost = await product()
  const id = await saying(roost, 'dear', 'x')
  await roost.roost(['stop', id])
  const view = await roost.screen({ cols: 80, rows: 24 })
  await view.waitFor((text) => text.includes('dear'), 'the row')
  view.write('x')
  await view.waitFor((text) => text.includes('Remove from the list “dear”?'), 'the question')
  view.write('y')
  await view.waitFor((text) => text.includes('u brings it back'), 'how to undo it')
  expect(await roost.ls()).toEqual([])
  view.write('u')
  await view.waitFor((text) => text.includes('Brought back “dear”'), 'that it is back')
  expect(await roost.ls()).toMatchObject([{ id, name: 'dear' }])
})
