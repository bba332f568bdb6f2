import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Row } from '../helpers/product.ts'
import { place } from './support/place.ts'

/** The conversation on a screen, from the prompt on: the logo above it and the spinners are animated. */
const still = (screen: string) => screen.slice(screen.indexOf('❯')).replace(/[▀-▟●✻✽✶✳✢✺·*⏺ ]/gu, '')
const transcript = (row: Row) => readFileSync(row.transcript ?? '', 'utf8')

test('from the shell to the touched file: started, terminal closed, daemon killed, approved from the list with i and y', async () => {
  await using p = await place()
  const started = await p.roost.roost(['--bg', '-C', p.home.cwd, 'touch made.txt'])
  expect(started.code).toBe(0)
  const request = await p.asked()
  const [before] = await p.roost.ls()
  const dialog = () =>
    p.roost.until('the dialog on its screen', async () => {
      const text = still((await p.roost.roost(['peek', before?.id ?? ''])).stdout)
      return text.includes('Doyouwanttoproceed?') && text
    })
  const screen = await dialog()
  const { pid } = await p.roost.daemon()
  process.kill(pid, 'SIGKILL')
  await p.roost.until('the end of the daemon', () => !existsSync(`/proc/${pid}`))

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
  expect((await p.roost.row(after?.id ?? '')).detail).toContain('The tool said')
})

test('a denial is read by the agent, with its reason, and stays in its transcript', async () => {
  await using p = await place()
  const { id } = await p.start('touch denied.txt')
  const request = await p.asked()
  const denied = await p.roost.roost(['deny', request.id, '-m', 'use the staging folder instead'])
  expect(denied).toMatchObject({ code: 0 })
  const row = await p.state(id, 'idle', 'use the staging folder')
  await p.roost.until('the reason in the transcript', () =>
    transcript(row).includes('use the staging folder instead'),
  )
  expect(existsSync(join(p.home.cwd, 'denied.txt'))).toBe(false)
  expect(await p.roost.roost(['approve', request.id])).toMatchObject({ code: 3 })
})

test("answered in the agent's own dialog, the card goes away and says so", async () => {
  await using p = await place()
  const { id } = await p.start('touch dialog.txt')
  await p.asked()
  const view = await p.roost.screen()
  await view.waitFor((text) => text.includes('Needs input 1'), 'the list')
  view.write('i')
  await view.waitFor((text) => text.includes('y allow once'), 'the card')
  const attached = await p.roost.screen({ args: ['attach', id], cols: 100, rows: 30 })
  await attached.waitFor((text) => /1\. Yes/.test(text), "the agent's own dialog")
  attached.write('1')
  await p.roost.until('the file', () => existsSync(join(p.home.cwd, 'dialog.txt')))
  await view.waitFor(
    (text) => text.includes("agent's own dialog") || text.includes('Idle 1'),
    'the card to go',
  )
  await p.state(id, 'idle')
  expect(await p.roost.approvals()).toEqual([])
})

test('stopped, killed, resumed: the same conversation under the same short id', async () => {
  await using p = await place()
  const { id } = await p.start('remember pelican')
  const first = await p.state(id, 'idle', 'I remember pelican')
  expect(await p.roost.roost(['stop', id])).toMatchObject({ code: 0 })
  expect(await p.roost.row(id)).toMatchObject({ state: 'stopped', agentPid: null })
  const resumed = await p.roost.json<Row[]>(['resume', '--json', id])
  expect(resumed[0]).toMatchObject({ id, resumeId: first.resumeId })
  await p.state(id, 'idle')
  expect(await p.roost.json(['send', '--json', id, 'which word'])).toMatchObject({ outcome: 'submitted' })
  const again = await p.state(id, 'idle', 'The word is pelican')

  process.kill(again.agentPid ?? 0, 'SIGKILL')
  await p.roost.until('its end', async () => (await p.roost.row(id)).agentPid === null)
  await p.roost.json(['resume', '--json', id])
  await p.state(id, 'idle')
  await p.roost.json(['send', '--json', id, 'which word'])
  await p.state(id, 'idle', 'The word is pelican')
  expect((await p.roost.roost(['logs', id])).stdout).toContain('I remember pelican.')
})

test('a folder that is not trusted yet is shown as needing the person, and never answered', async () => {
  await using p = await place({ trusted: false })
  const { id } = await p.start('touch never.txt')
  const row = await p.state(id, 'needs-input', 'trust')
  expect(row.needs).toBe('trust')
  expect(
    await p.roost.json(['send', '--json', id, 'hello']).catch((error: unknown) => String(error)),
  ).toContain('failed')
  expect(await p.roost.approvals()).toEqual([])
  expect((await p.roost.roost(['peek', id])).stdout).toContain('No, exit')
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
