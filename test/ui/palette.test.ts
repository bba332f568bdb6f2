import { describe, expect, test } from 'vitest'
import { commandsOf } from '../../src/ui/model/commands.ts'
import { ARM_MS } from '../../src/ui/model/arming.ts'
import { Hand, NOW } from './world.ts'

const open = (cols = 80, rows = 24) => new Hand(cols, rows).join().press('g', ':')
const best = (query: string) => commandsOf(open().state, query)[0]?.action

test.each([
  ['pin', 'pin'],
  ['unpin', 'pin'],
  ['rename', 'rename'],
  ['why', 'explain'],
  ['explain', 'explain'],
  ['demo', 'demo'],
  ['new', 'new'],
  ['stop', 'stop'],
  ['daemon stop', 'stop-daemon'],
  ['filter', 'filter'],
  ['leave', 'quit'],
])('“%s” finds %s first', (query, action) => {
  expect(best(query)).toBe(action)
})

test('Enter does the command that stands first, and the screen is the list again', () => {
  const hand = open().type('rename').press('enter')
  expect(hand.state.screen).toMatchObject({ at: 'prompt', what: 'rename', id: '7c5daaaa' })
})

test('the arrow keys go round, and what is typed starts from the best again', () => {
  const hand = open().press('up')
  const all = commandsOf(hand.state, '')
  expect(hand.state.screen).toMatchObject({ cursor: all.length - 1 })
  expect(hand.press('down', 'tab').state.screen).toMatchObject({ cursor: 1 })
  expect(hand.type('p').state.screen).toMatchObject({ cursor: 0 })
})

test('an unknown name does nothing at Enter', () => {
  const hand = open().type('xyzzy').press('enter')
  expect(hand.state.screen).toMatchObject({ at: 'palette' })
  expect(hand.done()).toEqual([])
})

test('Enter behind a name in one chunk waits until the commands that fit have been seen', () => {
  const hand = new Hand(80, 24).join().press('g')
  hand.wait(ARM_MS).chunk(':', 'q', 'u', 'i', 't', 'enter')
  expect(hand.done()).toEqual([])
  expect(hand.state.screen).toMatchObject({ at: 'palette' })
  hand.press('enter')
  expect(hand.done()).toEqual([{ do: 'quit' }])
})

describe('only what can be done is offered', () => {
  const actions = (hand: Hand) => commandsOf(hand.state, '').map((c) => c.action)

  test('without sessions nothing that needs one', () => {
    const none = new Hand(80, 24).join([], []).press(':')
    expect(actions(none)).not.toContain('pin')
    expect(actions(none)).toContain('new')
  })

  test('an ended session takes no message', () => {
    const ended = new Hand(80, 24).join().press('G', ':')
    expect(actions(ended)).not.toContain('send')
    expect(actions(ended)).toContain('attach')
  })
})

test('it opens from the peek, and a command there is about that session', () => {
  const hand = new Hand(80, 24).join().press('g', 'space', ':').type('rename').press('enter')
  expect(hand.state.screen).toMatchObject({ at: 'prompt', what: 'rename', under: { at: 'peek' } })
})

test('stopping the daemon asks first', () => {
  const hand = open().type('stop the daemon').press('enter')
  expect(hand.done()).toEqual([])
  hand.press('y')
  expect(hand.done()).toEqual([{ do: 'stop-daemon' }])
})

test('why a row is shown so is asked, shown and left again', () => {
  const hand = open().type('why').press('enter')
  expect(hand.done()).toEqual([{ do: 'explain', id: '7c5daaaa' }])
  expect(hand.state.screen).toMatchObject({ at: 'sheet' })
  hand.event({ type: 'refused', doing: 'explain', says: 'no such session' })
  expect(hand.state).toMatchObject({ screen: { at: 'list' }, notice: { text: 'Explain: no such session' } })
})

test('a search and its Enter in one chunk, as mosh sends them, filters and comes back to the list', () => {
  const hand = new Hand(80, 24).join().press('g')
  hand.wait(ARM_MS).chunk('/', 'c', 'o', 'd', 'e', 'x', 'enter')
  expect(hand.state).toMatchObject({ filter: 'codex', screen: { at: 'list' } })
  const log = new Hand(80, 24).join().press('g', 'l')
  log.event({ type: 'log', id: '7c5daaaa', of: 'output', lines: ['one', 'two'] }).wait(ARM_MS)
  log.chunk('/', 'o', 'n', 'e', 'enter')
  expect(log.state.screen).toMatchObject({ at: 'log', find: 'one' })
})

test('a message and its Enter in one chunk stay in the field: it was never seen', () => {
  const hand = new Hand(80, 24).join().press('g')
  hand.wait(ARM_MS).chunk('m', 'g', 'o', 'enter')
  expect(hand.done()).toEqual([])
  expect(hand.state.screen).toMatchObject({ at: 'prompt', edit: { text: 'go' } })
  expect(hand.now).toBeGreaterThan(NOW)
})
