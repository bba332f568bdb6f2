import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { product } from '../helpers/product.ts'

test('the first time a person is welcomed with what is there, and never again', async () => {
  await using roost = await product({ PATH: '/usr/bin:/bin' }, { isFresh: true })
  const bin = (roost.env.PATH ?? '').split(':')[0] ?? ''
  writeFileSync(join(bin, 'claude'), '#!/bin/sh\necho "9.8.7 (Claude Code)"\n', { mode: 0o755 })
  const view = await roost.screen({ cols: 45, rows: 18 })
  await view.waitFor(
    (text) => /claude 9\.8\.7 is installed/.test(text) && text.includes('start your first session'),
    'the welcome',
  )
  await view.waitFor((text) => text.includes('no conversation of today'), 'that none is there')
  view.write('\x1b')
  await view.waitFor((text) => text.includes('No sessions yet'), 'the list')
  view.write('q')
  expect(await view.exit).toEqual({ code: 0 })

  const again = await roost.screen({ cols: 45, rows: 18 })
  await again.waitFor((text) => text.includes('No sessions yet'), 'the list at once')
  expect(again.raw().toString()).not.toContain('Welcome')
})

test('who leaves at once, or without an agent begins with the demo, is not welcomed twice', async () => {
  await using roost = await product({ PATH: '/usr/bin:/bin' }, { isFresh: true })
  const view = await roost.screen({ cols: 80, rows: 24 })
  await view.waitFor(
    (text) => text.includes('npm install -g @anthropic-ai/claude-code') && !text.includes('first session'),
    'how to get an agent',
  )
  await view.waitFor((text) => text.includes('no conversation of today'), 'that it is connected')
  view.write('d')
  await view.waitFor((text) => text.includes('Needs input 2'), 'the demo')
  view.write('q')
  expect(await view.exit).toEqual({ code: 0 })
  const again = await roost.screen({ cols: 80, rows: 24 })
  await again.waitFor((text) => text.includes('Needs input'), 'the list')
  expect(again.raw().toString()).not.toContain('Welcome')
})

test('who began in a shell is no newcomer', async () => {
  await using roost = await product({}, { isFresh: true })
  await roost.run('command', '-n', 'mine', '--', 'sleep', '1000')
  const view = await roost.screen({ cols: 80, rows: 24 })
  await view.waitFor((text) => text.includes('mine'), 'the list')
  expect(view.raw().toString()).not.toContain('Welcome')
})
