import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { product } from '../helpers/product.ts'

const idle = (what: { state: string }) => what.state === 'idle'

test('the dashboard shows sessions and what they do, live, and q gives the terminal back', async () => {
  await using roost = await product()
  const id = await roost.run('demo', '-n', 'watched one', 'say hello')
  await roost.seen(id, 'idle', idle)
  const screen = await roost.screen({ args: ['stats', '--dashboard'] })
  const titles = ['Sessions', 'today', 'Shares', 'News', 'Activity', 'q back']
  await screen.waitFor((text) => ['watched one', ...titles].every((word) => text.includes(word)), 'all of it')
  await roost.roost(['send', id, 'until never'])
  await screen.waitFor((text) => /watched one\s+working/.test(text), 'news of it')
  screen.write('w')
  await screen.waitFor((text) => text.includes('in 7 days'), 'the week')
  screen.write('q')
  expect(await screen.exit).toEqual({ code: 0 })
  expect(screen.raw().lastIndexOf('\u001b[?1049l')).toBeGreaterThan(screen.raw().lastIndexOf('\u001b[?1049h'))
  expect(screen.raw().lastIndexOf('\u001b[?25h')).toBeGreaterThan(screen.raw().lastIndexOf('\u001b[?25l'))
})

test('d in the list opens it, q comes back to the list, and no key is left over', async () => {
  await using roost = await product()
  const id = await roost.run('demo', '-n', 'watched one', 'say hello')
  await roost.seen(id, 'idle', idle)
  const screen = await roost.screen()
  await screen.waitFor((text) => text.includes('watched one'), 'the list')
  screen.write('d')
  await screen.waitFor((text) => text.includes('Shares'), 'the dashboard')
  screen.resize(130, 40)
  await screen.waitFor((text) => text.split('\n')[39]?.includes('q back') ?? false, 'its new size')
  screen.write('q')
  await screen.waitFor((text) => !text.includes('Shares') && text.includes('Idle'), 'the list again')
  screen.write('s')
  await screen.waitFor((text) => text.includes('Spent by the hour'), 'the stats')
  screen.write('q')
  await screen.waitFor((text) => text.includes('Idle'), 'the list')
  screen.write('q')
  expect((await screen.exit).code).toBe(0)
})

test('a dashboard that is killed leaves the list as it was', async () => {
  await using roost = await product()
  const id = await roost.run('demo', '-n', 'watched one', 'say hello')
  await roost.seen(id, 'idle', idle)
  const screen = await roost.screen()
  await screen.waitFor((text) => text.includes('watched one'), 'the list')
  screen.write('d')
  await screen.waitFor((text) => text.includes('Shares'), 'the dashboard')
  const children = execFileSync('ps', ['--ppid', String(screen.pid), '-o', 'pid='], { encoding: 'utf8' })
  for (const [pid] of children.matchAll(/\d+/g)) process.kill(Number(pid), 'SIGKILL')
  await screen.waitFor((text) => text.includes('Idle') && text.includes('dashboard:'), 'the list, and why')
  // A screen nobody asked for takes no key at first.
  let ended = false
  void screen.exit.then(() => (ended = true))
  await roost.until('its end', () => {
    if (!ended) screen.write('q')
    return ended
  })
  expect((await screen.exit).code).toBe(0)
})

test('in a window that is too small it says so, and what to do', async () => {
  await using roost = await product()
  await roost.run('demo', '-n', 'watched one', 'say hello')
  const small = await roost.screen({ cols: 80, rows: 24 })
  await small.waitFor((text) => text.includes('watched one'), 'the list')
  small.write('d')
  await small.waitFor((text) => text.includes('needs a window of 100x30'), 'why not')
  const alone = await roost.screen({ args: ['stats', '--dashboard'], cols: 80, rows: 24 })
  expect((await alone.exit).code).toBe(4)
  expect(alone.text()).toContain('needs a window of')
  expect(await roost.roost(['stats', '--dashboard'])).toMatchObject({ code: 2 })
  expect(await roost.roost(['stats', '--dashboard', '--json'])).toMatchObject({ code: 2 })
})
