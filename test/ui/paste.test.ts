import { expect, test } from 'vitest'
import { Tokenizer } from '../../src/ui/term/input.ts'
import { SCENES } from './scenes.ts'
import { Hand } from './world.ts'

/** All that answers, stops or leaves somewhere, with the ends that would confirm it. */
const PASTE = 'y\ny\nx\ny\nq\na\ny\n1\n\u001b[A\r\u0003\u001bOM:stop\n'

test.each(Object.keys(SCENES))('%s: a paste is text, never keys', (name) => {
  const hand = SCENES[name]?.(new Hand(80, 24))
  if (!hand) throw new Error(`no scene ${name}`)
  hand.wait(5000).done()
  const { at } = hand.state.screen
  hand.event({ type: 'paste', text: PASTE, at: hand.now }).paint()
  hand.event({ type: 'paste', text: PASTE, at: hand.now + 1000 }).paint()
  expect(hand.state.screen.at).toBe(at)
  // Looking is no deed: what is typed into a search or a rule may be looked up.
  const deeds = hand.done().map(({ do: what }) => what)
  expect(
    deeds.filter((what) =>
      /answer|stop|remove|quit|attach|send|start|rename|many|pin|pause|install/.test(what),
    ),
  ).toEqual([])
})

test('what an input method commits comes whole into a field, and does nothing where there is none', () => {
  const keys = new Tokenizer()
    .push(Buffer.from('日本語を入力ｙがé👍🏽'))
    .flatMap((t) => (t.type === 'key' ? [t.key] : []))
  const list = new Hand(80, 24).join().press('g')
  const before = list.state.selected
  list.wait(5000).done()
  list.chunk(...keys)
  expect([list.state.screen.at, list.state.selected, list.done()]).toEqual(['list', before, []])

  const field = new Hand(80, 24)
    .join()
    .press('g', 'r', 'ctrl+u')
    .chunk(...keys)
  expect(field.state.screen).toMatchObject({ at: 'prompt', edit: { text: '日本語を入力ｙがé👍🏽' } })
  // One backspace takes what a person calls one character.
  field.press('backspace', 'backspace', 'left', 'delete')
  expect(field.state.screen).toMatchObject({ edit: { text: '日本語を入力ｙ' } })
})
