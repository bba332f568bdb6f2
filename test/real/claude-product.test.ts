import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Stats } from '../../src/protocol/stats.ts'
import { lives } from '../helpers/product.ts'
import { place } from './support/place.ts'

/** The conversation on a screen, from the prompt on: the logo above it and the spinners are animated. */
const still = (screen: string) => screen.slice(screen.indexOf('❯')).replace(/[▀-▟●✻✽✶✳✢✺·*⏺ ]/gu, '')

test('from the shell to the touched file: started, terminal closed, daemon killed, approved from the list with i and y', async () => {
  await using p = await place()
  const started = await p.roost.roost(['--bg', '-C', p.home.cwd, 'touch made.txt'])
  expect(started.code).toBe(0)
  const request = await p.asked()
  const [before] = await p.roost.ls()
  /** Whole: the same at two looks. */
  const dialog = () => {
    let last = ''
    return p.roost.until('the dialog on its screen', async () => {
      const text = still((await p.roost.roost(['peek', before?.id ?? ''])).stdout)
      const isWhole = text === last && text.includes('Doyouwanttoproceed?')
      last = text
      return isWhole && text
    })
  }
  const screen = await dialog()
  const { pid } = await p.roost.daemon()
  process.kill(pid, 'SIGKILL')
  await p.roost.until('the end of the daemon', () => !lives(pid))

  const view = await p.roost.screen({ cols: 80, rows: 24 })
  await view.waitFor(
    (text) => text.includes('Needs input 1') && text.includes('touch made.txt'),
    'the session in need',
  )
  const [after] = await p.roost.ls()
  expect(after).toMatchObject({
    id: before?.id,
    hostPid: before?.hostPid,
    agentPid: before?.agentPid,
    state: 'needs-input',
  })
  await p.roost.until('the same screen', async () => (await dialog()) === screen)
  expect((await p.roost.approvals())[0]).toMatchObject({ id: request.id, inputHash: request.inputHash })

  view.write('i')
  await view.waitFor((text) => text.includes('y allow once'), 'the card')
  // A key right after the paint does not count: press until it does.
  const made = join(p.home.cwd, 'made.txt')
  await p.roost.until('the file', () => {
    if (!existsSync(made)) view.write('y')
    return existsSync(made)
  })
  await view.waitFor((text) => text.includes('Idle 1'), 'idle')
  await p.state(after?.id ?? '', 'idle', 'The tool said')
})

test('a question and a plan are answered from outside', async () => {
  await using p = await place()
  const asks = await p.start('ask which')
  const question = await p.asked()
  expect(question).toMatchObject({ kind: 'question', questions: [{ question: 'Which one?' }] })
  expect(await p.roost.roost(['approve', question.id, '--answer', 'Beta'])).toMatchObject({ code: 0 })
  await p.state(asks.id, 'idle', 'Beta')
  const plans = await p.start('plan it', '--', '--permission-mode', 'plan')
  const plan = await p.asked(({ kind }) => kind === 'plan')
  expect(plan.plan).toContain('Do it well')
  expect(await p.roost.roost(['approve', plan.id])).toMatchObject({ code: 0 })
  await p.state(plans.id, 'idle')
})

test('what it used is counted from its conversation, once, and its own figure of the cost stands when it ends', async () => {
  await using p = await place()
  const { id } = await p.start('touch made.txt')
  await p.roost.roost(['approve', (await p.asked()).id])
  await p.state(id, 'idle', 'The tool said')
  const stats = (tokens: number) =>
    p.roost.until(`${tokens} tokens`, async () => {
      const now = await p.roost.json<Stats>(['stats', '--json'])
      return now.spent.tokens === tokens && now
    })
  const used = 20 + 50 + 6000 + 400 // two requests, as the fake of the API counts them
  const { models, spent } = await stats(used)
  expect(models).toMatchObject([{ by: { input: 20, output: 50, cacheRead: 6000, cacheWrite: 400 } }])
  expect(spent).toMatchObject({ unpriced: 0 })
  expect(spent.usd).toBeGreaterThan(0)
  expect(await p.roost.row(id)).toMatchObject({ context: { tokens: 3210 } })

  await p.roost.roost(['stop', id])
  const row = await p.roost.seen(id, 'its own figure', ({ usage }) => usage?.costUsd !== undefined)
  expect(row.costUsd).toBe(row.usage?.costUsd)
  await p.roost.killDaemon()
  await p.roost.roost(['resume', id])
  await p.state(id, 'idle')
  expect((await stats(used)).sessions).toMatchObject([{ id, tokens: used }])
})
