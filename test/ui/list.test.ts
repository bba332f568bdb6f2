import { describe, expect, test } from 'vitest'
import type { SessionView } from '../../src/protocol/session.ts'
import { ARM_MS } from '../../src/ui/model/arming.ts'
import { HOLD_MS, listLines } from '../../src/ui/model/rows.ts'
import { visible } from '../../src/ui/model/find.ts'
import { doingOf } from '../../src/ui/content/list.ts'
import { agents, conversations, Hand, MINUTE, morning, NOW, running, session } from './world.ts'

const list = (cols = 80, rows = 24) => new Hand(cols, rows).join()
const shown = (hand: Hand) => visible(hand.state).map((s) => s.id.slice(0, 4))

test('rows stand by what the person must do, pinned first', () => {
  expect(shown(list())).toEqual([
    '7c5d',
    '1111',
    '2222',
    '3333',
    '4444',
    '5555',
    '6666',
    '8888',
    '9999',
    'ffff',
  ])
})

describe('moving', () => {
  test.each([
    [['j'], '1111'],
    [['j', 'j', 'k'], '1111'],
    [['k'], '7c5d'],
    [['G'], 'ffff'],
    [['G', 'j'], 'ffff'],
    [['G', 'g'], '7c5d'],
    [['4'], '3333'],
    [['down', 'down'], '2222'],
  ])('%j leads to %s', (keys, id) => {
    expect(list().press(...keys).state.selected).toBe(`${id}aaaa`)
  })

  test('batched keys are all taken: jjj in one chunk moves three rows', () => {
    const hand = list()
    hand.wait(ARM_MS).chunk('j', 'j', 'j')
    expect(hand.state.selected).toBe('3333aaaa')
  })
})

const changed = (id: string, over: Partial<SessionView>): SessionView => {
  const found = morning().find((s) => s.id === id)
  if (!found) throw new Error(`no session ${id}`)
  return { ...found, ...over }
}

test('the selection stays on its session when rows move', () => {
  const hand = list().press('3')
  const needs = running({ kind: 'needs-input', need: 'question', since: NOW - 99_000_000 })
  hand.event({ type: 'session', session: changed('4444aaaa', { life: needs }), at: hand.now })
  hand.wait(HOLD_MS * 2)
  expect(hand.state.selected).toBe('2222aaaa')
  expect(shown(hand)[0]).toBe('7c5d') // pinned
  expect(shown(hand)[1]).toBe('4444') // waits longest
})

test('rows inside a group hold their place while the person moves, and settle after', () => {
  const hand = list()
  hand.wait(ARM_MS).chunk('j')
  hand.event({ type: 'session', session: changed('4444aaaa', { pinned: true, createdAt: 0 }), at: hand.now })
  expect(shown(hand).slice(2, 5)).toEqual(['2222', '3333', '4444'])
  hand.wait(HOLD_MS + 1)
  expect(shown(hand).slice(2, 5)).toEqual(['4444', '2222', '3333'])
})

test('a removed session gives the selection to the first row', () => {
  const hand = list().press('3').event({ type: 'removed', id: '2222aaaa', at: NOW })
  expect(hand.state.selected).toBe('7c5daaaa')
})

test('the selected row is always in view, with the heading of its group when it is the first', () => {
  for (const rows of [12, 15, 18, 24])
    for (const cols of [45, 80]) {
      const hand = list(cols, rows)
      for (let i = 0; i < 12; i++) {
        const lines = listLines(hand.state)
        const at = lines.findIndex((l) => l.is === 'row' && l.session.id === hand.state.selected)
        expect(at).toBeGreaterThanOrEqual(hand.state.top)
        expect(at).toBeLessThan(hand.state.top + rows - 2)
        hand.press('j')
      }
    }
})

describe('filter', () => {
  test('works while it is typed and stays after Enter', () => {
    const hand = list().press('/').type('cli').press('enter')
    expect(shown(hand)).toEqual(['2222', '4444'])
    expect(hand.press('esc').state.filter).toBe('')
  })
  test('typed in one go with its key, nothing is lost', () => {
    const hand = list()
    hand.wait(ARM_MS).chunk('/', 'c', 'l', 'i')
    expect(shown(hand)).toEqual(['2222', '4444'])
  })
  test('Esc drops it', () => {
    expect(list().press('/').type('zzz').press('esc').state.filter).toBe('')
  })
})

describe('what keys ask for', () => {
  test.each([
    [['enter'], [{ do: 'attach', id: '7c5daaaa' }]],
    [['t'], [{ do: 'pin', id: '7c5daaaa', pinned: false }]],
    [['ctrl+t'], [{ do: 'pin', id: '7c5daaaa', pinned: false }]],
    [['x', 'y'], [{ do: 'stop', id: '7c5daaaa' }]],
    [['x', 'n'], []],
    [['x', 'x'], []],
    [['G', 'x', 'y'], [{ do: 'many', deed: 'remove', ids: ['ffffaaaa'], whom: '“nightly link check”' }]],
    [['u'], [{ do: 'undo', ids: [] }]],
    [['r', 'ctrl+u', 'a', 'enter'], [{ do: 'rename', id: '7c5daaaa', name: 'a' }]],
    [['m', 'g', 'o', 'enter'], [{ do: 'send', id: '7c5daaaa', text: 'go' }]],
    [['m', 'enter'], []],
    [['space', 'm', 'g', 'o', 'enter'], [{ do: 'send', id: '7c5daaaa', text: 'go' }]],
    [['d'], []],
    [['ctrl+l'], [{ do: 'repaint' }]],
    [['ctrl+z'], [{ do: 'suspend' }]],
    [['q'], [{ do: 'quit' }]],
  ])('%j', (keys, effects) => {
    expect(
      list()
        .press(...keys)
        .done(),
    ).toEqual(effects)
  })
})

test('a stop typed blindly is not confirmed by what is typed with it', () => {
  const hand = list()
  hand.wait(ARM_MS).chunk('x', 'y')
  expect(hand.done()).toEqual([])
})

test('while a session has the terminal no key counts here', () => {
  const hand = list().press('enter')
  hand.done()
  expect(hand.press('j', 'x', 'y', 'q').done()).toEqual([])
})

test('coming back because the session ended, keys meant for it are not taken', () => {
  const hand = list().press('enter')
  hand.done()
  hand.event({ type: 'back', says: 'it ended', failed: false }).paint()
  hand.wait(ARM_MS - 1).chunk('q')
  expect(hand.done()).toEqual([])
  expect(hand.state.notice?.text).toBe('it ended')
  expect(hand.press('q').done()).toEqual([{ do: 'quit' }])
})

test('coming back by the detach key, the list is there at once', () => {
  const hand = list().press('enter')
  hand.done()
  hand.event({ type: 'back', failed: false }).paint()
  expect(hand.chunk('q').done()).toEqual([{ do: 'quit' }])
})

describe('the daemon goes', () => {
  test('what was known stays, and coming back lists anew', () => {
    const hand = list().event({ type: 'lost', reason: 'killed', retryAt: NOW + 500 })
    expect(hand.state.link).toEqual({ is: 'down', reason: 'killed', retryAt: NOW + 500 })
    expect(shown(hand)).toHaveLength(10)
    hand.join(morning().slice(0, 2), [])
    expect(shown(hand)).toEqual(['7c5d', '1111'])
    expect(hand.state.link).toEqual({ is: 'up' })
  })
  test('a request answered meanwhile says so', () => {
    const hand = list().press('i')
    const id = hand.state.screen.at === 'ask' ? hand.state.screen.request.id : ''
    hand.event({ type: 'lost', reason: 'killed', retryAt: NOW }).join(morning(), [])
    expect(hand.state.screen).toMatchObject({ request: { id }, step: { is: 'closed' } })
  })
})

describe('a new session', () => {
  const form = () => list().press('n').event({ type: 'agents', agents })

  test('is for a coding agent, also beside a plain command or the demo', () => {
    const all = [...agents, { name: 'demo', found: true, path: '/x/node' }, { name: 'command', found: true }]
    for (const agent of ['demo', 'command']) {
      const sessions = morning().map((s) => ({ ...s, agent }))
      const hand = new Hand(80, 24).join(sessions, []).press('n').event({ type: 'agents', agents: all })
      hand.type('fix it').press('enter')
      expect(hand.done().at(-1)).toMatchObject({ do: 'start', params: { agent: 'claude' } })
    }
  })

  test('is started with what the form says', () => {
    const hand = form()
      .type('fix it')
      .press('tab', 'space', 'tab', 'tab', 'space', 'tab')
      .type('fixer')
      .press('tab', 'space', 'enter')
    expect(hand.done()).toEqual([
      { do: 'agents' },
      { do: 'conversations' },
      {
        do: 'start',
        params: {
          agent: 'codex',
          cwd: '/home/mo/src/shop',
          args: [],
          pinned: true,
          worktree: { branch: '' },
          cols: 80,
          rows: 24,
          name: 'fixer',
          prompt: 'fix it',
        },
      },
    ])
    hand.event({
      type: 'session',
      session: session({ id: 'beefaaaa', life: running({ kind: 'idle', since: NOW }) }),
      at: NOW,
    })
    hand.event({ type: 'started', id: 'beefaaaa', at: NOW })
    expect(hand.state).toMatchObject({ screen: { at: 'list' }, selected: 'beefaaaa' })
  })

  test('of an agent that is not there says how to install it', () => {
    const hand = form().press('tab', 'g', 'enter')
    expect(hand.state.screen).toMatchObject({
      problem: 'gemini is not installed: npm install -g @google/gemini-cli',
    })
  })

  test('that failed keeps the form', () => {
    const hand = form().type('go').press('enter')
    hand.event({ type: 'refused', doing: '', says: 'no such folder' })
    expect(hand.state.screen).toMatchObject({ at: 'new', busy: false, problem: 'no such folder' })
  })

  test('a paste of several lines goes into the prompt as it is', () => {
    const hand = form().event({ type: 'paste', text: 'one\r\ntwo\u001b[31m', at: NOW + 10_000 })
    expect(hand.state.screen).toMatchObject({ prompt: { text: 'one\ntwo' } })
  })
})

describe('an earlier conversation', () => {
  const form = () => {
    const hand = list()
      .press('n')
      .event({ type: 'agents', agents })
      .event({ type: 'conversations', conversations })
    hand.done()
    return hand
  }
  const letters = (text: string) => text.split('')
  const id = (n: number) => `${n}0000000-0000-4000-8000-000000000000`
  const adopt = (resumeId: string, agent = 'claude') => ({
    do: 'adopt',
    params: { agent, resumeId, pinned: false, cols: 80, rows: 24 },
  })

  test.each([
    ['the newest', ['ctrl+o'], id(1), 'claude'],
    ['one reached without Ctrl', ['tab', 'tab', 'tab', 'tab', 'tab', 'tab', 'enter', 'tab'], id(2), 'codex'],
    ['the last, going round', ['ctrl+o', 'up'], id(20), 'claude'],
    [
      'one found by title and folder',
      ['ctrl+o', ...letters('row'), 'space', ...letters('north')],
      id(3),
      'claude',
    ],
    [
      'one found by a number, whatever ids have it',
      ['ctrl+o', ...letters('ticket'), 'space', '8'],
      id(8),
      'claude',
    ],
    ['one found by its id', ['ctrl+o', ...letters('40000')], id(4), 'claude'],
    [
      'the first of those found, whatever was chosen before',
      ['ctrl+o', 'tab', ...letters('ticket')],
      id(5),
      'claude',
    ],
    ['the last, by the screen', ['ctrl+o', 'pagedown', 'pagedown', 'pagedown'], id(20), 'claude'],
  ])('%s is gone on with', (_what, keys, resumeId, agent) => {
    expect(
      form()
        .press(...keys, 'enter')
        .done(),
    ).toEqual([adopt(resumeId, agent)])
  })

  test('gets the name and the pin of the form, and is selected on the list', () => {
    const hand = form()
      .press('tab', 'tab', 'tab', 'tab')
      .type('old one')
      .press('tab', 'space', 'tab', 'enter', 'enter')
    expect(hand.done()).toEqual([
      {
        do: 'adopt',
        params: { agent: 'claude', resumeId: id(1), name: 'old one', pinned: true, cols: 80, rows: 24 },
      },
    ])
    hand.event({
      type: 'session',
      session: session({ id: 'beefaaaa', life: running({ kind: 'idle', since: NOW }) }),
      at: NOW,
    })
    hand.event({ type: 'started', id: 'beefaaaa', at: NOW })
    expect(hand.state).toMatchObject({ screen: { at: 'list' }, selected: 'beefaaaa' })
  })

  test('that is live elsewhere is refused with the reason, and another may be chosen', () => {
    const hand = form().press('ctrl+o', 'enter')
    hand.event({ type: 'refused', doing: '', says: 'this conversation is live in a terminal (pid 4711)' })
    expect(hand.state.screen).toMatchObject({
      busy: false,
      problem: 'this conversation is live in a terminal (pid 4711)',
    })
    hand.done()
    expect(hand.press('tab', 'enter').done()).toEqual([adopt(id(2), 'codex')])
    expect(hand.state.screen).not.toHaveProperty('problem')
  })

  test('is asked for once: keys while it starts do nothing', () => {
    expect(form().press('ctrl+o', 'enter', 'tab', 'x', 'enter').done()).toEqual([adopt(id(1))])
  })

  test('that nothing fits starts nothing, and Esc leads back to the form as it was', () => {
    const hand = form().press('ctrl+o').type('no such thing').press('enter', 'tab', 'enter', 'esc')
    expect(hand.done()).toEqual([])
    expect(hand.state.screen).toMatchObject({ at: 'new', field: 'prompt', prompt: { text: '' } })
    expect(hand.state.screen).not.toHaveProperty('picking')
  })

  test('is no choice beside a prompt, which it would lose', () => {
    const hand = form().type('fix it').press('ctrl+o')
    expect(hand.state.screen).not.toHaveProperty('picking')
    hand.press('backtab')
    expect(hand.state.screen).toMatchObject({ field: 'pin' })
  })

  test('is looked for again when the daemon is back', () => {
    const hand = form().event({ type: 'lost', reason: 'killed', retryAt: NOW })
    hand.join()
    expect(hand.done()).toEqual([{ do: 'agents' }, { do: 'conversations' }])
  })

  test('pasted words go into the filter', () => {
    const hand = form()
      .press('ctrl+o')
      .event({ type: 'paste', text: 'ticket\n7', at: NOW + 10_000 })
    expect(hand.press('enter').done()).toEqual([adopt(id(7))])
  })
})

test('an empty list asks which agents there are, and d starts the demo', () => {
  const hand = new Hand(80, 24).join([], [])
  expect(hand.done()).toEqual([{ do: 'agents' }])
  expect(hand.press('d').done()).toEqual([{ do: 'demo' }])
})

test('p takes an agent its autonomy away, and p again gives it back', () => {
  const hand = list().press('3', 'p')
  expect(hand.effects).toContainEqual({ do: 'pause', id: '2222aaaa', paused: true })
  hand.event({ type: 'session', session: changed('2222aaaa', { paused: true }), at: hand.now })
  hand.press('p')
  expect(hand.effects.at(-1)).toEqual({ do: 'pause', id: '2222aaaa', paused: false })
})

test('a row tells what is about to happen, and what is unusual', () => {
  const idle = running({ kind: 'idle', what: 'done', since: NOW })
  const about = (over: Partial<SessionView>) => doingOf(session({ life: idle, ...over }), NOW)
  expect([
    about({}),
    about({ stopsAt: NOW + 22 * MINUTE }),
    about({ stopsAt: NOW + 50 * MINUTE }),
    about({ paused: true }),
    about({ unusual: 'the first time it talks to x.example' }),
    about({ restartsAt: NOW + 8000, life: { status: 'exited', since: NOW, code: 1 } }),
    about({ updateReady: true }),
    about({ updateReady: true, rolls: true }),
    about({ rolls: true, life: running({ kind: 'working', what: 'Bash: make', since: NOW }) }),
    about({ updateReady: true, life: running({ kind: 'working', what: 'Bash: make', since: NOW }) }),
  ]).toEqual([
    'done',
    'done · stops in 22 min',
    'done',
    'paused · done',
    'the first time it talks to x.example · done',
    'exit 1 · starts again in 8 s',
    'update ready · done',
    'restarts when idle · done',
    'restarts when idle · Bash: make',
    'Bash: make · update ready',
  ])
})
