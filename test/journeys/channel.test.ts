import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { product } from '../helpers/product.ts'

/** A stand-in for Claude Code: idle by its status protocol, and it prints what is typed. */
const CLAUDE = String.raw`#!/bin/sh
printf '\033]7501;state=idle\007at your service: %s\n' "$*"
while read -r line; do
  printf '\033]7501;state=working\007heard %s\n' "$line"
  printf '\033]7501;state=idle\007'
done
`

test('of a session that serves a channel the person is told once, wherever they first type into it', async () => {
  await using roost = await product()
  const bin = join(roost.work, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'claude'), CLAUDE)
  chmodSync(join(bin, 'claude'), 0o755)
  const env = { ...roost.env, PATH: `${bin}:${roost.env.PATH}` }
  const start = async (name: string): Promise<string> => {
    const args = ['-n', name, '--', '--channels', 'plugin:telegram@claude-plugins-official']
    const ran = await roost.roost(['run', '--json', '-a', 'claude', ...args], { env })
    const { id } = JSON.parse(ran.stdout) as { id: string }
    await roost.seen(id, 'it to be idle', ({ state }) => state === 'idle')
    return id
  }

  const bot = await start('bot')
  expect(await roost.row(bot)).toMatchObject({ channels: ['telegram'] })
  expect((await roost.roost(['explain', bot])).stdout).toMatch(
    /channel +telegram: its messages come from there/,
  )
  const told = 'bot: its messages come from telegram; what you type here is not seen there'
  const sent = await roost.roost(['send', bot, 'hello'])
  expect(sent.stderr).toBe(`roost: ${told}\n`)
  await roost.until('the line', async () => (await roost.roost(['logs', bot])).stdout.includes('heard hello'))

  // Told for good: also by a daemon that comes later, and for the conversation brought back.
  await roost.killDaemon()
  expect((await roost.roost(['send', bot, 'again'])).stderr).toBe('')

  const other = await start('other')
  const staysOut = await roost.screen({ args: ['attach', other] })
  await staysOut.waitFor((text) => text.includes('Any key goes in, Esc does not.'), 'the warning')
  staysOut.write('\u001b')
  expect(await staysOut.exit).toMatchObject({ code: 0 })
  expect(staysOut.text()).not.toContain('at your service')
  const goesIn = await roost.screen({ args: ['attach', other] })
  await goesIn.waitFor((text) => text.includes('at your service'), 'the session, without a word')

  const third = await start('third')
  const view = await roost.screen({ cols: 45, rows: 18 })
  await view.waitFor((text) => text.includes('third'), 'the list')
  view.write('/third\r')
  await view.waitFor((text) => text.includes('1 of 3'), 'the row alone')
  view.write('\r')
  await view.waitFor((text) => text.includes('Enter again'), 'the warning')
  view.write('\r')
  await view.waitFor((text) => text.includes('at your service'), 'the session')
  expect((await roost.roost(['send', third, 'hi'])).stderr).toBe('')
})
