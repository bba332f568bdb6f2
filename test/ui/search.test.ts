import { expect, test } from 'vitest'
import type { Hit } from '../../src/protocol/control.ts'
import { searchLines } from '../../src/ui/content/search.ts'
import { HITS_MAX } from '../../src/ui/model/search.ts'
import { Hand } from './world.ts'

const hit = (session: string, over: Partial<Hit> = {}): Hit => ({
  session,
  role: 'assistant',
  before: 'the ',
  match: 'Needle',
  after: ' is here',
  ...over,
})
const cursor = { left: ['ffffaaaa'], file: 0, spent: 0 }
const open = () => new Hand(80, 24).join().press('g', 'F').type('needle').press('enter')
const find = (hand: Hand, hits: Hit[], more = false) =>
  hand
    .event({ type: 'found', text: 'needle', found: { hits, bytes: 1, ...(more ? { cursor } : {}) } })
    .paint()

test('F asks for words, Enter looks for them, and goes on for as long as there is more', () => {
  const hand = open()
  expect(hand.done()).toEqual([{ do: 'search', text: 'needle' }])
  find(hand, [hit('7c5daaaa')], true)
  expect(hand.done()).toEqual([{ do: 'search', text: 'needle', cursor }])
  find(hand, [hit('ffffaaaa')])
  expect(hand.done()).toEqual([])
  expect(hand.state.screen).toMatchObject({ at: 'search', more: false })
})

test('who leaves has cancelled it: what still comes is dropped, and nothing more is asked for', () => {
  const hand = open().press('esc')
  hand.done()
  find(hand, [hit('7c5daaaa')], true)
  expect(hand.done()).toEqual([])
  expect(hand.state.screen).toEqual({ at: 'list' })
})

test('answers to words looked for before are dropped', () => {
  const hand = open().press('/', 'ctrl+u').type('hay').press('enter')
  hand.done()
  find(hand, [hit('7c5daaaa')], true)
  expect(hand.state.screen).toMatchObject({ text: 'hay', hits: [] })
  expect(hand.done()).toEqual([])
})

test('Enter opens the conversation at what was found, Esc comes back to the hits', () => {
  const hand = find(open(), [hit('7c5daaaa'), hit('ffffaaaa')]).press('j', 'enter')
  expect(hand.state.screen).toMatchObject({ at: 'log', id: 'ffffaaaa', find: 'Needle' })
  const lines = Array.from({ length: 100 }, (_, i) => (i === 40 ? 'a needle' : `line ${i}`))
  hand.event({ type: 'log', id: 'ffffaaaa', of: 'talk', lines }).paint()
  expect(hand.state.screen).toMatchObject({ top: 40 })
  // More output must not move what is read.
  hand.event({ type: 'log', id: 'ffffaaaa', of: 'talk', lines: [...lines, 'the needle again'] }).paint()
  expect(hand.state.screen).toMatchObject({ top: 40 })
  expect(hand.press('esc').state.screen).toMatchObject({ at: 'search', cursor: 1 })
})

test('what was said but is not in the output any more is said so', () => {
  const hand = find(open(), [hit('7c5daaaa', { role: 'output' })]).press('enter')
  hand.event({ type: 'log', id: '7c5daaaa', of: 'output', lines: ['nothing of it'] }).paint()
  expect(hand.state.notice?.text).toContain('“Needle” is not in the output')
})

test('too common words end by themselves', () => {
  const hand = open()
  hand.done()
  find(
    hand,
    Array.from({ length: HITS_MAX }, () => hit('7c5daaaa')),
    true,
  )
  expect(hand.done()).toEqual([])
  expect(hand.state.screen).toMatchObject({ more: false })
})

test('a daemon that cannot search is quoted', () => {
  const hand = open().event({ type: 'not-found', text: 'needle', says: 'the daemon is away' })
  expect(hand.state.screen).toMatchObject({ more: false, problem: 'the daemon is away' })
})

test('what stands before a hit is whole where there is room', () => {
  const hand = find(open(), [hit('7c5daaaa', { before: 'row 200 ', match: 'needle', after: '' })])
  const { screen } = hand.state
  if (screen.at !== 'search') throw new Error('not searching')
  const rows = searchLines(hand.state, screen, { cols: 40, rows: 10 }).map((l) =>
    l.map((s) => s.text).join(''),
  )
  expect(rows[1]).toContain('row 200 needle')
})

test('empty words look for nothing; words and Enter in one chunk count', () => {
  expect(new Hand(80, 24).join().press('F', 'enter').done()).toEqual([])
  const hand = new Hand(80, 24).join().press('g').wait(400)
  hand.chunk('F', 'a', 'b', 'enter')
  expect(hand.done()).toEqual([{ do: 'search', text: 'ab' }])
})

test('an older hit of the same session opens at its own place', () => {
  const lines = Array.from({ length: 100 }, (_, i) => (i === 20 || i === 60 ? 'a needle' : `line ${i}`))
  const hits = [hit('7c5daaaa'), hit('7c5daaaa', { role: 'output' }), hit('7c5daaaa')]
  const hand = find(open(), hits).press('j', 'j', 'enter')
  hand.event({ type: 'log', id: '7c5daaaa', of: 'talk', lines }).paint()
  expect(hand.state.screen).toMatchObject({ of: 'talk', top: 20 })
})
