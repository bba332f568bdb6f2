import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { product, type Product } from '../helpers/product.ts'

async function idle(roost: Product, name: string, ...args: string[]): Promise<string> {
  const id = await roost.run('demo', '-n', name, ...args, `say I am ${name}`)
  await roost.seen(id, `${name} idle`, ({ state }) => state === 'idle')
  return id
}

/** Sessions that may never be stopped to save anything, whatever their time or the memory. */
async function untouchable(roost: Product) {
  const asking = await roost.run('demo', '-n', 'asking', 'run touch allowed.txt')
  const working = await roost.run('demo', '-n', 'working', 'until never.txt')
  const server = await roost.run('command', '-n', 'server', '--', 'sleep', '1000')
  const attached = await idle(roost, 'attached')
  const terminal = await roost.screen({ args: ['attach', attached], cols: 80, rows: 24 })
  await terminal.waitFor((text) => text.includes('I am attached'), 'the attached screen')
  await roost.seen(asking, 'the request', ({ state }) => state === 'needs-input')
  await roost.seen(working, 'work', ({ state }) => state === 'working')
  const ids = [asking, working, server, attached]
  // By id: their order is the list's, and a server that stays quiet moves to the idle ones.
  const processes = async () =>
    Object.fromEntries(
      (await roost.ls()).filter(({ id }) => ids.includes(id)).map(({ id, agentPid }) => [id, agentPid]),
    )
  return { processes, before: await processes() }
}

test.concurrent('an idle session is stopped after its time, says so before, and Enter brings the same conversation back', async () => {
  await using roost = await product()
  const minutes = (idleStopMinutes: number) =>
    writeFileSync(roost.paths.config, JSON.stringify({ idleStopMinutes }))
  minutes(30)
  const others = await untouchable(roost)
  const pinned = await idle(roost, 'pinned', '--pin')
  const id = await idle(roost, 'plain')
  const { resumeId } = await roost.row(id)
  const control = await roost.dial()
  const view = (await control.call('session.list', {})).find((each) => each.id === id)
  expect((view?.stopsAt ?? 0) - Date.now()).toBeGreaterThan(0)
  expect((view?.stopsAt ?? Infinity) - Date.now()).toBeLessThan(30 * 60_000 + 1000)
  minutes(0.001)
  const stopped = await roost.seen(id, 'its stop', ({ state }) => state === 'stopped')
  minutes(30)
  expect(stopped.detail).toContain('Enter brings it back')
  expect((await roost.roost(['explain', id])).stdout).toContain('idle for')
  expect((await roost.row(pinned)).state).toBe('idle')
  expect(await others.processes()).toEqual(others.before)
  await roost.json(['resume', '--json', id])
  await roost.seen(id, 'idle again', (row) => row.state === 'idle' && row.resumeId === resumeId)
  await roost.roost(['send', id, 'what did I say first?'])
  await roost.until('its memory', async () =>
    (await roost.roost(['peek', id])).stdout.includes('You said first: say I am plain'),
  )
  control.close()
})

test.concurrent('when memory runs short idle sessions go one at a time, pinned ones last, and no others ever', async () => {
  await using roost = await product()
  const memory = join(roost.work, 'memory.json')
  roost.env.ROOST_FAKE_MEMORY = memory
  writeFileSync(memory, '{"available":0.5}')
  const others = await untouchable(roost)
  const pinned = await idle(roost, 'pinned', '--pin')
  const plain = await idle(roost, 'plain')
  const state = async () => [(await roost.row(plain)).state, (await roost.row(pinned)).state]
  await roost.until('a look at the memory', async () => (await roost.daemon()).memory?.includes('50 %'))
  expect(await state()).toEqual(['idle', 'idle'])
  writeFileSync(memory, '{"available":0.05}')
  await roost.until('the first to go', () => roost.record(plain).life.status === 'stopped')
  // Better, but not by enough to trust it: nothing more goes, and nothing is started.
  writeFileSync(memory, '{"available":0.08}')
  const says = (await roost.roost(['explain', plain])).stdout
  expect(says).toContain('memory pressure')
  expect(says).toContain('5 % of memory available')
  expect((await roost.roost(['daemon', 'logs'])).stdout).toContain('memory pressure')
  await roost.until('the next look', async () => (await roost.daemon()).memory?.includes('8 %'))
  expect(await state()).toEqual(['stopped', 'idle'])
  writeFileSync(memory, '{"available":0.03}')
  await roost.seen(pinned, 'the pinned one, with nothing else left', (row) => row.state === 'stopped')
  expect(await others.processes()).toEqual(others.before)
})

test.concurrent('a daemon that was killed owes an idle session its stop, and the next one keeps it', async () => {
  await using roost = await product()
  const id = await idle(roost, 'plain')
  await roost.killDaemon()
  writeFileSync(roost.paths.config, JSON.stringify({ idleStopMinutes: 0.1 }))
  await roost.seen(id, 'its stop', ({ state }) => state === 'stopped')
})
