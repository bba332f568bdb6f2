import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { chooseRespawn } from '../../src/daemon/respawn.ts'
import { createSpare } from '../../src/daemon/spare.ts'
import type { Live } from '../../src/daemon/live.ts'
import type { Life, Session } from '../../src/protocol/session.ts'

const HOUR = 3_600_000
const MINUTE = 60_000

const session = (change: Partial<Session> = {}): Session => ({
  id: '0a1b2c3d',
  agent: 'claude',
  name: '',
  title: '',
  cwd: '/',
  pinned: false,
  createdAt: 0,
  args: [],
  prompt: '',
  resumeId: 'r',
  generation: 1,
  life: {
    status: 'running',
    since: 0,
    host: { pid: 1, start: '1', boot: 'b' },
    agentPid: 2,
    activity: { kind: 'idle', since: 0 },
  },
  signals: [],
  ...change,
})

/** Only what spare looks at. */
const liveOf = (of: Session): Live =>
  ({ session: of, attached: 0, open: [], quietFrom: undefined, stopsAt: undefined }) as unknown as Live

/** An idle session under an hour's limit, with the two clocks in our hands. */
function idle() {
  vi.useFakeTimers()
  const live = liveOf(session())
  const stopped: string[] = []
  let awake = 0
  const spare = createSpare({
    lives: () => [live],
    idleStopMs: () => HOUR,
    stop: async ({ session: { id } }) => void stopped.push(id),
    changed: () => {},
    said: () => {},
    awake: () => awake,
    readMemory: () => undefined,
    memoryOf: () => undefined,
  })
  spare.look()
  return {
    stopped,
    live,
    /** Time in which the machine is awake. */
    async goOn(ms: number): Promise<void> {
      for (let gone = 0; gone < ms; gone += 5000) {
        awake += 5000
        await vi.advanceTimersByTimeAsync(5000)
      }
    },
    /** The clock is set, or the machine sleeps: the monotonic clock stands still. */
    jump: (ms: number) => vi.setSystemTime(Date.now() + ms),
    end: () => {
      spare.close()
      vi.useRealTimers()
    },
  }
}

test.each([
  ['the clock is set forward by 3 h', 3 * HOUR],
  ['the clock is set back by 3 h', -3 * HOUR],
  ['the machine sleeps for 10 h', 10 * HOUR],
])('when %s an idle session has as much time left as before', async (_what, ms) => {
  const at = idle()
  await at.goOn(30 * MINUTE)
  at.jump(ms)
  await at.goOn(29 * MINUTE)
  expect(at.stopped).toEqual([])
  expect(Math.round(((at.live.stopsAt ?? 0) - Date.now()) / MINUTE)).toBe(1)
  await at.goOn(2 * MINUTE)
  expect(at.stopped).toContain('0a1b2c3d')
  at.end()
})

const died = (since: number, deaths: number[]): Session => {
  const life: Life = { status: 'lost', since, why: 'killed' }
  return session({ life, deaths, respawn: 'on-failure' })
}

test('deaths count once each, and neither a clock set back nor one set forward gives a session up or lets it loop unbraked', () => {
  const now = 10 * HOUR
  expect(chooseRespawn(died(now, [now + 3 * HOUR]), now, 0.5)).toMatchObject({
    type: 'restart',
    deaths: [now],
  })
  expect(chooseRespawn(died(now, [now - 3 * HOUR]), now, 0.5)).toMatchObject({
    type: 'restart',
    deaths: [now],
  })
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -12 * HOUR, max: 12 * HOUR }), { maxLength: 12 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (jumps, random) => {
        let clock = 100 * HOUR
        let deaths: number[] = []
        for (const jump of jumps) {
          clock += jump
          const choice = chooseRespawn(died(clock, deaths), clock, random)
          if (choice.type === 'leave') throw new Error('a killed session is restarted or given up')
          deaths = choice.deaths
          if (choice.type === 'give-up') expect(deaths.length).toBeGreaterThanOrEqual(5)
          else expect(choice.afterMs).toBeGreaterThanOrEqual(800)
        }
      },
    ),
  )
})
