import { expect, test } from 'vitest'
import { peekLines } from '../../src/ui/content/glance.ts'
import { Hand, morning, NOW, peek } from './world.ts'

const HISTORY = Array.from({ length: 100 }, (_, i) => `row ${i}`)
const peeking = () =>
  new Hand(80, 24)
    .join()
    .press('g')
    .event({ type: 'glance', glance: { id: '7c5daaaa', is: 'screen', peek } })
    .press('space')
const come = (hand: Hand) => hand.event({ type: 'history', id: '7c5daaaa', lines: HISTORY }).paint()
const back = ({ state: { screen } }: Hand) => (screen.at === 'peek' ? screen.back : undefined)

test('looking back asks once for what scrolled by, and goes no further than there is', () => {
  const hand = peeking().press('k')
  expect(hand.done()).toEqual([{ do: 'history', id: '7c5daaaa' }])
  come(hand).press('k')
  expect(hand.done()).toEqual([])
  expect(back(hand)).toBe(2)
  hand.press('g')
  const top = back(hand) ?? 0
  expect(top).toBeGreaterThan(70)
  expect(back(hand.press('pageup'))).toBe(top)
  expect(back(hand.press('pagedown'))).toBeLessThan(top)
})

test('back at the end it is live again, and the next look back asks anew', () => {
  const hand = come(peeking().press('pageup'))
  hand.done()
  hand.press('G')
  expect(hand.state.history).toBeUndefined()
  expect(back(hand)).toBe(0)
  expect(hand.press('k').done()).toEqual([{ do: 'history', id: '7c5daaaa' }])
})

test('what comes when nobody looks back any more is not kept', () => {
  expect(come(peeking().press('k', 'j')).state.history).toBeUndefined()
  expect(come(peeking().press('k', 'esc')).state.history).toBeUndefined()
})

test('w watches a session that runs, and says why not of one that does not', () => {
  const hand = new Hand(80, 24).join().press('g', 'w')
  expect(hand.done()).toEqual([{ do: 'watch', id: '7c5daaaa' }])
  expect(hand.state.screen).toMatchObject({ at: 'away' })
  const ended = new Hand(80, 24).join().press('G', 'w')
  expect(ended.done()).toEqual([])
  expect(ended.state.notice?.text).toContain('does not run')
})

test('PgUp while watching leads to the peek, looking back', () => {
  const hand = new Hand(80, 24).join().press('g', 'w')
  hand.done()
  hand.event({ type: 'back', failed: false, peek: '7c5daaaa' })
  expect(hand.state.screen).toMatchObject({ at: 'peek', id: '7c5daaaa' })
  expect(hand.done()).toEqual([{ do: 'history', id: '7c5daaaa' }])
  come(hand)
  expect(back(hand)).toBeGreaterThan(0)
})

test('after /clear the peek says what the conversation cost, and of how much today', () => {
  const { state } = new Hand(80, 24).join()
  const [first] = morning()
  if (!first) throw new Error('no session')
  const facts = (spent: number) => {
    const today = { usd: spent, unpriced: 0, tokens: 1000, until: NOW + 1 }
    const lines = peekLines(
      state,
      { ...first, cost: { usd: 0.4, unpriced: 0 }, today },
      { cols: 80, rows: 20 },
      true,
    )
    return lines
      .flat()
      .map(({ text }) => text)
      .join('')
  }
  expect(facts(1.84)).toContain('$0.40 of $1.84 today')
  expect(facts(0.4)).not.toContain('today')
})
