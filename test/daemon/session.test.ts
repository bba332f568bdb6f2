import { expect, test } from 'vitest'
import { nextSession, trusted, type Happening } from '../../src/daemon/session.ts'
import { SIGNALS_KEPT, type Activity, type Life, type Session } from '../../src/protocol/session.ts'

const host = { pid: 10, start: '1', boot: 'b' }
const session = (life: Life): Session => ({
  id: '0badcafe',
  agent: 'claude',
  name: '',
  title: '',
  cwd: '/src',
  pinned: false,
  createdAt: 1,
  args: [],
  prompt: '',
  generation: 2,
  life,
  signals: [],
})
const running = (activity: Activity): Life => ({ status: 'running', since: 1, host, agentPid: 11, activity })
const idle = running({ kind: 'idle', since: 5 })
const stopping = (why: 'user' | 'evict' | 'respawn'): Life => ({
  status: 'stopping',
  since: 6,
  why,
  host,
  agentPid: 11,
})

test.each<[string, Life, Happening, Life]>([
  [
    'a launch',
    { status: 'starting', since: 1 },
    { type: 'launched', host, agentPid: 11 },
    { ...idle, since: 9, activity: { kind: 'unknown', what: 'starting up', since: 9 } } as Life,
  ],
  [
    'a launch that fails',
    { status: 'starting', since: 1 },
    { type: 'launch-failed', why: 'no' },
    { status: 'failed', since: 9, why: 'no' },
  ],
  ['a stop', idle, { type: 'stopping', why: 'evict' }, { ...stopping('evict'), since: 9 }],
  [
    'a person stopping what is being evicted',
    stopping('evict'),
    { type: 'stopping', why: 'user' },
    stopping('user'),
  ],
  ['eviction of what a person stops', stopping('user'), { type: 'stopping', why: 'evict' }, stopping('user')],
  [
    'the end after a stop',
    stopping('user'),
    { type: 'ended', exit: { code: 143, at: 8, generation: 2 } },
    { status: 'stopped', since: 8, why: 'user' },
  ],
  [
    'an end unasked',
    idle,
    { type: 'ended', exit: { code: 1, at: 8, generation: 2 } },
    { status: 'exited', since: 8, code: 1 },
  ],
  [
    'an end by a signal',
    idle,
    { type: 'ended', exit: { code: 137, signal: 'SIGKILL', at: 8, generation: 2 } },
    { status: 'exited', since: 8, code: 137, signal: 'SIGKILL' },
  ],
  ['the late word of an older host', idle, { type: 'ended', exit: { code: 1, at: 8, generation: 1 } }, idle],
  [
    'a host that vanished',
    idle,
    { type: 'host-gone', why: 'gone' },
    { status: 'lost', since: 9, why: 'gone' },
  ],
  [
    'a host that vanished while being stopped',
    stopping('user'),
    { type: 'host-gone', why: 'gone' },
    { status: 'stopped', since: 9, why: 'user' },
  ],
  ['a restart of the machine', idle, { type: 'rebooted' }, { status: 'failed', since: 9, why: 'reboot' }],
  [
    'a restart of the machine while being stopped',
    stopping('user'),
    { type: 'rebooted' },
    { status: 'stopped', since: 9, why: 'user' },
  ],
  [
    'a signal after the end',
    { status: 'exited', since: 2, code: 0 },
    { type: 'answered', says: 'x' },
    { status: 'exited', since: 2, code: 0 },
  ],
])('%s', (_name, before, happening, after) => {
  expect(nextSession(session(before), happening, 9).life).toEqual(after)
})

const activity = (
  activity: Extract<Happening, { type: 'learned' }>['learned'] & { type: 'activity' },
): Happening => ({ type: 'learned', learned: activity })

test('an activity that goes on keeps its age and changes its words', () => {
  const work = (what: string) =>
    activity({ type: 'activity', source: 'hook', says: what, activity: { kind: 'working', what } })
  const first = nextSession(session(idle), work('Bash: ls'), 10)
  const second = nextSession(first, work('Edit a.ts'), 20)
  expect(second.life).toMatchObject({ activity: { kind: 'working', what: 'Edit a.ts', since: 10 } })
  expect(second.signals.map(({ says }) => says)).toEqual(['Bash: ls', 'Edit a.ts'])
})

test('a new need is a new state even though it still needs somebody', () => {
  const need = (need: 'permission' | 'question') =>
    activity({ type: 'activity', source: 'hook', says: need, activity: { kind: 'needs-input', need } })
  const first = nextSession(session(idle), need('permission'), 10)
  expect(nextSession(first, need('question'), 20).life).toMatchObject({
    activity: { need: 'question', since: 20 },
  })
})

test('a new conversation drops the old transcript', () => {
  const before = { ...session(idle), resumeId: 'a', transcript: '/a.jsonl' }
  const after = nextSession(
    before,
    { type: 'learned', learned: { type: 'conversation', source: 'hook', says: 'x', resumeId: 'b' } },
    9,
  )
  expect([after.resumeId, after.transcript]).toEqual(['b', undefined])
})

test('the chain of signals stays bounded', () => {
  let s = session(idle)
  for (let i = 0; i < 100; i++)
    s = nextSession(
      s,
      activity({
        type: 'activity',
        source: 'hook',
        says: `step ${i}`,
        activity: { kind: 'working', what: `${i}` },
      }),
      i,
    )
  expect(s.signals).toHaveLength(SIGNALS_KEPT)
  expect(s.signals.at(-1)?.says).toBe('step 99')
})

test('a guess is heard only while no signal has spoken', () => {
  expect([
    trusted('output', undefined),
    trusted('output', 'output'),
    trusted('title', 'output'),
    trusted('output', 'title'),
    trusted('title', 'hook'),
    trusted('registry', 'osc'),
  ]).toEqual([true, true, true, false, false, true])
})
