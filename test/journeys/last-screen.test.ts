import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { product, type Product } from '../helpers/product.ts'

const OLD = 'this is how it was'
const size = { cols: 80, rows: 24 }

/** Opens the view, and leaves it when the list is live. */
async function visited(roost: Product): Promise<void> {
  const view = await roost.screen(size)
  await view.waitFor((text) => text.includes('first one'), 'the list')
  view.write('q')
  await view.exit
}

test('the list is there at once as it was left, says so, and becomes what is', async () => {
  await using roost = await product()
  const id = await roost.run('command', '-n', 'first one', '--', 'sleep', '1000')
  await visited(roost)
  expect(statSync(roost.paths.lastScreen).mode & 0o777).toBe(0o600)
  await roost.roost(['rename', id, 'another name'])

  const view = await roost.screen(size)
  await view.waitFor(
    (text) => text.includes('another name') && !text.includes(OLD) && !text.includes('first one'),
    'the live list, and nothing of the old one',
  )
  const raw = view.raw().toString()
  expect(raw.indexOf('first one')).toBeLessThan(raw.indexOf(OLD))
  expect(raw.indexOf(OLD)).toBeLessThan(raw.indexOf('another'))
  // Nothing is cleared in between.
  expect(raw.slice(raw.indexOf(OLD))).not.toContain('\u001b[2J')
})

test('a window of another size, other colours and a damaged file begin with nothing', async () => {
  await using roost = await product()
  await roost.run('command', '-n', 'first one', '--', 'sleep', '1000')
  await visited(roost)
  const kept = readFileSync(roost.paths.lastScreen, 'utf8')
  const opened = async (options: Parameters<Product['screen']>[0]) => {
    const view = await roost.screen(options)
    await view.waitFor((text) => text.includes('first one'), 'the list')
    return view.raw().toString()
  }
  expect(await opened({ cols: 90, rows: 24 })).not.toContain(OLD)
  expect(await opened({ ...size, env: { NO_COLOR: '1' } })).not.toContain(OLD)
  for (const damage of ['', '{', '[]', kept.replace('first one', 'x\\u001b]0;evil\\u0007')]) {
    writeFileSync(roost.paths.lastScreen, damage)
    const raw = await opened(size)
    expect(raw).not.toContain(OLD)
    expect(raw).not.toContain('evil')
  }
})

test('a key that comes before the view is there counts, and q leaves', async () => {
  await using roost = await product()
  await roost.run('command', '-n', 'first one', '--', 'sleep', '1000')
  await visited(roost)
  const view = await roost.screen(size)
  await roost.until('the old list', () => view.raw().toString().includes(OLD))
  view.write('q')
  expect(await view.exit).toEqual({ code: 0 })
  expect(view.raw().toString().trimEnd()).toMatch(/To come back: roost$|\u001b\[\?25h$/)
})
