import { describe, expect, test } from 'vitest'
import { gemini } from '../../src/agents/gemini.ts'
import { giveReason, keysFor, press } from '../../src/daemon/keyed.ts'
import { sendText } from '../../src/daemon/send.ts'
import { asking, dialogFor, does, opened } from './asking.ts'

const EMPTY = [' >   Type your message or @path/to/file', ' workspace (/directory)']
const TRUST = ['│ Do you trust the files in this folder? │', '│ ● 1. Trust folder (work) │']
const filled = (text: string) => [` > ${text}`, ' workspace (/directory)']

describe.concurrent('an answer by key', () => {
  const allow = { verdict: 'allow' as const }

  test('waits until its dialog is drawn', async () => {
    using it = await asking(['│ thinking │'])
    const { live, screen } = it
    screen.onLook = (looks) => {
      if (looks === 3) screen.rows = dialogFor('touch made.txt')
    }
    expect(await keysFor(live, gemini, opened(live), allow)).toMatchObject({ keys: '1' })
    expect(screen.looks).toBe(3)
  })

  test.each([
    ['no dialog', EMPTY],
    ['the dialog of another command', dialogFor('touch made.txt; rm -rf x')],
    ['the trust dialog beside it', [...dialogFor('touch made.txt'), ...TRUST]],
    ['nothing', []],
  ])('is refused, and says where to give it, when the screen shows %s', async (_, rows) => {
    using it = await asking(rows)
    const { live, typed } = it
    await expect(keysFor(live, gemini, opened(live), allow)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('roost attach 0a1b2c3d'),
    })
    expect(typed).toEqual([])
  })

  test('of two requests goes only to the one whose dialog stands there', async () => {
    using it = await asking(dialogFor('touch made.txt'))
    const { live } = it
    const [one, two] = [opened(live), opened(live, 'touch other.txt', 'h2')]
    expect(await keysFor(live, gemini, one, allow)).toMatchObject({ keys: '1' })
    await expect(keysFor(live, gemini, two, allow)).rejects.toThrow('does not show just this one')
  })

  test('is refused while somebody is in the session', async () => {
    using it = await asking(dialogFor('touch made.txt'))
    const { live, screen } = it
    live.attached = 1
    await expect(keysFor(live, gemini, opened(live), allow)).rejects.toThrow('somebody is in session')
    expect(screen.looks).toBe(0)
  })

  test('is refused when somebody comes in while the screen is read', async () => {
    using it = await asking(dialogFor('touch made.txt'))
    const { live, screen } = it
    screen.onLook = () => void (live.attached = 1)
    await expect(keysFor(live, gemini, opened(live), allow)).rejects.toThrow('somebody is in session')
  })

  test('looks no further once the request is over', async () => {
    using it = await asking(EMPTY)
    const { live, screen } = it
    const open = opened(live)
    screen.onLook = () => void (live.open = [])
    await expect(keysFor(live, gemini, open, allow)).rejects.toMatchObject({ code: 'conflict' })
    expect(screen.looks).toBe(1)
  })

  const dialog = async (rows: string[]) => {
    const it = await asking(rows)
    const keyed = await keysFor(it.live, gemini, opened(it.live), allow)
    it.live.open = []
    return { ...it, keyed, [Symbol.dispose]: () => it[Symbol.dispose]() }
  }

  test.each([
    ['no dialog stands there any more', EMPTY],
    ['the dialog of another command stands there', dialogFor('touch other.txt')],
  ])('is given once %s', async (_, rows) => {
    using it = await dialog(dialogFor('touch made.txt'))
    it.screen.onTyped = () => void (it.screen.rows = ['│ half drawn │', '│ ● 1. Allow on │'])
    const looked = it.screen.looks
    it.screen.onLook = (looks) => {
      if (looks === looked + 3) it.screen.rows = rows
    }
    expect(await press(it.live, gemini, it.keyed)).toBe(true)
    expect(it.screen.looks).toBeGreaterThanOrEqual(looked + 4)
    expect(it.typed).toEqual(['keys 1'])
  })

  test('is given when the agent says that it went on, though the very same dialog stands there again', async () => {
    using it = await dialog(dialogFor('touch made.txt'))
    it.screen.onTyped = () => does(it.live, it.lives, 'working')
    expect(await press(it.live, gemini, it.keyed)).toBe(true)
  })

  test.each([
    ['the dialog stands as before', dialogFor('touch made.txt')],
    ['nothing can be told from the screen', []],
  ])('is not given, and pressed but once, when %s', async (_, rows) => {
    using it = await dialog(dialogFor('touch made.txt'))
    it.screen.onTyped = () => void (it.screen.rows = rows)
    expect(await press(it.live, gemini, it.keyed)).toBe(false)
    expect(it.typed).toEqual(['keys 1'])
  })

  test('that says no has its reason typed once the agent has left its turn', async () => {
    using it = await asking(EMPTY)
    const { live, lives, screen, desk, typed } = it
    screen.onTyped = (what) => {
      if (what.startsWith('type')) screen.rows = filled('use staging')
      else does(live, lives, 'working')
    }
    const given = giveReason(desk, live, 'use staging', 'test')
    expect(typed).toEqual([])
    does(live, lives, 'idle')
    expect(await given).toBeUndefined()
    expect(typed).toEqual(['type use staging', 'keys \r'])
  })
})

describe.concurrent('a line that is typed', () => {
  const idle = { kind: 'idle' as const }

  test('gets its Enter once it stands in the input', async () => {
    using it = await asking(EMPTY, idle)
    const { live, lives, screen, desk, typed } = it
    screen.onTyped = (what) => {
      if (what === 'type hello') screen.rows = filled('hello')
      else does(live, lives, 'working')
    }
    expect(await sendText(desk, live, 'hello', 'test')).toMatchObject({ outcome: 'submitted' })
    expect(typed).toEqual(['type hello', 'keys \r'])
  })

  test.each([
    ['a dialog', [...EMPTY.map((row) => row.replace('Type your message or @path/to/file', 'go')), ...TRUST]],
    ['the input in shell mode', [' !   Type your shell command', ' workspace (/directory)']],
    ['words that somebody left there', filled('rm -rf ')],
    ['nothing', []],
  ])('is not typed at all into %s', async (_, rows) => {
    using it = await asking(rows, idle)
    const { live, desk, typed } = it
    expect(await sendText(desk, live, 'hello', 'test')).toMatchObject({
      outcome: 'failed',
      says: expect.stringContaining('its input is not free'),
    })
    expect(typed).toEqual([])
  })

  test.each([
    ['before the line shows', 'type hello', TRUST],
    ['while its command asks', 'type hello', dialogFor('touch made.txt')],
  ])('gets no Enter, and is not typed again, when a dialog comes up %s', async (_, at, rows) => {
    using it = await asking(EMPTY, idle)
    const { live, screen, desk, typed } = it
    screen.onTyped = (what) => {
      if (what === at) screen.rows = rows
    }
    expect(await sendText(desk, live, 'hello', 'test')).toMatchObject({
      outcome: 'failed',
      says: expect.stringContaining('it got no Enter'),
    })
    expect(typed).toEqual(['type hello'])
  })

  test('gets no Enter when a dialog comes up between the line and its Enter', async () => {
    using it = await asking(EMPTY, idle)
    const { live, screen, desk, typed } = it
    let shown = 0
    screen.onTyped = () => void (screen.rows = filled('hello'))
    screen.onLook = () => {
      if (typed.length > 0 && ++shown === 2) screen.rows = TRUST
    }
    expect(await sendText(desk, live, 'hello', 'test')).toMatchObject({ outcome: 'failed' })
    expect(typed).toEqual(['type hello'])
  })

  test('is typed again while the agent still loses it at its start', async () => {
    using it = await asking(EMPTY, idle)
    const { live, lives, screen, desk, typed } = it
    screen.onTyped = () => {
      if (typed.length === 2) screen.rows = filled('hello')
      if (typed.length === 3) does(live, lives, 'working')
    }
    expect(await sendText(desk, live, 'hello', 'test')).toMatchObject({ outcome: 'submitted' })
    expect(typed).toEqual(['type hello', 'type hello', 'keys \r'])
  })
})
