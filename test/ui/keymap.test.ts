import { describe, expect, test } from 'vitest'
import { footer } from '../../src/ui/content/footer.ts'
import { helpLines } from '../../src/ui/content/help.ts'
import { keymapOf, keyOf } from '../../src/ui/keymap.ts'
import type { Line } from '../../src/ui/line.ts'
import { commandsOf } from '../../src/ui/model/commands.ts'
import { Hand } from './world.ts'

const text = (l: Line) => l.map((s) => s.text).join('')
const list = (keys: Record<string, string | string[]>) => new Hand(120, 36, keys).join().press('g')
const problems = (keys: Record<string, string | string[]>) => keymapOf(keys).problems

describe('keys of the person’s own', () => {
  test('do what they were given, and the usual ones no longer do', () => {
    const hand = list({ 'list.pin': ['P', 'ctrl+y'] })
    expect(hand.press('P').done()).toEqual([{ do: 'pin', id: '7c5daaaa', pinned: false }])
    expect(hand.press('ctrl+y').done()).toEqual([{ do: 'pin', id: '7c5daaaa', pinned: false }])
    expect(hand.press('t', 'ctrl+t').done()).toEqual([])
  })

  test('take a key from what had it, and what had several keeps the others', () => {
    const hand = list({ 'list.stop': 'k' })
    expect(hand.press('k').state.screen).toMatchObject({ at: 'confirm', what: 'stop' })
    expect(hand.press('n', 'j', 'up').state.selected).toBe('7c5daaaa')
    expect(hand.state.notice).toBeUndefined()
  })

  test('can be given to a command that has none', () => {
    expect(list({ 'list.explain': 'E' }).press('E').done()).toEqual([{ do: 'explain', id: '7c5daaaa' }])
  })

  test('the one that leads back out of a session stands in footer and help as the config has it', () => {
    const { state } = list({})
    const own = { ...state, place: { ...state.place, detachKeys: ['ctrl+]'] } }
    expect(text(footer(own))).toContain('Enter attach (^] back)')
    const screen = { at: 'help', scroll: 0, under: { at: 'list' } } as const
    expect(helpLines(own, screen, 60).map(text).join('\n')).toMatch(/\^\] +back to the list/)
  })

  test('stand in the footer, the help and the palette', () => {
    const hand = list({ 'list.peek': 'e', 'list.help': 'ctrl+g' })
    expect(text(footer(hand.state))).toContain('e peek')
    expect(text(footer(hand.state))).not.toContain('? keys')
    const screen = { at: 'help', scroll: 0, under: { at: 'list' } } as const
    expect(helpLines(hand.state, screen, 60).map(text).join('\n')).toMatch(/\^G +all keys/)
    expect(commandsOf(hand.state, 'peek')[0]?.keys).toContain('e')
  })

  test('do not change what is typed into a field', () => {
    const hand = list({ 'list.pin': 'P', 'list.stop': 'a' }).press('/').type('tPa')
    expect(hand.state.filter).toBe('tPa')
  })

  test('Enter, Esc and the arrows stay beside them', () => {
    const hand = list({ 'list.attach': 'z' })
    expect(hand.press('enter').done()).toEqual([{ do: 'attach', id: '7c5daaaa' }])
    const peek = list({ 'peek.back': 'z' }).press('space', 'esc')
    expect(peek.state.screen).toEqual({ at: 'list' })
  })

  test('a name without a screen is of the list', () => {
    expect(problems({ pin: 'P' })).toEqual([])
    expect(keyOf(keymapOf({ pin: 'P' }).keymap, 'list', 'pin')).toBe('P')
  })
})

describe('what cannot be is said, and the rest holds', () => {
  const cases: [Record<string, string | string[]>, RegExp][] = [
    [{ 'list.pinn': 'P' }, /no such action; did you mean pin\?/],
    [{ 'peek.xyzzy': 'P' }, /no such action; there are: back, attach/],
    [{ 'lost.pin': 'P' }, /no such screen; there are: list, peek/],
    [{ 'permission.yes': 'x' }, /keys of requests and of fields cannot be changed/],
    [{ 'confirm.yes': 'x' }, /cannot be changed/],
    [{ 'text.accept': 'x' }, /cannot be changed/],
    [{ 'list.pin': 'enter' }, /Enter means the same everywhere/],
    [{ 'list.pin': 'ctrl+l' }, /\^L is taken on every screen/],
    [{ 'list.pin': 'ctrl+shift+p' }, /"ctrl\+shift\+p" is no key/],
    [{ 'list.pin': '' }, /is no key/],
    [{ 'list.pin': [] }, /at least one key/],
    [{ 'list.pin': '4' }, /digits jump/],
    [{ 'list.jump': 'a' }, /it is the digits/],
    [{ 'list.pin': 'r' }, /list\.rename has no key any more: r is taken/],
    [
      { 'list.pin': 'P', 'list.rename': 'P' },
      /P is wanted by list\.pin and by list\.rename; list\.pin has it/,
    ],
  ]
  test.each(cases)('%j', (keys, says) => {
    expect(problems(keys).join('\n')).toMatch(says)
  })

  test('once, at the bottom of the view, until the next key', () => {
    const one = new Hand(120, 36, { 'list.pinn': 'P' }).join()
    expect(text(footer(one.state))).toContain('list.pinn: there is no such action')
    expect(one.press('j').state.notice).toBeUndefined()
    const two = new Hand(80, 24, { a: 'P', b: 'Q' }).join()
    expect(text(footer(two.state))).toContain('2 keys of the config do not work: roost doctor')
  })

  test('and nothing of a table that is all wrong changes a key', () => {
    const hand = list({ 'list.pinn': 't', 'permission.yes': 'x' })
    expect(hand.press('t').done()).toEqual([{ do: 'pin', id: '7c5daaaa', pinned: false }])
  })
})

describe('a key is found in the help', () => {
  const found = (query: string) => {
    const hand = new Hand(80, 24).join().press('?', '/').type(query)
    const { screen } = hand.state
    return screen.at === 'help' ? helpLines(hand.state, screen, 76).map(text) : []
  }

  test('by what it does, with its screen', () => {
    expect(found('rename')[0]).toMatch(/^r +rename +List *$/)
  })
  test('by its own name', () => {
    expect(found('R')[0]).toMatch(/restart|rename/)
    expect(found('^T')[0]).toMatch(/pin/)
  })
  test('or said not to be there', () => {
    expect(found('xyzzy')).toEqual(['No key does that; : lists all commands.'])
  })
  test('Enter keeps what was found, Esc shows all keys again, Esc leaves', () => {
    const hand = new Hand(80, 24).join().press('?', '/').type('stop').press('enter')
    expect(hand.state.screen).toMatchObject({ at: 'help', find: 'stop' })
    expect(hand.press('esc').state.screen).toMatchObject({ at: 'help' })
    expect(hand.state.screen).not.toHaveProperty('find')
    expect(hand.press('esc').state.screen).toEqual({ at: 'list' })
  })
})
