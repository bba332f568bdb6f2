import { describe, expect, test } from 'vitest'
import { footer } from '../../src/ui/content/footer.ts'
import { header } from '../../src/ui/content/header.ts'
import { commandsOf } from '../../src/ui/model/commands.ts'
import type { Line } from '../../src/ui/line.ts'
import { Hand, NOW } from './world.ts'

const text = (l: Line) => l.map((s) => s.text).join('')
const list = () => new Hand(80, 24).join().press('g')
const marked = (hand: Hand) => [...hand.state.marked].map((id) => id.slice(0, 4))

test('v marks a row and goes on to the next; again it takes the mark away', () => {
  const hand = list().press('v', 'v')
  expect(marked(hand)).toEqual(['7c5d', '1111'])
  expect(hand.state.selected).toBe('2222aaaa')
  expect(marked(hand.press('g', 'v'))).toEqual(['1111'])
})

test('the header counts the marks; Esc drops them, and only then the filter', () => {
  const hand = list().press('/').type('claude').press('enter', 'g', 'v', 'v')
  expect(text(header(hand.state))).toContain('2 marked')
  expect(hand.press('esc').state).toMatchObject({ marked: new Set(), filter: 'claude' })
  expect(hand.press('esc').state.filter).toBe('')
})

describe('what is done to all that are marked asks once and names how many', () => {
  test.each([
    // 7c5d and 1111 run, ffff has ended; 7c5d is pinned.
    ['x', 'Stop 2 of 3 marked?', { do: 'many', deed: 'stop', ids: ['7c5daaaa', '1111aaaa'] }],
    ['t', 'Pin 2 of 3 marked?', { do: 'many', deed: 'pin', ids: ['1111aaaa', 'ffffaaaa'] }],
    ['p', 'Pause 2 of 3 marked?', { do: 'many', deed: 'pause', ids: ['7c5daaaa', '1111aaaa'] }],
    ['R', 'Restart 2 of 3 marked?', { do: 'many', deed: 'respawn', ids: ['7c5daaaa', '1111aaaa'] }],
  ])('%s', (key, question, effect) => {
    const hand = list().press('v', 'v', 'G', 'v', key)
    expect(text(footer(hand.state))).toContain(question)
    expect(hand.done()).toEqual([])
    hand.press('y')
    expect(hand.done()).toMatchObject([effect])
    expect(hand.state.marked.size).toBe(0)
  })

  test('ended ones alone are removed', () => {
    const hand = list().press('G', 'v', 'k', 'v', 'x')
    expect(text(footer(hand.state))).toContain('Remove 2 sessions?')
    expect(hand.press('y').done()).toMatchObject([
      { do: 'many', deed: 'remove', ids: ['9999aaaa', 'ffffaaaa'] },
    ])
  })

  test('pinned ones alone are unpinned', () => {
    const hand = list().press('/').type('pinned').press('enter', 'g', 'v', 'v', 'v', 't', 'y')
    expect(hand.done()).toMatchObject([{ do: 'many', deed: 'unpin' }])
  })

  test('any other key than y does nothing, and the marks stay', () => {
    const hand = list().press('v', 'v', 'x', 'n')
    expect(hand.done()).toEqual([])
    expect(marked(hand)).toEqual(['7c5d', '1111'])
  })

  test('nothing runs: said, not asked', () => {
    const hand = list().press('G', 'v', 'p')
    expect(hand.state).toMatchObject({
      screen: { at: 'list' },
      notice: { text: 'None of the marked ones runs.' },
    })
  })
})

test('a session that goes loses its mark, also while the daemon was away', () => {
  const hand = list().press('v', 'v')
  hand.event({ type: 'removed', id: '7c5daaaa', at: NOW })
  expect(marked(hand)).toEqual(['1111'])
  hand.join([], [])
  expect(marked(hand)).toEqual([])
})

test('a confirm for several goes when one of them goes: it would name another number', () => {
  const hand = list().press('v', 'v', 'x')
  hand.event({ type: 'removed', id: '7c5daaaa', at: NOW }).paint()
  expect(hand.state.screen).toEqual({ at: 'list' })
})

test('the palette acts on the marked ones too', () => {
  const hand = list().press('v', 'v', ':')
  expect(commandsOf(hand.state, 'stop')[0]?.action).toBe('stop')
  hand.type('restart').press('enter', 'y')
  expect(hand.done()).toMatchObject([{ do: 'many', deed: 'respawn', ids: ['7c5daaaa', '1111aaaa'] }])
})

test('R restarts the selected one, after a question while it runs; an ended one at once', () => {
  expect(list().press('R').done()).toEqual([])
  expect(list().press('R', 'y').done()).toEqual([{ do: 'respawn', id: '7c5daaaa' }])
  expect(list().press('G', 'R').done()).toEqual([{ do: 'respawn', id: 'ffffaaaa' }])
})

test('u brings back what was removed from here last, once; after that, what was removed last anywhere', () => {
  const hand = list()
  hand.event({ type: 'said', text: 'removed: 2 sessions', tone: 'done', removed: ['aaaa0001', 'aaaa0002'] })
  expect(hand.press('u').done()).toEqual([{ do: 'undo', ids: ['aaaa0001', 'aaaa0002'] }])
  expect(hand.press('u').done()).toEqual([{ do: 'undo', ids: [] }])
})
