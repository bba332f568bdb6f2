import { expect, test } from 'vitest'
import type { Message } from '../../src/protocol/control.ts'
import { talkLines } from '../../src/ui/content/talk.ts'
import { keysLine } from '../../src/ui/content/footer.ts'
import { looksOf } from '../../src/ui/model/looks.ts'
import { TalkReader } from '../../src/ui/talkreader.ts'
import type { Control } from '../../src/client/control.ts'
import { Hand, morning, session } from './world.ts'

const [first] = morning()
if (!first) throw new Error('no session')
const talks = { ...first, transcript: '/home/mo/t.jsonl' }
const keys = (hand: Hand) =>
  keysLine(hand.state)
    .map(({ text }) => text)
    .join('')

test('l shows what was said where an agent keeps it, o its raw output; a plain program has only that', () => {
  const hand = new Hand(80, 24).join([talks], []).press('l')
  expect(looksOf(hand.state)).toMatchObject({ talk: talks.id })
  expect(keys(hand)).toContain('o output')
  // Output that still comes of what was looked at before is not taken for the conversation.
  hand.event({ type: 'log', id: talks.id, of: 'output', lines: ['junk'] })
  expect(hand.state.screen).toMatchObject({ lines: [] })
  hand.press('o')
  expect(looksOf(hand.state)).toMatchObject({ log: talks.id })
  expect(keys(hand)).toContain('o talk')
  expect(looksOf(hand.press('o').state)).toMatchObject({ talk: talks.id })

  const plain = new Hand(80, 24).join([first], []).press('l')
  expect(looksOf(plain.state)).toMatchObject({ log: first.id })
  expect(keys(plain)).not.toContain('o talk')
  expect(plain.press('o').state).toMatchObject({
    screen: { of: 'output' },
    notice: { text: 'It keeps no conversation: this is all it printed.' },
  })
})

test('a conversation has who speaks before each turn, and no escapes', () => {
  const messages: Message[] = [
    { role: 'user', text: 'do it\u001b[31m\nboth' },
    { role: 'tool', text: 'Bash: npm test' },
    { role: 'assistant', text: 'done' },
    { role: 'user', text: 'thanks' },
  ]
  expect(talkLines(messages)).toEqual(['› do it', '  both', '● Bash: npm test', '  done', '', '› thanks'])
})

test('the conversation is read once, again when its session stirs, and never after it was left', async () => {
  const asked: string[] = []
  const seen: (readonly string[])[] = []
  let messages: Message[] = [{ role: 'user', text: 'one' }]
  let heard = () => {}
  const call = (method: string) => {
    asked.push(method)
    heard()
    return Promise.resolve(messages)
  }
  const reader = new TalkReader({
    // The one method of it that is used.
    control: () => ({ call }) as unknown as Control,
    seen: (_, lines) => {
      seen.push(lines)
      heard()
    },
  })
  const next = () => new Promise<void>((resolve) => (heard = resolve))
  const quiet = session({ id: '1234aaaa', life: talks.life })
  const shown = next()
  reader.look(quiet)
  await shown
  await new Promise((done) => setImmediate(done))
  expect(seen).toEqual([['› one']])
  reader.look(quiet)
  expect(asked).toHaveLength(1)
  messages = [...messages, { role: 'assistant', text: 'two' }]
  reader.look({ ...quiet })
  while (seen.length < 2) await next()
  expect(seen.at(-1)).toEqual(['› one', '  two'])
  reader.look({ ...quiet })
  reader.close()
  expect(asked).toHaveLength(2)
})

test('without a daemon it says why there is nothing to read', async () => {
  const said = await new Promise((resolve) => {
    new TalkReader({ control: () => undefined, seen: (_id, lines, why) => resolve({ lines, why }) }).look(
      talks,
    )
  })
  expect(said).toEqual({ lines: [], why: 'The daemon is away; the conversation is read when it is back.' })
})
