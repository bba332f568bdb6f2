import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseForMemory, chooseIdle, type Candidate } from '../../src/daemon/evict.ts'
import { pressureOf, type MemorySample } from '../../src/daemon/memory.ts'
import type { Activity, Life } from '../../src/protocol/session.ts'

const host = { pid: 1, start: '1', boot: 'b' }
const running = (activity: Activity): Life => ({ status: 'running', since: 0, host, agentPid: 2, activity })
const idle = running({ kind: 'idle', since: 0 })

function candidate(
  id: string,
  change: { life?: Life; pinned?: boolean; resumeId?: string | undefined } & Partial<
    Omit<Candidate, 'session'>
  > = {},
): Candidate {
  const { life = idle, pinned = false, resumeId = 'r', ...rest } = change
  const session = {
    id,
    agent: 'claude',
    name: '',
    title: '',
    cwd: '/',
    pinned,
    createdAt: 0,
    args: [],
    prompt: '',
    generation: 1,
    life,
    signals: [],
  }
  return {
    session: 'resumeId' in change && change.resumeId === undefined ? session : { ...session, resumeId },
    attached: 0,
    requests: 0,
    quietMs: 3_600_000,
    ...rest,
  }
}

test.each<[string, Candidate, boolean]>([
  ['idle for an hour', candidate('a'), true],
  ['idle for less', candidate('a', { quietMs: 3_599_999 }), false],
  ['pinned', candidate('a', { pinned: true }), false],
  ['attached', candidate('a', { attached: 1 }), false],
  ['asking', candidate('a', { requests: 1 }), false],
  ['working', candidate('a', { life: running({ kind: 'working', since: 0 }) }), false],
  [
    'waiting for the person',
    candidate('a', { life: running({ kind: 'needs-input', need: 'trust', since: 0 }) }),
    false,
  ],
  ['unknown', candidate('a', { life: running({ kind: 'unknown', what: '', since: 0 }) }), false],
  ['a program without a conversation', candidate('a', { resumeId: undefined }), false],
  ['stopped', candidate('a', { life: { status: 'stopped', since: 0, why: 'user' } }), false],
])('after an hour, %s', (_name, one, stopped) => {
  expect(chooseIdle([one], 3_600_000).map(({ id }) => id)).toEqual(stopped ? ['a'] : [])
})

test('idle stop can be switched off', () => {
  expect(chooseIdle([candidate('a')], 0)).toEqual([])
})

test('for want of memory the largest idle unpinned one goes first, a pinned one only when nothing else is left and it is critical', () => {
  const all = [
    candidate('small', { memory: 1 }),
    candidate('pinned', { pinned: true, memory: 9 }),
    candidate('large', { memory: 5 }),
  ]
  expect(chooseForMemory(all, 'low')).toBeUndefined()
  expect(chooseForMemory(all, 'high')?.id).toBe('large')
  expect(chooseForMemory(all, 'critical')?.id).toBe('large')
  const pinned = all.filter(({ session }) => session.pinned)
  expect(chooseForMemory(pinned, 'high')).toBeUndefined()
  expect(chooseForMemory(pinned, 'critical')?.id).toBe('pinned')
})

test('nothing that works, waits or is looked at is ever chosen', () => {
  const lives = fc.constantFrom<Life>(
    idle,
    running({ kind: 'working', since: 0 }),
    running({ kind: 'needs-input', need: 'permission', since: 0 }),
    { status: 'exited', since: 0, code: 0 },
  )
  const any = fc.record({
    life: lives,
    pinned: fc.boolean(),
    attached: fc.nat(1),
    requests: fc.nat(1),
    quietMs: fc.nat(9_000_000),
    memory: fc.nat(),
  })
  fc.assert(
    fc.property(fc.array(any), fc.constantFrom('none', 'low', 'high', 'critical'), (shapes, pressure) => {
      const all = shapes.map((shape, i) => candidate(`${i}`, shape))
      const chosen = [
        ...chooseIdle(all, 3_600_000),
        ...[chooseForMemory(all, pressure)].filter((e) => e !== undefined),
      ]
      for (const { id } of chosen) {
        const one = all[Number(id)]
        expect(one).toMatchObject({ attached: 0, requests: 0, session: { life: idle } })
      }
    }),
  )
})

const sample = (at: number, available: number, someUs = 0, fullUs = 0): MemorySample => ({
  at,
  available,
  someUs,
  fullUs,
})
test.each<[string, MemorySample[], 'none' | 'low' | 'high' | 'critical', string]>([
  ['plenty', [sample(0, 0.5)], 'none', 'none'],
  ['14 %', [sample(0, 0.14)], 'none', 'low'],
  ['9 %', [sample(0, 0.09)], 'none', 'high'],
  ['6 %', [sample(0, 0.06)], 'none', 'critical'],
  ['9 % after critical stays so until 12 %', [sample(0, 0.09)], 'critical', 'critical'],
  ['13 % after critical is high', [sample(0, 0.13)], 'critical', 'high'],
  ['16 % after high is still low', [sample(0, 0.16)], 'high', 'low'],
  ['stalled 30 % of 10 s', [sample(0, 0.5), sample(10_000, 0.5, 3_000_000)], 'none', 'high'],
  [
    'stalled wholly 15 % of 10 s',
    [sample(0, 0.5), sample(10_000, 0.5, 1_500_000, 1_500_000)],
    'none',
    'critical',
  ],
  ['a short stall', [sample(0, 0.5), sample(2000, 0.5, 1_900_000)], 'none', 'none'],
  ['no measure', [], 'high', 'none'],
  ['macOS warns', [{ at: 0, level: 2 }], 'none', 'high'],
])('memory: %s', (_name, samples, before, pressure) => {
  expect(pressureOf(samples, before).pressure).toBe(pressure)
})
