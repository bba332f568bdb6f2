import { describe, expect, test } from 'vitest'
import { askLines } from '../../src/ui/content/ask.ts'
import { formLines } from '../../src/ui/content/form.ts'
import { footerLines, keysLine } from '../../src/ui/content/footer.ts'
import { header } from '../../src/ui/content/header.ts'
import { agents, Hand, plan, request } from './world.ts'

const text = (line: readonly { text: string }[]) => line.map((span) => span.text).join('')
const notice = (hand: Hand) => hand.state.notice?.text
const list = (cols = 80) => new Hand(cols, 24).join()
const formRow = ({ state }: Hand): string => {
  const { screen } = state
  if (screen.at !== 'new') throw new Error(screen.at)
  const rows = formLines(state, screen, { cols: 41, rows: 14 }).map(text)
  return rows.find((row) => row.includes('Agent')) ?? ''
}
const card = (over: Parameters<typeof request>[0] = {}) =>
  new Hand(80, 24).join(undefined, [request(over)]).press('i')

describe('a key that does nothing says so', () => {
  test.each([
    ['z', 'z does nothing here; ? shows the keys.'],
    ['ü', 'ü does nothing here; ? shows the keys.'],
  ])('%s on the list', (key, says) => {
    expect(notice(list().press(key))).toBe(says)
  })

  test('on a card, Enter is no answer, and says which keys are', () => {
    const hand = card().press('enter')
    expect(notice(hand)).toBe('Enter decides nothing here: y allows, n denies.')
    expect(hand.done()).toEqual([])
    const planned = new Hand(80, 24).join(undefined, [plan]).press('i', 'enter')
    expect(notice(planned)).toBe('Enter decides nothing here: y goes ahead, n says what to change.')
    expect(planned.done()).toEqual([])
  })

  test('what needs a row says where they are', () => {
    expect(notice(new Hand(80, 24).join([], []).press('x'))).toBe('No session yet: n starts one.')
    const none = list().press('/').type('qqqq').press('enter', 'x')
    expect(notice(none)).toBe('Nothing fits the filter: Esc shows all.')
  })

  test('but a key that has a meaning is quiet at the end of the list, and so is typing', () => {
    expect(notice(list().press('G', 'j'))).toBeUndefined()
    expect(notice(list().press('/').type('zzz'))).toBeUndefined()
  })
})

test('the raw text of a command that was changed is that of the changed one', () => {
  const hand = card({ input: { command: 'rm a', description: 'remove' } }).press('e', 'x', 'enter', 'v')
  const { screen } = hand.state
  if (screen.at !== 'ask') throw new Error(screen.at)
  expect(askLines(screen, hand.state).map(text).join('\n')).toContain('"command": "rm ax"')
  expect(text(keysLine(hand.state))).toContain('v as text')
})

test('what was decided comes first in its line, and a file is named as from its folder', () => {
  const cwd = '/home/mo/src/shop'
  const hand = card({ tool: 'Edit', cwd, input: { file_path: `${cwd}/api/cart.ts` } }).press('y')
  hand.event({ type: 'answered', request: 'a1b2c3', says: 'allowed', at: hand.now })
  expect(notice(hand)).toBe('Allowed. Edit: api/cart.ts')
  const planned = new Hand(80, 24).join(undefined, [plan]).press('i', 'y')
  planned.event({ type: 'answered', request: plan.id, says: 'allowed', at: planned.now })
  expect(notice(planned)).toBe('Going ahead with its plan')
})

test('what is hidden is counted on a phone, too', () => {
  const hand = list(45).press('h')
  expect(text(header(hand.state))).toMatch(/^roost {2}2 hidden/)
})

test('agents that do not fit in the form are counted, and the chosen one is always seen', () => {
  const many = [
    ...agents,
    ...['opencode', 'copilot', 'command', 'demo'].map((name) => ({ name, found: true })),
  ]
  const hand = new Hand(45, 18).join().press('n').event({ type: 'agents', agents: many }).press('tab')
  for (let i = 0; i < many.length; i++) {
    const { screen } = hand.press('space').state
    if (screen.at !== 'new') throw new Error(screen.at)
    const row = formRow(hand)
    expect(row).toContain(`[${screen.agent}`)
    expect(row).toMatch(/\+\d$/)
    expect(row).not.toContain('…')
  }
})

test('a message sent from a peek that looked back shows its end again', () => {
  const hand = list().press('5', 'space')
  const { screen } = hand.state
  if (screen.at !== 'peek') throw new Error(screen.at)
  hand.state = { ...hand.state, screen: { ...screen, back: 12 } }
  hand.press('m').type('go on').press('enter')
  expect(hand.state.screen).toMatchObject({ at: 'peek', back: 0 })
})

test('the bottom line is one row while its sentence fits, and three at most', () => {
  const hand = list(45)
  const rows = (said: string) => {
    hand.event({ type: 'said', text: said, tone: 'quiet' })
    return footerLines(hand.state).map(text)
  }
  expect(rows('short')).toEqual(['short'])
  const long = rows('word '.repeat(60))
  expect(long).toHaveLength(3)
  expect(long[2]).toMatch(/…$/)
})
