import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { product, type Product, type Row } from '../helpers/product.ts'
import type { AgentPlace } from './journeys.ts'
import { copilotUnderTest } from './support/copilot-cli.ts'

async function open(): Promise<AsyncDisposable & { place: AgentPlace; roost: Product }> {
  const place = await copilotUnderTest.place({ trusted: true })
  const roost = await product(place.env)
  return {
    place,
    roost,
    async [Symbol.asyncDispose]() {
      await roost[Symbol.asyncDispose]()
      await place.remove()
    },
  }
}

test('its state is told where no hook speaks: paused, left in its own dialog, failed', async () => {
  await using p = await open()
  const { roost, place } = p
  const made = (name: string) => existsSync(join(place.cwd, name))
  const request = () => roost.until('a request', async () => (await roost.approvals())[0])
  const state = (want: string, detail = '') =>
    roost.seen(id, `${want} ${detail}`, (row) => row.state === want && row.detail.includes(detail))
  const { id } = await roost.json<Row>(['run', '--json', '-a', 'copilot', '-C', place.cwd, 'run ls'])
  // What only reads runs unasked, by Roost's word before the tool.
  await roost.until('its end', () => place.heard().includes('exit code 0'))
  await roost.seen(id, 'its title', (row) => row.state === 'idle' && row.title === 'run ls')
  expect(await roost.approvals()).toEqual([])

  await roost.json(['pause', '--json', id])
  await roost.json(['send', '--json', id, 'run ls -a'])
  const paused = await request()
  expect(paused).toMatchObject({ tool: 'Bash', input: { command: 'ls -a' }, fixed: true })
  await roost.roost(['deny', paused.id, '-m', 'not while I look'])
  await roost.until('the reason', () => place.heard().includes('not while I look'))
  await state('idle')
  await roost.json(['unpause', '--json', id])

  await roost.json(['send', '--json', id, 'touch never.txt'])
  await request()
  const attached = await roost.screen({ args: ['attach', id], cols: 100, rows: 30 })
  await attached.waitFor((text) => /1\. Yes/.test(text), 'its own dialog')
  attached.write('\u001b')
  await state('idle')
  expect(made('never.txt')).toBe(false)
  expect(await roost.approvals()).toEqual([])
  // It takes nothing while it still winds up: until it says so, or has nothing more to draw.
  let last = ''
  await roost.until('its prompt', async () => {
    const text = (await roost.roost(['peek', id])).stdout
    const isStill = text === last && /Operation aborted[\s\S]*\/ commands/.test(text)
    last = text
    return isStill || /Operation cancelled[\s\S]*\/ commands/.test(text)
  })
  attached.write('\u0011')
  await roost.seen(id, 'nobody in it', (row) => row.attached === 0)

  // On a busy machine it may be taken later than Roost waits to see it; what follows shows that it was.
  await roost.json(['send', '--json', id, 'api error 400'])
  expect((await state('needs-input', 'the fake refuses')).needs).toBe('input')
})

test('a denial may end the turn, and it is idle then', async () => {
  await using p = await open()
  const { roost, place } = p
  const { id } = await roost.json<Row>(['run', '--json', '-a', 'copilot', '-C', place.cwd, 'touch never.txt'])
  const asked = await roost.until('a request', async () => (await roost.approvals())[0])
  expect(await roost.roost(['deny', '--interrupt', asked.id])).toMatchObject({ code: 0 })
  await roost.seen(id, 'idle', (row) => row.state === 'idle')
  expect(existsSync(join(place.cwd, 'never.txt'))).toBe(false)
})
