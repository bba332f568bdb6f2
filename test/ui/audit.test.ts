import { expect, test } from 'vitest'
import type { AuditEntry } from '../../src/protocol/audit.ts'
import type { Event } from '../../src/ui/model/events.ts'
import { Hand, NOW } from './world.ts'

const entry = (n: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
  at: NOW - n * 1000,
  kind: 'call',
  session: '7c5daaaa',
  who: 'policy',
  verdict: 'allow',
  what: { tool: 'Bash', input: { command: `cat file-${n}` } },
  ...more,
})
const page = (entries: AuditEntry[], wish = {}): Event => ({
  type: 'audit',
  page: { entries, more: false },
  wish,
})
const many = Array.from({ length: 50 }, (_, n) => entry(n))
const open = (entries = many) => new Hand(80, 24).join().press('g', 'A').event(page(entries))

test('A asks for the trail, and Esc leads back to the list', () => {
  const hand = new Hand(80, 24).join().press('g', 'A')
  expect(hand.done()).toEqual([{ do: 'audit', wish: {} }])
  expect(hand.event(page(many)).press('esc').state.screen).toEqual({ at: 'list' })
})

test('the cursor stays on the entries there are', () => {
  expect(open().press('G').state.screen).toMatchObject({ cursor: 49 })
  expect(open().press('G', 'j', 'j').state.screen).toMatchObject({ cursor: 49 })
  expect(open().press('k').state.screen).toMatchObject({ cursor: 0 })
  expect(open([]).press('j', 'G').state.screen).toMatchObject({ cursor: 0 })
})

test('s and d ask anew, for this session and for what was denied; pressed again for all', () => {
  const hand = open()
  hand.done()
  hand.press('s')
  expect(hand.done()).toEqual([{ do: 'audit', wish: { session: '7c5daaaa' } }])
  hand.press('d')
  expect(hand.done()).toEqual([{ do: 'audit', wish: { session: '7c5daaaa', denied: true } }])
  hand.press('s').press('d')
  expect(hand.done().at(-1)).toEqual({ do: 'audit', wish: {} })
})

test('an answer to what was asked before the filter changed is not shown', () => {
  const hand = open().press('d').event(page(many))
  expect(hand.state.screen).not.toHaveProperty('entries')
})

test('a text is found while it is typed, and Esc shows all again', () => {
  const hand = open().press('/').type('file-49')
  expect(hand.state.screen).toMatchObject({ find: 'file-49', cursor: 0 })
  hand.press('enter', 'enter')
  expect(hand.state.screen).toMatchObject({ open: { entry: many[49] } })
  expect(hand.press('esc').press('esc').state.screen).toMatchObject({ at: 'audit', find: '' })
})

test('who looks at the newest sees news come, with one question at a time', () => {
  const hand = open()
  hand.done()
  const [first] = hand.state.sessions.values()
  if (!first) throw new Error('no session')
  const happens = () => hand.event({ type: 'session', session: first, at: NOW })
  happens()
  happens()
  happens()
  expect(hand.done()).toEqual([{ do: 'audit', wish: {} }])
  hand.event(page(many))
  expect(hand.done()).toEqual([{ do: 'audit', wish: {} }])
  hand.event(page(many))
  expect(hand.done()).toEqual([])
})

test('who reads further down is not moved', () => {
  const hand = open().press('j', 'j')
  hand.done()
  const [first] = hand.state.sessions.values()
  if (first) hand.event({ type: 'session', session: first, at: NOW })
  expect(hand.done()).toEqual([])
})

test('when the daemon is back it is asked again', () => {
  const hand = new Hand(80, 24).join().press('A')
  hand.done()
  hand.event({ type: 'lost', reason: 'gone', retryAt: NOW + 1000 })
  hand.join()
  expect(hand.done()).toEqual([{ do: 'audit', wish: {} }])
})
