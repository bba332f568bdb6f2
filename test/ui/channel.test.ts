import { describe, expect, test } from 'vitest'
import type { SessionView } from '../../src/protocol/session.ts'
import { footerLines } from '../../src/ui/content/footer.ts'
import { doingOf } from '../../src/ui/content/list.ts'
import { peekLines } from '../../src/ui/content/glance.ts'
import { Dialogue, type Doing } from '../../src/ui/spoken/dialogue.ts'
import { Hand, NOW, running, session } from './world.ts'

const idle = { kind: 'idle', what: 'Told them the build is green', since: NOW } as const
const serves = (over: Partial<SessionView> = {}) =>
  session({
    id: '5555aaaa',
    title: 'the house bot',
    channel: { from: ['telegram'] },
    life: running(idle),
    ...over,
  })
const view = (over: Partial<SessionView> = {}, cols = 80) => new Hand(cols, 24).join([serves(over)], [])
const notice = (hand: Hand) =>
  footerLines(hand.state)
    .map((line) => line.map(({ text }) => text).join(''))
    .join('\n')

test('a session that serves a channel says so in its row and its peek', () => {
  expect(doingOf(serves(), NOW)).toBe('channel telegram · Told them the build is green')
  const busy = serves({ life: running({ kind: 'working', what: 'Bash: make', since: NOW }) })
  expect(doingOf(busy, NOW)).toBe('Bash: make · channel telegram')
  const peek = peekLines(view().state, serves(), { cols: 80, rows: 20 }, true)
  expect(peek.flat().map(({ text }) => text)).toContain('claude · channel telegram')
})

describe('who is about to type into a session that waits for a channel', () => {
  test.each([
    ['enter', { do: 'attach', id: '5555aaaa' }],
    ['m', undefined],
  ])('is told once, and the same key (%s) goes on', (key, effect) => {
    const hand = view()
    hand.press(key)
    expect(hand.state.screen.at).toBe('list')
    expect(hand.done()).toEqual([{ do: 'channel-told', id: '5555aaaa' }])
    expect(notice(hand)).toContain('Its messages come from telegram; what you type here is not seen there.')
    hand.press(key)
    expect(hand.done()).toEqual(effect ? [effect] : [])
    expect(hand.state.screen.at).toBe(effect ? 'away' : 'prompt')
  })

  test('reads all of it on a phone, over the end of the list', () => {
    const hand = view({}, 45).press('enter')
    expect(notice(hand)).toBe(
      'Its messages come from telegram; what you\ntype here is not seen there. Enter again\ngoes in.',
    )
  })

  test.each<[string, Partial<SessionView>]>([
    ['has been told', { channel: { from: ['telegram'], told: true } }],
    ['sees that it works', { life: running({ kind: 'working', since: NOW }) }],
    ['is asked by it', { life: running({ kind: 'needs-input', need: 'dialog', since: NOW }) }],
  ])('is not stopped when the person %s', (_, over) => {
    const hand = view(over).press('enter')
    expect(hand.done()).toEqual([{ do: 'attach', id: '5555aaaa' }])
  })

  test('is told of one that must be brought back, and never when only watching', () => {
    const { hostSocket: _, ...ended } = serves({ life: { status: 'stopped', since: NOW, why: 'evict' } })
    const hand = new Hand(80, 24).join([ended], []).press('enter')
    expect(hand.done()).toEqual([{ do: 'channel-told', id: '5555aaaa' }])
    expect(view().press('w').done()).toEqual([{ do: 'watch', id: '5555aaaa' }])
  })

  test('hears it with a screen reader: attach waits for a second word, say goes on', () => {
    const said: string[] = []
    const done: Doing[] = []
    const place = { host: 'pi5', home: '/home/mo', cwd: '/', detachKeys: [] }
    const ear = () => {
      const dialogue = new Dialogue({ now: NOW, place, say: (l) => said.push(l), act: (d) => done.push(d) })
      dialogue.event({ type: 'joined', sessions: [serves()], requests: [], at: NOW }, NOW)
      said.length = done.length = 0
      return dialogue
    }
    const dialogue = ear()
    dialogue.line('attach 1', NOW + 1000)
    expect(said).toEqual([
      'the house bot: its messages come from telegram; what you type here is not seen there. Say attach once more to go in.',
    ])
    dialogue.line('attach 1', NOW + 2000)
    expect(done).toEqual([
      { do: 'channel-told', id: '5555aaaa' },
      { do: 'attach', id: '5555aaaa' },
    ])
    ear().line('say 1 hello', NOW + 1000)
    expect(said).toHaveLength(1)
    expect(done.at(-1)).toEqual({ do: 'send', id: '5555aaaa', text: 'hello' })
  })
})
