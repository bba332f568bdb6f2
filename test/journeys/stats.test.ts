import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Stats } from '../../src/protocol/stats.ts'
import { product, type Product } from '../helpers/product.ts'

/** The demo agent's turns use 100 tokens in and 10 out: two dollars each. */
const PRICES = { prices: { 'demo-model': { input: 10_000, output: 100_000, cacheRead: 0 } } }

async function priced(): Promise<Product> {
  const roost = await product()
  mkdirSync(roost.home, { recursive: true, mode: 0o700 })
  writeFileSync(roost.paths.config, JSON.stringify(PRICES))
  return roost
}
const stats = (roost: Product) => roost.json<Stats>(['stats', '--json'])
const spent = (roost: Product, usd: number) =>
  roost.until(`$${usd} spent`, async () => {
    const now = await stats(roost)
    return Math.round(now.spent.usd * 100) === usd * 100 && now
  })

test('what a session costs is counted once: over killed daemons, a resume, and its removal', async () => {
  await using roost = await priced()
  const id = await roost.run('demo', '-n', 'spender', 'say one')
  await roost.seen(id, 'its cost', (row) => row.costUsd === 2 && row.todayUsd === 2)
  await roost.killDaemon()
  await spent(roost, 2)
  await roost.seen(id, 'idle', ({ state }) => state === 'idle')
  expect(await roost.roost(['send', id, 'say two'])).toMatchObject({ code: 0 })
  await spent(roost, 4)
  await roost.roost(['stop', id])
  await roost.killDaemon()
  expect(await roost.row(id)).toMatchObject({ costUsd: 4, todayUsd: 4 })
  await roost.roost(['resume', id])
  await roost.seen(id, 'idle', ({ state }) => state === 'idle')
  expect(await roost.roost(['send', id, 'say three'])).toMatchObject({ code: 0 })
  const three = await spent(roost, 6)
  expect(three.sessions).toMatchObject([{ id, label: 'spender', usd: 6, context: { tokens: 400 } }])
  expect(three.agents).toEqual([{ agent: 'demo', usd: 6, unpriced: 0, tokens: three.spent.tokens }])
  expect(three.series.reduce((sum, { usd }) => sum + usd, 0)).toBe(6)

  await roost.roost(['rm', id])
  const after = await spent(roost, 6)
  expect(after.sessions).toMatchObject([{ id, label: 'spender', removed: true, usd: 6 }])
  const { pid } = await roost.daemon()
  await roost.roost(['daemon', 'stop'])
  await roost.until('a new daemon', async () => (await roost.ensureDaemon()).pid !== pid)
  await spent(roost, 6)
  const text = await roost.roost(['usage', '--week'])
  expect(text).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\$6\.00 in seven days/) })
})

test('stats tell what was asked, what was answered and how long that took', async () => {
  await using roost = await priced()
  const id = await roost.run('demo', 'run touch made')
  await roost.seen(id, 'a question', (row) => row.needs === 'permission')
  expect((await stats(roost)).asked).toMatchObject({ asked: 1, open: 1, allowed: 0 })
  await roost.roost(['deny', id])
  const { asked, memory } = await stats(roost)
  expect(asked).toMatchObject({ asked: 1, open: 0, denied: 1, allowed: 0 })
  expect(asked.waited?.longestMs).toBeGreaterThan(0)
  expect(memory.known ? memory.agents > 0 && memory.hosts > 0 : true).toBe(true)
})

test('a row tells the branch of its folder and how many files are changed, as they change', async () => {
  await using roost = await product()
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: roost.work, env: roost.env, stdio: 'pipe' })
  git('init', '-q', '-b', 'trunk')
  const id = await roost.run('demo', 'say hello')
  await roost.seen(
    id,
    'a clean branch, and idle',
    (row) => row.branch === 'trunk' && row.changedFiles === 0 && row.state === 'idle',
  )
  expect(await roost.roost(['send', id, 'edit made.txt x'])).toMatchObject({ code: 0 })
  await roost.seen(id, 'one more file', (row) => row.changedFiles === 1)
})

test('words that stats does not know are refused', async () => {
  await using roost = await product()
  const ran = await roost.roost(['stats', '--month'])
  expect(ran.code).toBe(2)
  expect(ran.stderr).toContain('usage: roost stats [--week] [--json]')
})

test('what was used in a first turn counts too when the agent ends in it', async () => {
  await using roost = await priced()
  const id = await roost.run('demo', ['say a last word', 'run true', 'exit 1'].join('\n'))
  await roost.seen(
    id,
    'its end',
    (row) => row.state === 'exited' && (row.costUsd ?? 0) > 0 && (row.todayUsd ?? 0) > 0,
  )
  await spent(roost, (await roost.row(id)).costUsd ?? 0)
})
