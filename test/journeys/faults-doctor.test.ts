import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lives, product, type Product } from '../helpers/product.ts'

type Finding = { what: string; level: string; says: string }
const left = async (roost: Product, ...args: string[]) =>
  (JSON.parse((await roost.roost(['doctor', '--json', ...args])).stdout) as Finding[]).filter(
    ({ what }) => what === 'left over',
  )

test.concurrent('doctor finds what lost each other, changes nothing unasked, and mends it without ending a session', async () => {
  await using roost = await product()
  const recordless = await roost.run('command', '-n', 'recordless', '--', 'cat')
  const stranded = await roost.run('command', '-n', 'stranded', '--', 'cat')
  const dead = await roost.run('command', '-n', 'dead', '--', 'cat')
  const before = await roost.ls()
  const pid = (id: string) => before.find((row) => row.id === id)?.hostPid ?? 0
  expect(await left(roost)).toEqual([{ what: 'left over', level: 'ok', says: 'nothing' }])
  await roost.killDaemon()
  // A record written back from before, a socket somebody deleted, a host that was killed, a torn write.
  const { state } = roost.paths.job(recordless)
  const record = JSON.parse(readFileSync(state, 'utf8'))
  writeFileSync(state, JSON.stringify({ ...record, life: { status: 'stopped', since: 1, why: 'evict' } }))
  rmSync(roost.paths.job(stranded).socket)
  process.kill(pid(dead), 'SIGKILL')
  await roost.until('its end', () => !lives(pid(dead)))
  const torn = join(roost.paths.job(dead).folder, '.state.json.tmp-999999-0123456789ab')
  writeFileSync(torn, '{"half')

  const found = await left(roost)
  expect(found.map(({ level }) => level)).not.toContain('ok')
  const says = found.map((each) => each.says).join('\n')
  expect(says).toContain(`session ${recordless} runs`)
  expect(says).toContain(`the host of session ${stranded} (pid ${pid(stranded)}) lives`)
  expect(says).toContain(`session ${dead} is on record as running`)
  expect(says).toContain(`nobody serves the socket of session ${dead}`)
  expect(says).toContain('1 half-written file')
  expect(await left(roost)).toEqual(found)

  expect((await left(roost, '--fix')).map(({ level }) => level)).not.toContain('bad')
  expect(await roost.row(recordless)).toMatchObject({ hostPid: pid(recordless) })
  await roost.seen(
    stranded,
    'its host',
    (row) => row.hostPid === pid(stranded) && !row.detail.includes('does not answer'),
  )
  expect(await roost.row(dead)).toMatchObject({ state: 'lost' })
  expect(await left(roost)).toEqual([{ what: 'left over', level: 'ok', says: 'nothing' }])
})

test.concurrent('doctor ends a daemon that hangs, by the identity in its lock, when told to', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'cat')
  const { hostPid } = await roost.row(id)
  const { pid } = await roost.daemon()
  process.kill(pid, 'SIGSTOP')
  const fixed = await roost.roost(['doctor', '--fix', '--json'])
  expect(fixed.stdout).toContain('does not answer; it was ended')
  await roost.until('its end', () => !lives(pid))
  expect(await roost.row(id)).toMatchObject({ hostPid })
})
