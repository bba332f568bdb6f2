import { describe, expect, test } from 'vitest'
import { hitsIn, visible } from '../../src/ui/model/find.ts'
import { likingOf } from '../../src/ui/model/liking.ts'
import { HOLD_MS, listLines } from '../../src/ui/model/rows.ts'
import { Hand, morning, NOW, running, session } from './world.ts'

const list = () => new Hand(80, 24).join().press('g')
const ids = (hand: Hand) => visible(hand.state).map((s) => s.id.slice(0, 4))
const typed = (query: string) => ids(list().press('/').type(query))
const headings = (hand: Hand) =>
  listLines(hand.state).flatMap((l) =>
    l.is === 'heading' ? [l.section.by === 'state' ? l.section.group : l.section.folder] : [],
  )

describe('the filter finds', () => {
  test.each([
    ['needs', ['7c5d', '1111']],
    ['working', ['2222', '3333', '4444']],
    ['idle', ['5555', '6666']],
    ['done', ['8888', '9999']],
    ['failed', ['ffff']],
    ['pinned', ['7c5d', '2222', '5555']],
    ['pinned idle', ['5555']],
    ['codex', ['1111', '6666']],
    ['docs', ['3333', 'ffff']],
    ['docs failed', ['ffff']],
    ['FLAKY', ['2222']],
    ['要約', ['3333']],
    ['8888', ['8888']],
    ['zzz', []],
  ])('“%s”: %j', (query, want) => {
    expect(typed(query)).toEqual(want)
  })

  test('letters in their order, close enough to be meant', () => {
    expect(typed('mgdb')[0]).toBe('7c5d')
    expect(typed('scd')[0]).toBe('2222')
    expect(typed('fxdps')).toEqual([])
  })

  test('the best fit first and chosen, its group on top', () => {
    const hand = list().press('/').type('deps')
    expect(ids(hand)[0]).toBe('8888')
    expect(hand.state.selected).toBe('8888aaaa')
    expect(headings(hand)[0]).toBe('done')
  })

  test('a name before a folder of the same word', () => {
    const sessions = [
      session({ id: 'aaaa0000', title: 'something else', cwd: '/home/mo/shop', life: idle(1) }),
      session({ id: 'bbbb0000', title: 'paint the shop', cwd: '/home/mo/x', life: idle(2) }),
    ]
    const hand = new Hand(80, 24).join(sessions, []).press('/').type('shop')
    expect(ids(hand)).toEqual(['bbbb', 'aaaa'])
  })

  test('and marks what it found in the name', () => {
    const hand = list().press('/').type('mig v12')
    const [first] = visible(hand.state)
    expect(first && hitsIn(hand.state, first)).toEqual([0, 1, 2, 21, 22, 23])
  })

  test('Esc goes back to the row that was chosen before', () => {
    const hand = list().press('3').press('/').type('deps').press('esc')
    expect(hand.state.selected).toBe('2222aaaa')
  })

  test('what is done is found by name even while it is hidden', () => {
    expect(ids(list().press('h', '/').type('deps'))).toContain('8888')
  })
})

const idle = (createdAt: number) => running({ kind: 'idle', since: NOW - createdAt })
const priced = (id: string, name: string, createdAt: number, costUsd?: number) =>
  session({
    id: `${id}0000`,
    name,
    createdAt,
    life: idle(1),
    ...(costUsd === undefined ? {} : { cost: { usd: costUsd, unpriced: 0 } }),
  })
const shop = () => [
  priced('aaaa', 'task 10', 3, 0.5),
  priced('bbbb', 'task 9', 1),
  priced('cccc', 'Alpha', 2, 7),
]
const three = () => new Hand(80, 24).join(shop(), []).wait(HOLD_MS)

describe('o sorts', () => {
  test('by attention, newest, name, cost, and round again', () => {
    const hand = three()
    expect(ids(hand)).toEqual(['bbbb', 'cccc', 'aaaa'])
    expect(ids(hand.press('o'))).toEqual(['aaaa', 'cccc', 'bbbb'])
    expect(hand.state.notice?.text).toBe('Sorted by when they were begun, the newest first.')
    expect(ids(hand.press('o'))).toEqual(['cccc', 'bbbb', 'aaaa'])
    expect(ids(hand.press('o'))).toEqual(['cccc', 'aaaa', 'bbbb'])
    expect(ids(hand.press('o'))).toEqual(['bbbb', 'cccc', 'aaaa'])
  })

  test('and in every order rows hold their place while the person moves', () => {
    for (const [presses, change] of [
      [0, { pinned: true }],
      [1, { createdAt: 99 }],
      [2, { name: 'aaa' }],
      [3, { cost: { usd: 99, unpriced: 0 } }],
    ] as const) {
      const hand = three()
      for (let i = 0; i < presses; i++) hand.press('o')
      hand.press('j')
      const before = ids(hand)
      const found = shop().find((s) => s.id === 'bbbb0000')
      if (!found) throw new Error('no bbbb')
      const at = hand.now
      hand.event({ type: 'session', session: { ...found, createdAt: 0, ...change }, at })
      expect(ids(hand)).toEqual(before)
      hand.wait(HOLD_MS + 1)
      expect(ids(hand)[0]).toBe('bbbb')
    }
  })
})

test('a row whose state changes stays under its heading until the list settles', () => {
  const hand = list().press('3')
  const before = ids(hand)
  const [, , third] = morning()
  if (!third) throw new Error('no third')
  const life = running({ kind: 'idle', since: hand.now })
  hand.event({ type: 'session', session: { ...third, life }, at: hand.now })
  expect(ids(hand)).toEqual(before)
  expect(headings(hand)).toEqual(['needs', 'working', 'idle', 'done', 'failed'])
  hand.wait(HOLD_MS + 1)
  expect(ids(hand).indexOf('2222')).toBeGreaterThan(ids(hand).indexOf('4444'))
  expect(hand.state.selected).toBe('2222aaaa')
})

test('h hides what is done, says how many, and shows it again', () => {
  const hand = list().press('h')
  expect(ids(hand)).not.toContain('8888')
  expect(ids(hand)).toContain('ffff')
  expect(ids(hand.press('h'))).toContain('8888')
})

test('^S groups by folder, the folders by name', () => {
  const hand = list().press('ctrl+s')
  expect(headings(hand)).toEqual(['/home/mo/src/cli', '/home/mo/src/docs', '/home/mo/src/shop'])
  expect(headings(hand.press('ctrl+s'))[0]).toBe('needs')
})

test('each change is kept, and what was kept is how the list begins', () => {
  const hand = list().press('h', 'o', 'ctrl+s')
  const [last] = hand.done().slice(-1)
  expect(last).toEqual({ do: 'keep', liking: { hideDone: true, sort: 'age', groupBy: 'folder' } })
  expect(likingOf({ hideDone: true, sort: 'age', groupBy: 'folder' })).toEqual(hand.state.liking)
})

test.each([undefined, null, 7, 'x', [], {}, { sort: 'luck', groupBy: 3, hideDone: 'yes' }])(
  'kept as %j, the list is as always',
  (kept) => {
    expect(likingOf(kept)).toEqual({ hideDone: false, sort: 'attention', groupBy: 'state' })
  },
)
