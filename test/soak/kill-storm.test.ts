import { expect, test } from 'vitest'
import { product } from '../helpers/product.ts'
import { killStorm } from '../helpers/storm.ts'

const seed = Number(process.env.SOAK_SEED ?? 1)
const rounds = Number(process.env.SOAK_ROUNDS ?? 200)
const sessions = Number(process.env.SOAK_SESSIONS ?? 20)

test(`${rounds} rounds of SIGKILL against ${sessions} sessions, seed ${seed}`, async () => {
  await using roost = await product()
  const report = await killStorm(roost, { rounds, sessions, seed })
  process.stdout.write(`${JSON.stringify({ seed, ...report })}\n`)
  expect(report.lines).toBeGreaterThan(sessions * rounds)
}, 3_600_000)
