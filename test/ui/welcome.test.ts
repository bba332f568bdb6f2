import { expect, test } from 'vitest'
import { agents, conversations, Hand, NOW } from './world.ts'

const surveyed = (on: boolean) =>
  ({
    type: 'surveyed',
    survey: { agents: [{ name: 'claude' }], boot: { on, says: '', command: 'roost daemon install' } },
  }) as const

const newcomer = (): Hand => new Hand(80, 24).first().join([], [])

test('what is there is asked for, and that it was shown is kept at once', () => {
  const hand = newcomer()
  expect(hand.done()).toEqual([{ do: 'agents' }, { do: 'conversations' }])
  hand.event(surveyed(false))
  expect(hand.done()).toMatchObject([{ do: 'keep' }])
})

test('n opens the form, a the conversations, d starts the demo, Esc goes to the list', () => {
  const opened = (key: string) => {
    const hand = newcomer().event(surveyed(false)).event({ type: 'agents', agents })
    hand.event({ type: 'conversations', conversations }).done()
    hand.press(key)
    return [hand.state.screen, hand.done()] as const
  }
  expect(opened('n')[0]).toMatchObject({ at: 'new', field: 'prompt' })
  expect(opened('a')[0]).toMatchObject({ at: 'new', picking: {} })
  expect(opened('d')).toMatchObject([{ at: 'list' }, [{ do: 'demo' }]])
  expect(opened('esc')).toEqual([{ at: 'list' }, []])
})

test('the service is installed once, and only where it is not', () => {
  const hand = newcomer()
  hand.press('b').event(surveyed(true)).press('b')
  expect(hand.done().some(({ do: what }) => what === 'install')).toBe(false)
  const other = newcomer().event(surveyed(false))
  other
    .press('b', 'b')
    .event({ type: 'installed', says: ['Done.'] })
    .press('b')
  expect(other.done().filter(({ do: what }) => what === 'install')).toHaveLength(1)
  expect(other.state.screen).toMatchObject({ at: 'welcome', boot: { is: 'done', says: ['Done.'] } })
})

test('conversations of yesterday, and those live elsewhere, are not offered', () => {
  const day = new Date(NOW)
  day.setHours(0, 0, 0, 0)
  const [one] = conversations
  if (!one) throw new Error('none')
  const { liveIn: _live, ...free } = one
  const hand = newcomer().event(surveyed(false))
  hand.event({
    type: 'conversations',
    conversations: [
      { ...free, at: day.getTime() - 1 },
      { ...free, at: day.getTime(), liveIn: 'a terminal' },
    ],
  })
  hand.press('a')
  expect(hand.state.screen.at).toBe('welcome')
})

test('the demo that is asked for before there is a daemon starts once there is one', () => {
  const hand = new Hand(80, 24).first().press('d')
  expect(hand.done()).toEqual([])
  expect(hand.state.notice?.text).toBe('The demo starts in a moment.')
  hand.join([], [])
  expect(hand.done()).toContainEqual({ do: 'demo' })
  expect(hand.state.screen).toEqual({ at: 'list' })
})
