import { expect, test } from 'vitest'
import { product } from '../helpers/product.ts'

const rows = 'i=0; while [ $i -lt 60 ]; do i=$((i+1)); echo "row $i"; done; exec cat'

test('w in the view looks on: keys type nothing, a hint says how to leave, PgUp looks back', async () => {
  await using roost = await product()
  const id = await roost.run('command', '-n', 'seen', '--', 'sh', '-c', rows)
  const view = await roost.screen({ cols: 80, rows: 24 })
  await view.waitFor((text) => text.includes('seen'), 'the row')
  view.write('w')
  await view.waitFor(
    (text) => text.includes('row 60') && text.includes('q leaves'),
    'the session and the hint',
  )
  view.write('abc\r')
  view.write('\u001b[5~')
  await view.waitFor((text) => text.includes('rows back') && text.includes('row 40'), 'what scrolled by')
  expect(await roost.row(id)).toMatchObject({ attached: 0 })
  view.write('q')
  await view.waitFor((text) => text.includes('1 session'), 'the list')
  expect((await roost.roost(['logs', id])).stdout).not.toContain('abc')
})

test('roost attach --watch is left with q', async () => {
  await using roost = await product()
  const id = await roost.run('command', '-n', 'seen', '--', 'sh', '-c', rows)
  const watching = await roost.screen({ args: ['attach', '--watch', id], cols: 80, rows: 24 })
  await watching.waitFor((text) => text.includes('row 60') && text.includes('q leaves'), 'the session')
  watching.write('typed')
  watching.write('q')
  await watching.waitFor((text) => text.includes('seen goes on'), 'the shell')
  expect((await roost.roost(['logs', id])).stdout).not.toContain('typed')
})
