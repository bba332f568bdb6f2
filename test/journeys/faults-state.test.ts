import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lives, product } from '../helpers/product.ts'

const GARBAGE = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 197 + 31) % 256))

/** What a crash, a bad disk or a careless hand leaves where a file of state was. */
const DAMAGES: [string, (path: string) => void][] = [
  ['torn', (path) => writeFileSync(path, readFileSync(path).subarray(0, 60))],
  ['empty', (path) => writeFileSync(path, '')],
  ['binary garbage', (path) => writeFileSync(path, GARBAGE)],
  ['of another shape', (path) => writeFileSync(path, '{"version":1,"life":{"status":"dancing"}}')],
  ['gone', (path) => rmSync(path)],
]

test.each(DAMAGES)('records and a roster that are %s cost no running session', async (_what, damage) => {
  await using roost = await product()
  const typing = await roost.run('command', '-n', 'typing', '--pin', '--', 'cat')
  const asking = await roost.run('demo', '-n', 'asking', 'run touch allowed.txt')
  const ended = await roost.run('command', '-n', 'ended', '--', 'sh', '-c', 'exit 3')
  const { id: request } = (await roost.until('the request', async () => (await roost.approvals())[0])) ?? {
    id: '',
  }
  await roost.seen(ended, 'its end', ({ state }) => state === 'exited')
  const before = (await roost.ls()).map(({ id, hostPid, agentPid, resumeId }) => ({
    id,
    hostPid,
    agentPid,
    resumeId,
  }))
  const terminal = await roost.screen({ args: ['attach', typing], cols: 80, rows: 24 })
  await roost.seen(typing, 'attached', ({ attached }) => attached === 1)

  await roost.killDaemon()
  for (const id of [typing, asking, ended]) damage(roost.paths.job(id).state)
  damage(roost.paths.roster)

  const after = await roost.ls()
  expect(after.map(({ id, hostPid, agentPid, resumeId }) => ({ id, hostPid, agentPid, resumeId }))).toEqual(
    before,
  )
  expect(after.find(({ id }) => id === typing)).toMatchObject({
    name: 'typing',
    pinned: true,
    agent: 'command',
  })
  expect(after.find(({ id }) => id === ended)?.detail).toContain('its record')
  const { stdout: log } = await roost.roost(['daemon', 'logs'])
  expect(log).toContain(`session ${typing}: its record`)
  // Reported, and what was there is kept.
  const kept = readdirSync(roost.paths.job(typing).folder).filter((name) => name.includes('.corrupt-'))
  expect(kept).toHaveLength(_what === 'gone' ? 0 : 1)
  // And they work as before.
  terminal.write('still here?\r')
  await terminal.waitFor((text) => text.includes('still here?\nstill here?'), 'the echo')
  expect((await roost.roost(['approve', request])).code).toBe(0)
  await roost.seen(asking, 'the answer to reach the agent', ({ state }) => state === 'idle')
  expect((await roost.roost(['stop', typing])).code).toBe(0)
  expect((await roost.row(typing)).state).toBe('stopped')
  expect(JSON.parse(readFileSync(roost.paths.job(typing).state, 'utf8')).life.status).toBe('stopped')
})

test('a host of which no file at all is left is found by its socket', async () => {
  await using roost = await product()
  const id = await roost.run('command', '-n', 'typing', '--', 'cat')
  const { hostPid, agentPid } = await roost.row(id)
  await roost.killDaemon()
  const job = roost.paths.job(id)
  for (const path of [job.state, job.about, roost.paths.roster]) rmSync(path)
  expect(await roost.row(id)).toMatchObject({ hostPid, agentPid, cwd: roost.work, agent: 'command' })
  expect((await roost.roost(['stop', id])).code).toBe(0)
  // Even its folder: then its name and program are not known any more, but it is there and can be stopped.
  const other = await roost.run('command', '--', 'sleep', '1000')
  const { agentPid: sleeping } = await roost.row(other)
  await roost.killDaemon()
  rmSync(roost.paths.job(other).folder, { recursive: true })
  expect(await roost.row(other)).toMatchObject({ agentPid: sleeping })
  expect((await roost.roost(['stop', other])).code).toBe(0)
  expect(lives(sleeping ?? 0)).toBe(false)
})

test('a record of a newer Roost is left alone, and so is its host', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'cat')
  const { hostPid } = await roost.row(id)
  await roost.killDaemon()
  const { state } = roost.paths.job(id)
  const record = readFileSync(state, 'utf8')
  const newer = JSON.stringify({ ...JSON.parse(record), version: 99, life: { status: 'levitating' } })
  writeFileSync(state, newer)
  expect(await roost.ls()).toEqual([])
  expect((await roost.roost(['daemon', 'logs'])).stdout).toContain('written by a newer Roost')
  expect(readFileSync(state, 'utf8')).toBe(newer)
  expect(lives(hostPid ?? 0)).toBe(true)
  // The newer one comes back.
  await roost.killDaemon()
  writeFileSync(state, record)
  expect(await roost.row(id)).toMatchObject({ hostPid })
})

test('a session whose folder cannot be read keeps no daemon from starting, and is whole once it can be again', async () => {
  await using roost = await product()
  const hidden = await roost.run('command', '-n', 'hidden', '--', 'cat')
  const other = await roost.run('command', '-n', 'other', '--', 'cat')
  const before = await roost.row(hidden)
  await roost.killDaemon()
  const { folder } = roost.paths.job(hidden)
  renameSync(folder, `${roost.home}/away`)
  writeFileSync(folder, 'no folder')
  expect((await roost.ls()).map(({ id }) => id)).toEqual([other])
  await roost.killDaemon()
  rmSync(folder)
  renameSync(`${roost.home}/away`, folder)
  expect(await roost.row(hidden)).toMatchObject({ name: 'hidden', hostPid: before.hostPid })
})

test('the pid of a host that has died is not taken for the host, whoever has it now', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--pin', '--', 'cat')
  const bystander = await roost.run('command', '--', 'sleep', '1000')
  const { agentPid: innocent } = await roost.row(bystander)
  await roost.killDaemon()
  const { hostPid } = await roost.row(id)
  await roost.killDaemon()
  process.kill(hostPid ?? 0, 'SIGKILL')
  await roost.until('its end', () => !lives(hostPid ?? 0))
  // As if both numbers had been given out again, to a process that has nothing to do with it.
  const { state } = roost.paths.job(id)
  const record = JSON.parse(readFileSync(state, 'utf8'))
  record.respawn = 'never'
  record.life.host.pid = innocent
  record.life.agentPid = innocent
  writeFileSync(state, JSON.stringify(record))
  await roost.seen(id, 'lost', (row) => row.state === 'lost')
  expect(lives(innocent ?? 0)).toBe(true)
  expect((await roost.row(bystander)).agentPid).toBe(innocent)
})

test('sockets that nobody serves and half-written files are swept, and only those', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'cat')
  await roost.killDaemon()
  const job = roost.paths.job(id)
  const litter = join(roost.home, '.roster.json.tmp-999999-00aa11bb22cc')
  const dead = await roost.run('command', '--', 'cat')
  const { hostPid } = await roost.row(dead)
  await roost.killDaemon()
  process.kill(hostPid ?? 0, 'SIGKILL')
  await roost.until('its end', () => !lives(hostPid ?? 0))
  rmSync(roost.paths.job(dead).folder, { recursive: true })
  writeFileSync(litter, '{"half":')
  expect(existsSync(roost.paths.job(dead).socket)).toBe(true)
  expect((await roost.ls()).map((row) => row.id)).toEqual([id])
  expect(existsSync(roost.paths.job(dead).socket)).toBe(false)
  expect(existsSync(job.socket)).toBe(true)
  expect(existsSync(litter)).toBe(false)
})
