import { describe, expect, test } from 'vitest'
import type { Activity, Life, SessionView } from '../../src/protocol/session.ts'
import { notifyDefaults, type NotifyConfig } from '../../src/store/config-notify.ts'
import {
  due,
  forgotten,
  FRESH_MS,
  GAP_MS,
  heard,
  noNotices,
  SETTLE_MS,
  TURN_MS,
  type Notices,
} from '../../src/daemon/notify/decide.ts'
import { isQuietAt } from '../../src/daemon/notify/quiet.ts'
import { morning, NOW, session } from '../ui/world.ts'

const host = { pid: 1, start: '1', boot: 'b' }
const live = (activity: Activity): Life => ({ status: 'running', since: NOW, host, agentPid: 2, activity })
const asks = (since: number, what = 'Bash: npm test'): Life =>
  live({ kind: 'needs-input', need: 'permission', what, since })
const works = (since: number): Life => live({ kind: 'working', what: 'Read', since })
const rests = (since: number): Life => live({ kind: 'idle', since })
const exits = (code: number, since: number): Life => ({ status: 'exited', code, since })

/** A daemon's day by hand: sessions change, the clock is ours, what is told is kept. */
class Day {
  now = NOW
  told: string[] = []
  nextAt: number | undefined
  looking = new Map<string, number>()
  config: NotifyConfig = notifyDefaults()
  #notices: Notices = noNotices
  readonly #views = new Map<string, SessionView>()

  is(id: string, life: Life, over: Partial<SessionView> = {}): this {
    const view = session({ id, name: id, life, ...over })
    this.#views.set(id, view)
    this.#notices = heard(this.#notices, view, this.now)
    return this.look()
  }

  gone(id: string): this {
    this.#views.delete(id)
    this.#notices = forgotten(this.#notices, id)
    return this.look()
  }

  look(): this {
    const step = due(this.#notices, {
      now: this.now,
      config: this.config,
      session: (id) => this.#views.get(id),
      lookingUntil: (id) => this.looking.get(id) ?? 0,
    })
    this.#notices = step.notices
    this.nextAt = step.nextAt
    if (step.tell.length > 0)
      this.told.push(step.tell.map(({ piece }) => `${piece.session} ${piece.event}`).join(' + '))
    return this
  }

  /** Time goes by; looked at exactly when it was asked for. */
  wait(ms: number): this {
    const until = this.now + ms
    while (this.nextAt !== undefined && this.nextAt <= until) {
      this.now = Math.max(this.now, this.nextAt)
      this.look()
    }
    this.now = until
    return this
  }
}

describe('what is told', () => {
  const cases: [string, (day: Day) => Day, string[]][] = [
    ['a request', (d) => d.is('a', asks(NOW)), ['a needs-input']],
    ['a failure', (d) => d.is('a', works(NOW)).is('a', exits(1, NOW)), ['a failed']],
    ['an end', (d) => d.is('a', works(NOW)).is('a', exits(0, NOW)), ['a done']],
    ['a start that failed', (d) => d.is('a', { status: 'failed', since: NOW, why: 'no' }), ['a failed']],
    ['a host that was lost', (d) => d.is('a', { status: 'lost', since: NOW, why: 'gone' }), ['a failed']],
    ['a turn of a minute', (d) => d.is('a', works(NOW - 60_000)).is('a', rests(NOW)), ['a idle']],
    [
      'a turn of a minute with a question in it',
      (d) =>
        d
          .is('a', works(NOW - 60_000))
          .is('a', asks(NOW - 100))
          .is('a', works(NOW - 50))
          .is('a', rests(NOW)),
      ['a idle'],
    ],
    ['a short turn', (d) => d.is('a', works(NOW - TURN_MS + 1)).is('a', rests(NOW)), []],
    [
      'a program that only stops printing',
      (d) =>
        d
          .is('a', works(NOW - 60_000))
          .is('a', rests(NOW), { because: { source: 'output', at: NOW, says: '' } }),
      [],
    ],
    [
      'a stop by a person',
      (d) => d.is('a', works(NOW)).is('a', { status: 'stopped', since: NOW, why: 'user' }),
      [],
    ],
    [
      'a failure that is mended by a restart',
      (d) => d.is('a', exits(1, NOW), { restartsAt: NOW + 1000 }),
      [],
    ],
    ['what was so before this daemon came', (d) => d.is('a', asks(NOW - FRESH_MS - 1)), []],
    [
      'what is answered at once',
      (d) =>
        d
          .is('a', asks(NOW))
          .wait(SETTLE_MS - 1)
          .is('a', works(NOW)),
      [],
    ],
    ['what is removed at once', (d) => d.is('a', exits(1, NOW)).gone('a'), []],
    [
      'a state that is told again by its agent',
      (d) => d.is('a', asks(NOW)).wait(60_000).is('a', asks(NOW, 'Bash: other')),
      ['a needs-input'],
    ],
    [
      'a second request after the first was answered',
      (d) => d.is('a', asks(NOW)).wait(20_000).is('a', works(d.now)).is('a', asks(d.now)),
      ['a needs-input', 'a needs-input'],
    ],
    [
      'a storm: the first at once, all others together',
      (d) => {
        d.is('s0', asks(NOW)).wait(SETTLE_MS)
        for (let i = 1; i < 5; i++) d.is(`s${i}`, i % 2 ? asks(d.now) : exits(1, d.now)).wait(500)
        return d
      },
      ['s0 needs-input', 's1 needs-input + s2 failed + s3 needs-input + s4 failed'],
    ],
    ['what is attached to', (d) => d.is('a', asks(NOW), { attached: 1 }), []],
  ]
  test.each(cases)('%s', (_, happens, told) => {
    expect(happens(new Day()).wait(GAP_MS * 3).told).toEqual(told)
  })

  test('nothing is waited for when all is told', () => {
    const day = new Day().is('a', asks(NOW)).is('b', works(NOW)).wait(GAP_MS)
    expect(day.told).toEqual(['a needs-input'])
    expect(day.nextAt).toBeUndefined()
  })

  test('an ordinary morning that a daemon comes back to is no news', () => {
    const day = new Day()
    for (const view of morning()) day.is(view.id, view.life)
    expect(day.wait(60_000).told).toEqual([])
    expect(day.nextAt).toBeUndefined()
  })

  test('who looks at it is told a minute after the last key, if it still waits', () => {
    const day = new Day()
    day.looking.set('a', NOW + 60_000)
    day.is('a', asks(NOW)).wait(59_000)
    expect(day.told).toEqual([])
    expect(day.wait(2000).told).toEqual(['a needs-input'])

    const answered = new Day()
    answered.looking.set('a', NOW + 60_000)
    expect(answered.is('a', asks(NOW)).wait(30_000).is('a', works(NOW)).wait(120_000).told).toEqual([])
  })

  test('an end that was seen is not told afterwards', () => {
    const day = new Day()
    day.looking.set('a', NOW + 60_000)
    expect(day.is('a', exits(1, NOW)).wait(300_000).told).toEqual([])
  })

  test('each event goes where the config says, an empty list is silence', () => {
    const day = new Day()
    day.config = { ...day.config, failed: [] }
    day.is('a', exits(1, NOW)).is('b', exits(0, NOW)).wait(GAP_MS)
    expect(day.told).toEqual(['b done'])
  })

  test('in quiet hours nothing is told, and nothing is caught up on', () => {
    const day = new Day()
    const minute = new Date(NOW).getHours() * 60 + new Date(NOW).getMinutes()
    day.config = { ...day.config, quiet: { from: minute, to: (minute + 2) % 1440 } }
    day.is('a', asks(NOW)).wait(180_000)
    expect(day.told).toEqual([])
    expect(day.is('b', asks(day.now)).wait(GAP_MS).told).toEqual(['b needs-input'])
  })
})

describe('quiet hours', () => {
  const night = { from: 22 * 60, to: 7 * 60 + 30 }
  const noon = { from: 12 * 60, to: 13 * 60 }
  test.each([
    [night, '21:59', false],
    [night, '22:00', true],
    [night, '00:00', true],
    [night, '07:29', true],
    [night, '07:30', false],
    [noon, '11:59', false],
    [noon, '12:00', true],
    [noon, '13:00', false],
    [undefined, '03:00', false],
  ])('%j at %s: %s', (quiet, clock, expected) => {
    expect(isQuietAt(new Date(`2026-11-21T${clock}:00`).getTime(), quiet)).toBe(expected)
  })

  test('the nights in which clocks are set are quiet throughout', () => {
    const before = process.env.TZ
    process.env.TZ = 'Europe/Berlin'
    try {
      for (const day of ['2026-03-28', '2026-10-24']) {
        const start = new Date(`${day}T22:00:00`).getTime()
        const end = new Date(new Date(`${day}T12:00:00`).getTime() + 86_400_000)
        end.setHours(7, 30, 0, 0)
        expect((end.getTime() - start) / 3_600_000).toBe(day === '2026-03-28' ? 8.5 : 10.5)
        for (let at = start; at < end.getTime(); at += 60_000) expect(isQuietAt(at, night)).toBe(true)
        expect(isQuietAt(start - 1, night)).toBe(false)
        expect(isQuietAt(end.getTime(), night)).toBe(false)
      }
    } finally {
      if (before === undefined) delete process.env.TZ
      else process.env.TZ = before
    }
  })
})
