import { describe, expect, test } from 'vitest'
import { ARM_MS } from '../../src/ui/model/arming.ts'
import { CLOSED_MS } from '../../src/ui/model/card.ts'
import { TWICE_MS } from '../../src/ui/model/ask.ts'
import { contextOf } from '../../src/ui/keycontext.ts'
import { Hand, morning, plan, question, request, risky } from './world.ts'

const open = (r = request(), cols = 80, rows = 24) => new Hand(cols, rows).join(morning(), [r]).press('i')
const answers = (hand: Hand) => hand.done().filter((e) => e.do === 'answer')
const allow = { do: 'answer', id: 'a1b2c3', inputHash: 'f00d', answer: { verdict: 'allow' } }

describe('i on one that waits, but has not said for what', () => {
  const unsaid = () => {
    const sessions = morning().map((s) => ({ ...s, requests: [] }))
    return new Hand(80, 24).join(sessions, [])
  }
  const { session } = request()

  test('opens the request as it comes', () => {
    const hand = unsaid().press('i')
    hand
      .wait(300)
      .event({ type: 'opened', request: request({ session: hand.state.selected ?? session }), at: hand.now })
    expect(contextOf(hand.state)).toBe('permission')
    hand.press('y')
    expect(answers(hand)).toEqual([])
    hand.wait(ARM_MS).press('y')
    expect(answers(hand)).toEqual([allow])
  })

  test.each([
    ['another key was pressed meanwhile', (hand: Hand) => hand.press('j')],
    ['it comes late', (hand: Hand) => hand.wait(60_000)],
  ])('opens nothing when %s', (_why, meanwhile) => {
    const hand = unsaid().press('i')
    const waiting = hand.state.selected ?? session
    meanwhile(hand)
    hand.event({ type: 'opened', request: request({ session: waiting }), at: hand.now })
    expect(hand.state.screen.at).toBe('list')
  })
})

describe('a card counts no answer before it has stood for a while', () => {
  test.each(['y', 'n', 'a', 'e'])('%s too early does nothing', (key) => {
    const hand = open()
    hand.wait(ARM_MS - 1).chunk(key)
    expect(answers(hand)).toEqual([])
    expect(contextOf(hand.state)).toBe('permission')
  })

  test('y in time allows, bound to the input that was shown', () => {
    const hand = open()
    hand.wait(ARM_MS).chunk('y')
    expect(answers(hand)).toEqual([allow])
  })

  test('time does not run while the card is not painted', () => {
    const hand = new Hand(80, 24).join(morning(), [request()])
    hand.event({ type: 'key', key: 'i', chunk: 90, at: hand.now })
    hand.event({ type: 'key', key: 'y', chunk: 91, at: hand.now + 10_000 })
    expect(answers(hand)).toEqual([])
  })

  test('keys typed in one go with the one that opened it are dropped', () => {
    const hand = new Hand(80, 24).join(morning(), [request()])
    hand.wait(ARM_MS).chunk('i', 'y', 'y', 'n', 'x')
    expect(contextOf(hand.state)).toBe('permission')
    expect(answers(hand)).toEqual([])
  })

  test('the next card must be read, too: yy in one chunk answers one request', () => {
    const second = request({ id: 'second' })
    const hand = new Hand(80, 24).join(morning(), [request(), second]).press('i')
    hand.wait(ARM_MS).chunk('y', 'y')
    hand.event({ type: 'answered', request: 'a1b2c3', says: 'allowed', at: hand.now }).paint()
    hand.chunk('y')
    expect(answers(hand)).toEqual([allow])
    hand.wait(ARM_MS).chunk('y')
    expect(answers(hand)).toMatchObject([{ id: 'second' }])
  })

  test('an edited command is a new card', () => {
    const hand = open().press('e').type('x').press('enter')
    hand.chunk('y')
    expect(answers(hand)).toEqual([])
    hand.wait(ARM_MS).chunk('y')
    expect(answers(hand)).toMatchObject([
      { answer: { verdict: 'allow', input: { command: 'npm testx', description: 'Run the tests' } } },
    ])
  })
})

test.each([
  ['permission', request()],
  ['high risk', risky],
  ['plan', plan],
])('Enter and Space never approve: %s', (_, r) => {
  const hand = open(r)
  hand.press('enter', 'enter', 'space', 'space', 'right', 'tab')
  expect(answers(hand)).toEqual([])
})

test('Enter does not confirm a rule', () => {
  const hand = open().press('a', 'enter')
  expect(answers(hand)).toEqual([])
  hand.press('y')
  expect(answers(hand)).toMatchObject([{ answer: { verdict: 'always' } }])
})

describe('the rule can be changed before it is written', () => {
  const own = request({ always: { rule: 'Bash(npm test)', where: 'config.json', by: 'roost' } })
  const editing = () => open(own).wait(ARM_MS).press('a').wait(ARM_MS).press('e')

  test('only what the daemon would write comes back to be written', () => {
    const hand = editing().press('ctrl+u').type('Bash(npm *)').press('enter')
    expect(hand.done()).toEqual([{ do: 'vet-rule', id: 'a1b2c3', rule: 'Bash(npm *)' }])
    hand.press('enter')
    expect(hand.done()).toEqual([])
    hand.event({ type: 'rule-vetted', request: 'a1b2c3', rule: 'Bash(npm *)' }).wait(ARM_MS).press('y')
    expect(answers(hand)).toEqual([{ ...allow, answer: { verdict: 'always', rule: 'Bash(npm *)' } }])
  })

  test('a refusal stands below the text until it is changed', () => {
    const hand = editing().press('ctrl+u').type('Bash').press('enter')
    hand.event({ type: 'rule-vetted', request: 'a1b2c3', rule: 'Bash', refusal: 'too much' })
    expect(hand.state.screen).toMatchObject({ step: { is: 'rule-edit', problem: 'too much' } })
    expect(hand.type('(').state.screen).not.toHaveProperty('step.problem')
  })

  test('a word on a text that is not there any more says nothing', () => {
    const hand = editing().press('ctrl+u').type('Bash(npm *)').press('enter').press('backspace')
    hand.event({ type: 'rule-vetted', request: 'a1b2c3', rule: 'Bash(npm *)' })
    expect(hand.state.screen).toMatchObject({ step: { is: 'rule-edit', checking: false } })
  })

  test('Esc leaves the rule as it was, and an unchanged one is asked about no more', () => {
    const hand = editing().type('x').press('esc')
    expect(hand.state.screen).toMatchObject({ step: { is: 'rule' } })
    hand.press('e').press('enter')
    expect(hand.done()).toEqual([])
    expect(hand.state.screen).toMatchObject({ step: { is: 'rule' } })
  })

  test('a rule of the agent’s own is the agent’s', () => {
    const hand = open().wait(ARM_MS).press('a').wait(ARM_MS).press('e')
    expect(hand.state.screen).toMatchObject({ step: { is: 'rule' } })
    expect(hand.state.notice?.text).toContain('The agent writes this rule itself')
  })
})

test('without a rule to write, a says so', () => {
  const { always: _none, ...bare } = request()
  const hand = open(bare).press('a')
  expect(hand.state.notice?.text).toBe('The agent offers no rule to write for this.')
})

test('a paste types nothing on a card', () => {
  const hand = open()
  hand.wait(ARM_MS).event({ type: 'paste', text: 'yyy\r', at: hand.now })
  expect(answers(hand)).toEqual([])
})

describe('high risk wants y twice', () => {
  const twice = (gap: number, inOneChunk: boolean) => {
    const hand = open(risky)
    hand.wait(ARM_MS)
    if (inOneChunk) return hand.chunk('y', 'y')
    hand.chunk('y').wait(gap)
    return hand.chunk('y')
  }

  test('once is not enough', () => {
    expect(answers(open(risky).press('y'))).toEqual([])
  })
  test('two in one chunk are one', () => {
    expect(answers(twice(0, true))).toEqual([])
  })
  test('too soon after another does not count', () => {
    expect(answers(twice(TWICE_MS - 1, false))).toEqual([])
  })
  test('two presses with a pause allow', () => {
    expect(answers(twice(TWICE_MS, false))).toMatchObject([{ id: 'bad001', answer: { verdict: 'allow' } }])
  })
  test('a key held down never gets through', () => {
    const hand = open(risky)
    hand.wait(ARM_MS)
    for (let i = 0; i < 100; i++) hand.wait(30).chunk('y')
    expect(answers(hand)).toEqual([])
  })
  test('what is below the edge must have been seen', () => {
    const long = request({ ...risky, input: { command: `${'echo ok\n'.repeat(60)}rm -rf ~` } })
    const hand = open(long, 45, 18)
    hand.press('y').wait(TWICE_MS).press('y')
    expect(answers(hand)).toEqual([])
    expect(hand.state.notice?.text).toContain('more to read')
    hand.press('space', 'space', 'space', 'space', 'space', 'space', 'space', 'space')
    hand.press('y').wait(TWICE_MS).press('y')
    expect(answers(hand)).toMatchObject([{ answer: { verdict: 'allow' } }])
  })
})

describe('a request that somebody else answers', () => {
  const closed = { id: 'a1b2c3', session: '7c5daaaa', by: 'person', says: 'Allowed by view 412' } as const

  test('says who, and takes no answer any more', () => {
    const hand = open()
    hand.event({ type: 'closed', closed, at: hand.now }).paint()
    expect(hand.state.screen).toMatchObject({ step: { is: 'closed', says: 'Allowed by view 412' } })
    hand.press('y', 'a', 'e')
    expect(answers(hand)).toEqual([])
  })

  test('goes away by itself', () => {
    const hand = open()
    hand.event({ type: 'closed', closed, at: hand.now }).paint().wait(CLOSED_MS)
    expect(hand.state.screen).toEqual({ at: 'list' })
  })

  test('a key on its way to the card does not act on what comes after', () => {
    const hand = open()
    hand.event({ type: 'closed', closed, at: hand.now }).paint().wait(CLOSED_MS)
    hand.wait(ARM_MS - 1).chunk('x')
    expect(hand.state.screen).toEqual({ at: 'list' })
  })

  test('while the reason is being typed, nothing is denied', () => {
    const hand = open().press('n').type('no')
    hand.event({ type: 'closed', closed, at: hand.now }).paint()
    hand.press('enter')
    expect(answers(hand)).toEqual([])
  })
})

test('n asks why and Enter denies; Esc goes back', () => {
  const hand = open().press('n').type('use pnpm').press('enter')
  expect(answers(hand)).toMatchObject([{ answer: { verdict: 'deny', message: 'use pnpm' } }])
  const other = open().press('n', 'esc')
  expect(contextOf(other.state)).toBe('permission')
  expect(answers(other.press('n', 'enter'))).toMatchObject([{ answer: { verdict: 'deny' } }])
})

test('an answer that did not arrive leaves the request open', () => {
  const hand = open().press('y')
  hand.event({ type: 'lost', reason: 'gone', retryAt: hand.now + 1000 })
  expect(hand.state.screen).toEqual({ at: 'list' })
  expect(hand.state.requests).toHaveLength(1)
})

test('an answer refused is told in one line, which the next key takes away', () => {
  const hand = open().press('y')
  hand.event({ type: 'refused', doing: '', says: 'already answered' }).paint()
  expect(hand.state.notice).toEqual({ text: 'already answered', tone: 'failed' })
  expect(hand.press('j').state.notice).toBeUndefined()
})

describe('questions', () => {
  test('numbers, marks and own words make one answer', () => {
    const hand = open(question).press('2').press('space', 'j', 'j', 'space', 'enter')
    expect(answers(hand)).toMatchObject([
      {
        answer: {
          verdict: 'answers',
          answers: {
            'Which sign-in flow should I keep?': 'Device code only',
            'Which clients do I test?': 'iOS, Web',
          },
        },
      },
    ])
  })

  test('own words stand beside what is marked', () => {
    const hand = open(question).press('1').press('space', 'o').type('and KaiOS').press('enter')
    expect(answers(hand)).toMatchObject([
      { answer: { answers: { 'Which clients do I test?': 'iOS, and KaiOS' } } },
    ])
  })

  test('one goes back to the question before', () => {
    const hand = open(question).press('1', 'h', '3')
    expect(hand.state.screen).toMatchObject({
      step: { index: 1, answers: { 'Which sign-in flow should I keep?': 'Both, behind a flag' } },
    })
  })

  test('a number typed with the key that opened it does not answer', () => {
    const hand = new Hand(80, 24).join(morning(), [question])
    hand.wait(ARM_MS).chunk('i', '1')
    expect(hand.state.screen).toMatchObject({ step: { index: 0 } })
  })
})

test('a plan is accepted by y, or sent back with words', () => {
  expect(answers(open(plan).press('y'))).toMatchObject([{ answer: { verdict: 'allow' } }])
  expect(answers(open(plan).press('n').type('smaller').press('enter'))).toMatchObject([
    { answer: { verdict: 'deny', message: 'smaller' } },
  ])
})
