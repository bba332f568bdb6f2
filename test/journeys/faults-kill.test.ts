import { expect, test } from 'vitest'
import { product } from '../helpers/product.ts'
import { killStorm } from '../helpers/storm.ts'

test('ten rounds of SIGKILL at random moments lose no session, no promise and no line', async () => {
  await using roost = await product()
  const report = await killStorm(roost, { rounds: 10, sessions: 6, seed: 20_261_121 })
  expect(report.lines).toBeGreaterThan(0)
})
