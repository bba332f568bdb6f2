import { expect, test } from 'vitest'
import { product } from '../helpers/product.ts'

test('a daemon that a person stopped stays so beside an open view, until a key', async () => {
  await using roost = await product()
  const id = await roost.run('command', '-n', 'goes-on', '--', 'sleep', '1000')
  const view = await roost.screen({ cols: 80, rows: 24 })
  await view.waitFor((text) => text.includes('goes-on'), 'the row')
  const { agentPid } = await roost.row(id)
  expect(await roost.roost(['daemon', 'stop'])).toMatchObject({ code: 0 })
  await view.waitFor(
    (text) => text.includes('daemon stopped') && text.includes('any key starts it'),
    'word of it',
  )
  expect(await roost.roost(['daemon', 'status'])).toMatchObject({ code: 6 })
  view.write('j')
  await view.waitFor(
    (text) => text.includes('1 session') && !text.includes('daemon stopped'),
    'the list again',
  )
  expect(await roost.row(id)).toMatchObject({ agentPid })
})

test('a view that waits comes back by itself when somebody else starts the daemon', async () => {
  await using roost = await product()
  await roost.run('command', '-n', 'goes-on', '--', 'sleep', '1000')
  const view = await roost.screen({ cols: 80, rows: 24 })
  await view.waitFor((text) => text.includes('goes-on'), 'the row')
  await roost.roost(['daemon', 'stop'])
  await view.waitFor((text) => text.includes('daemon stopped'), 'word of it')
  await roost.ensureDaemon()
  await view.waitFor((text) => text.includes('1 session'), 'the list again')
})
