import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lives, product } from '../helpers/product.ts'

const deaths = (log: string) =>
  [...log.matchAll(/restarting .*afterMs=(\d+) deaths=(\d+)/g)].map(([, ms, n]) => ({
    ms: Number(ms),
    n: Number(n),
  }))

test.concurrent('a pinned agent that dies unasked comes back with its conversation and its environment', async () => {
  await using roost = await product({ GATEWAY: 'https://gateway.example' })
  const id = await roost.run('demo', '-n', 'kept', '--pin', 'say hello')
  const before = await roost.seen(id, 'idle', ({ state }) => state === 'idle')
  process.kill(before.agentPid ?? 0, 'SIGKILL')
  const after = await roost.seen(
    id,
    'back',
    (row) => row.state === 'idle' && row.agentPid !== before.agentPid,
  )
  expect(after.resumeId).toBe(before.resumeId)
  expect(readFileSync(`/proc/${after.agentPid}/environ`, 'utf8')).toContain('GATEWAY=https://gateway.example')
  await roost.roost(['send', id, 'what did I say first?'])
  await roost.until('its memory', async () =>
    (await roost.roost(['peek', id])).stdout.includes('You said first: say hello'),
  )
  // Also when it is the host that is killed.
  process.kill(after.hostPid ?? 0, 'SIGKILL')
  const again = await roost.seen(
    id,
    'back again',
    (row) => row.state === 'idle' && row.hostPid !== after.hostPid,
  )
  expect(again.resumeId).toBe(before.resumeId)
  expect(lives(after.agentPid ?? 0)).toBe(false)
})

test.concurrent('one that is not pinned stays down until somebody wants it', async () => {
  await using roost = await product()
  const id = await roost.run('demo', 'say hello')
  const { agentPid, resumeId } = await roost.seen(id, 'idle', ({ state }) => state === 'idle')
  process.kill(agentPid ?? 0, 'SIGKILL')
  const down = await roost.seen(id, 'its end', ({ state }) => state === 'exited')
  expect(down).toMatchObject({ detail: 'ended by SIGKILL', resumeId })
  expect((await roost.roost(['resume', id])).code).toBe(0)
  expect(await roost.seen(id, 'idle', ({ state }) => state === 'idle')).toMatchObject({ resumeId })
})

test.concurrent('what was removed while it waited to be started again stays away', async () => {
  await using roost = await product()
  const script = 'echo again >> tries; exit 1'
  const id = await roost.run('command', '--pin', '--', 'sh', '-c', script)
  const other = await roost.run('command', '-n', 'other', '--pin', '--', 'sh', '-c', 'exit 1')
  await roost.until('its death', () => (roost.record(id).deaths ?? []).length > 0)
  expect(await roost.roost(['rm', id])).toMatchObject({ code: 0 })
  const tries = readFileSync(join(roost.work, 'tries'), 'utf8')
  // The other one died later: once it was started again, so would this one have been.
  await roost.seen(other, 'given up', ({ state }) => state === 'failed')
  expect(readFileSync(join(roost.work, 'tries'), 'utf8')).toBe(tries)
  expect(existsSync(roost.paths.job(id).folder)).toBe(false)
})

test.concurrent('a stop during a restart is for good', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'sh', '-c', 'trap "" HUP TERM; touch ready; sleep 100')
  await roost.until('its trap', () => existsSync(join(roost.work, 'ready')))
  const control = await roost.dial() // its end takes seconds: no time to start a command
  const respawn = roost.roost(['respawn', id])
  await roost.until('its end begun', () => roost.record(id).life.status === 'stopping')
  await control.call('session.stop', { id })
  control.close()
  expect((await respawn).stdout + (await respawn).stderr).toContain('was stopped meanwhile')
  expect((await roost.row(id)).state).toBe('stopped')
})

test.concurrent('an agent whose host is killed as it starts is found lost, and does not hang', async () => {
  await using roost = await product()
  for (const wait of ['0', '0.01', '0.02', '0.03']) {
    const ran = await roost.roost(['run', '-a', 'command', '--', 'sh', '-c', `sleep ${wait}; kill -9 $PPID`])
    expect([0, 1]).toContain(ran.code)
  }
  await roost.until('their ends', async () =>
    (await roost.ls()).every(({ state }) => state === 'lost' || state === 'failed'),
  )
})

test.concurrent('an agent that dies at once each time waits longer each time, and is given up after five deaths', async () => {
  await using roost = await product()
  const id = await roost.run(
    'command',
    '-n',
    'broken',
    '--pin',
    '--',
    'sh',
    '-c',
    'echo again >> tries; exit 1',
  )
  const row = await roost.seen(id, 'given up', ({ state }) => state === 'failed')
  expect(row.detail).toContain('5 times')
  expect(readFileSync(join(roost.work, 'tries'), 'utf8')).toBe('again\n'.repeat(5))
  const log = (await roost.roost(['daemon', 'logs'])).stdout
  expect(deaths(log).map(({ n }) => n)).toEqual([1, 2, 3, 4])
  for (const { ms, n } of deaths(log)) expect(ms / (1000 * 2 ** (n - 1))).toBeCloseTo(1, 0) // ± 20 %
  // It needs the person, who may start it again; no daemon does it by itself.
  await roost.killDaemon()
  expect((await roost.row(id)).state).toBe('failed')
  expect((await roost.roost(['resume', id])).code).toBe(0)
})

test.concurrent('a stop wins for good: over a restart that waits, a restart of the daemon, a reboot', async () => {
  await using roost = await product()
  const waiting = await roost.run('command', '-n', 'waiting', '--pin', '--', 'sh', '-c', 'exit 1')
  const running = await roost.run('demo', '-n', 'running', '--pin', 'say hello')
  await roost.seen(running, 'idle', ({ state }) => state === 'idle')
  await roost.until('its end', () => (roost.record(waiting).deaths ?? []).length > 0)
  expect((await roost.roost(['stop', waiting])).code).toBe(0)
  expect((await roost.roost(['stop', running])).code).toBe(0)
  const stopped = (rows: { state: string; detail: string }[]) =>
    rows.map(({ state, detail }) => ({ state, detail }))
  const down = { state: 'stopped', detail: 'stopped' }
  const both = [down, down]
  expect(stopped(await roost.ls())).toEqual(both)
  await roost.killDaemon()
  expect(stopped(await roost.ls())).toEqual(both)
  await roost.killDaemon()
  for (const id of [waiting, running]) {
    // Its restart policy says always; the stop came later.
    const { state } = roost.paths.job(id)
    writeFileSync(state, JSON.stringify({ ...JSON.parse(readFileSync(state, 'utf8')), respawn: 'always' }))
  }
  const view = await roost.dial()
  await view.call('session.watch', {})
  expect(stopped(await roost.ls())).toEqual(both)
  view.close()
})

test.concurrent('a restart that a killed daemon owed is made by the next one, and counts once', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--pin', '--', 'sh', '-c', 'echo again >> tries; exit 1')
  const { pid } = await roost.daemon()
  await roost.until('a death to be counted', () => (roost.record(id).deaths ?? []).length > 0)
  process.kill(pid, 'SIGKILL')
  const row = await roost.seen(id, 'given up', ({ state }) => state === 'failed')
  expect(row.detail).toContain('5 times')
  expect(readFileSync(join(roost.work, 'tries'), 'utf8')).toBe('again\n'.repeat(5))
})

test.concurrent('a session that is just starting can be stopped, and removed', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'sleep', '1000')
  const control = await roost.dial()
  await control.call('session.watch', {})
  let starting = () => {}
  control.onEvent((event) => {
    if (event.event === 'session.changed' && event.data.life.status === 'starting') starting()
  })
  for (const end of ['session.stop', 'session.remove'] as const) {
    expect((await roost.roost(['stop', id])).code).toBe(end === 'session.stop' ? 0 : 4)
    const ending = new Promise<unknown>((resolve) => {
      starting = () => resolve(control.call(end, { id }))
    })
    const begun = control.call('session.resume', { id })
    await Promise.all([begun, ending])
    if (end === 'session.stop') expect(await roost.row(id)).toMatchObject({ state: 'stopped' })
  }
  expect(await roost.ls()).toEqual([])
  control.close()
})

test.concurrent('a respawn that the daemon did not live to finish is finished by the next one', async () => {
  await using roost = await product()
  const id = await roost.run('demo', 'say hello')
  await roost.seen(id, 'idle', ({ state }) => state === 'idle')
  const { agentPid, resumeId } = await roost.row(id)
  process.kill(agentPid ?? 0, 'SIGSTOP') // deaf to SIGTERM: the stop takes seconds
  const respawn = roost.roost(['respawn', id])
  await roost.seen(id, 'stopping', ({ state }) => state === 'stopping')
  process.kill((await roost.daemon()).pid, 'SIGKILL')
  await respawn
  const after = await roost.seen(id, 'back', (row) => row.state === 'idle' && row.agentPid !== agentPid)
  expect(after.resumeId).toBe(resumeId)
})
