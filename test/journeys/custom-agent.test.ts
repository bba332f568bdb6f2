import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { product } from '../helpers/product.ts'
import { repl } from '../helpers/repl.ts'

async function place() {
  const roost = await product()
  const describe = (given: object) =>
    writeFileSync(roost.paths.config, JSON.stringify({ agents: { custom: { repl: given } } }))
  describe(repl)
  return { roost, describe }
}

test('an agent described in the config starts, tells its state, ends its own way and goes on with its thread', async () => {
  const { roost } = await place()
  await using _ = roost
  const id = await roost.run('repl', 'edit')
  const asking = await roost.seen(id, 'the question', ({ state }) => state === 'needs-input')
  expect(asking).toMatchObject({
    agent: 'repl',
    needs: 'permission',
    detail: expect.stringContaining('asks to apply an edit'),
  })
  const { stdout: why } = await roost.roost(['explain', id])
  expect(why).toMatch(
    /rule 1 of repl: screen shows "Apply this edit\? \(Y\)es\/\(N\)o" {2}\(its screen, which proves little\)/,
  )

  const known = await roost.seen(id, 'its conversation', ({ resumeId }) => resumeId !== null)
  expect(known.resumeId).toMatch(/^T-\d+$/)
  expect((await roost.roost(['stop', id])).code).toBe(0)
  const stopped = await roost.seen(id, 'its end', ({ state }) => state === 'stopped')
  expect(stopped.resumeId).toBe(known.resumeId)
  const log = await roost.roost(['logs', id])
  expect(log.stdout).toContain('bye') // it left by its own word, not by a signal

  expect((await roost.roost(['resume', id])).code).toBe(0)
  await roost.seen(id, 'it to be idle', ({ state }) => state === 'idle')
  const { stdout: screen } = await roost.roost(['peek', id])
  expect(screen).toContain('welcome back: edit')
  expect(readFileSync(join(roost.work, 'threads', `${known.resumeId}.txt`), 'utf8')).toBe('edit\n')
})

test('a description that is wrong is said, and a session whose description is gone still ends', async () => {
  const { roost, describe } = await place()
  await using _ = roost
  const id = await roost.run('repl')
  await roost.seen(id, 'it to be idle', ({ state }) => state === 'idle')

  describe({ command: process.execPath, states: [{ state: 'idle', screen: '(' }] })
  const refused = await roost.roost(['run', '-a', 'repl'])
  expect(refused).toMatchObject({ code: 2 })
  expect(refused.stderr).toMatch(
    /there is no agent "repl"; there are: .*agents\.custom\.repl\.states\[0\]\.screen is no regular expression/,
  )
  const doctor = await roost.roost(['doctor'])
  expect(doctor.stdout).toContain('agents.custom.repl.states[0].screen is no regular expression')

  expect((await roost.roost(['stop', id])).code).toBe(0)
  await roost.seen(id, 'its end', ({ state }) => state === 'stopped')
})
