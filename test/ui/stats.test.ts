import { expect, test } from 'vitest'
import { bar, columns, meter, spark } from '../../src/ui/content/charts.ts'
import { statsPage } from '../../src/ui/content/statspage.ts'
import { cells } from '../../src/ui/line.ts'
import { Stage } from './stage.ts'
import { Hand, stats } from './world.ts'

const opened = (cols = 80, rows = 24) => new Hand(cols, rows).join().press('s')

test('s opens the stats, w changes to the week and back, Esc goes back to the list', () => {
  const hand = opened().event({ type: 'stats', stats: stats() })
  expect(hand.state.screen).toMatchObject({ at: 'stats', span: 'today', stats: { span: 'today' } })
  // The old ones stay in sight until the others have come.
  expect(hand.press('w').state.screen).toMatchObject({ span: 'week', stats: { span: 'today' } })
  hand.event({ type: 'stats', stats: stats('week') })
  expect(hand.press('w').state.screen).toMatchObject({ span: 'today' })
  expect(hand.press('esc').state.screen).toEqual({ at: 'list' })
})

test('an answer that comes too late is not shown', () => {
  const hand = opened()
    .press('w')
    .event({ type: 'stats', stats: stats('today') })
  expect(hand.state.screen).not.toHaveProperty('stats')
  expect(hand.press('esc').event({ type: 'stats', stats: stats() }).state.screen).toEqual({ at: 'list' })
})

test('on a phone it scrolls to its end and no further', () => {
  const hand = opened(45, 18).event({ type: 'stats', stats: stats() }).press('space', 'space', 'space', 'j')
  const { screen } = hand.state
  expect(screen.at === 'stats' && screen.scroll).toBe(11)
  expect(hand.press('k', 'b', 'b', 'b').state.screen).toMatchObject({ scroll: 0 })
})

test('every row of the page is as wide as the window, whatever its size', () => {
  for (let cols = 24; cols <= 220; cols += 7)
    for (const rows of [4, 10, 23, 24, 34, 58])
      for (const of of [stats(), stats('week'), undefined]) {
        const page = statsPage(of, { cols, rows }, 0)
        expect([cols, rows, page.length]).toEqual([cols, rows, Math.max(2, rows)])
        for (const each of page) expect([cols, rows, cells(each)]).toEqual([cols, rows, cols])
      }
})

test('small bars show what is more than nothing, and nothing as nothing', () => {
  expect(spark([0, 1, 100])).toBe(' ▁█')
  expect(spark([])).toBe('')
  expect(spark([0, 0])).toBe('  ')
  expect(bar(0, 4)).toBe('    ')
  expect(bar(0.001, 4)).toBe('▆   ')
  expect(bar(1, 4)).toBe('▆▆▆▆')
  expect(meter(0.61, 10)).toBe('▰▰▰▰▰▰▱▱▱▱')
  expect(meter(7, 3)).toBe('▰▰▰')
  const texts = columns(
    [
      { value: 4, label: '00' },
      { value: 2, label: '01' },
    ],
    { cols: 8, rows: 2 },
  ).map((row) => row.map(({ text }) => text).join(''))
  expect(texts).toEqual(['███', '███ ███', '00  01'])
})

test('the daemon is asked while the stats are looked at, and not after', async () => {
  const stage = new Stage()
  await stage.shows('Needs input')
  expect(stage.called('stats.get')).toEqual([])
  stage.type('s')
  await stage.shows('Stats · today')
  stage.type('w')
  await stage.shows('Stats · 7 days')
  expect(stage.called('stats.get')).toEqual([{ span: 'today' }, { span: 'week' }])
  stage.type('\u001b')
  await stage.shows('Needs input')
  stage.type('q')
  expect(await stage.ended).toBe(0)
})
