import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { emptyDigest } from '../../src/agents/agent.ts'
import { foldClaude } from '../../src/agents/claude/transcript.ts'
import { sumOf, type Counted } from '../../src/agents/counted.ts'
import { PRICES } from '../../src/agents/prices.ts'
import { createLedger } from '../../src/daemon/ledger.ts'
import { createToday, dayAround, weekAround } from '../../src/daemon/spent.ts'
import { openLog } from '../../src/store/log.ts'
import { paths } from '../../src/store/paths.ts'

const homes: string[] = []
const zone = process.env.TZ
afterEach(() => {
  process.env.TZ = zone ?? 'UTC'
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true })
})

const NOON = Date.UTC(2026, 10, 21, 12)
const MINUTE = 60_000
const who = { session: 'aaaaaaaa', agent: 'claude', label: 'fix it' }
const one = (at: number, some: Partial<Counted> = {}): Counted => ({
  model: 'claude-sonnet-4-5',
  input: 1_000_000,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  at,
  ...some,
})

function home() {
  const made = mkdtempSync('/tmp/roost-ledger-')
  homes.push(made)
  return made
}
function open(at = home(), now = NOON) {
  const where = paths(at)
  const clock = { now }
  const ledger = createLedger({ paths: where, log: openLog(where.log, 'error'), now: () => clock.now })
  const today = createToday({ ledger, prices: () => PRICES, now: () => clock.now })
  return { at, where, clock, ledger, today }
}
const counted = (...all: Counted[]) => new Map(all.map((each, i) => [`m${i}`, each]))

test('what was spent today survives a restart, and is not counted again when the conversation is read again', () => {
  const first = open()
  expect(first.ledger.note('/t.jsonl', who, counted(one(NOON), one(NOON - 90 * MINUTE)))).toBe(true)
  expect(first.today.of(who.session)).toMatchObject({ usd: 6, tokens: 2_000_000 })
  first.ledger.flush()
  const again = open(first.at)
  expect(again.today.all().usd).toBe(6)
  // Read from its beginning: for a while less of it is known than was counted before.
  expect(again.ledger.note('/t.jsonl', who, counted(one(NOON)))).toBe(false)
  expect(again.ledger.note('/t.jsonl', who, counted(one(NOON), one(NOON - 90 * MINUTE)))).toBe(false)
  expect(again.ledger.note('/t.jsonl', who, counted(one(NOON), one(NOON - 90 * MINUTE), one(NOON)))).toBe(
    true,
  )
  again.today.changed(who.session)
  expect(again.today.all().usd).toBe(9)
})

test('two conversations of one session, and of two, add up', () => {
  const { ledger, today } = open()
  ledger.note('/one', who, counted(one(NOON)))
  ledger.note('/two', who, counted(one(NOON)))
  ledger.note('/three', { ...who, session: 'bbbbbbbb' }, counted(one(NOON, { model: 'new' })))
  expect(today.of(who.session)?.usd).toBe(6)
  expect(today.of('bbbbbbbb')).toMatchObject({ usd: 0, unpriced: 1_000_000 })
  expect(today.of('cccccccc')).toBeUndefined()
  expect(today.all()).toMatchObject({ usd: 6, unpriced: 1_000_000, tokens: 3_000_000 })
})

test('a day ends at midnight of the clock on the wall, although nothing happens', () => {
  process.env.TZ = 'Asia/Kolkata' // half an hour off the full ones
  const midnight = Date.parse('2026-11-22T00:00:00+05:30')
  const { ledger, today, clock } = open(undefined, midnight - 1)
  ledger.note('/t', who, counted(one(midnight - 1), one(midnight), one(midnight - 24 * 60 * MINUTE - 1)))
  expect(today.of(who.session)).toMatchObject({ usd: 3, until: midnight })
  clock.now = midnight
  expect(today.of(who.session)?.usd).toBe(3)
  clock.now = midnight + 24 * 60 * MINUTE
  expect(today.of(who.session)).toBeUndefined()
})

test.each([
  ['Europe/Berlin', '2026-03-29T12:00:00+02:00', 23],
  ['Europe/Berlin', '2026-10-25T12:00:00+01:00', 25],
  ['America/Sao_Paulo', '2018-11-04T12:00:00-02:00', 23], // its midnight did not exist
  ['Australia/Lord_Howe', '2026-10-04T12:00:00+11:00', 23.5],
  ['UTC', '2026-11-21T00:00:00Z', 24],
])('a day in %s at %s has %d hours, and a week ends with it', (tz, at, hours) => {
  process.env.TZ = tz
  const now = Date.parse(at)
  const day = dayAround(now)
  expect((day.until - day.from) / (60 * MINUTE)).toBe(hours)
  expect(day.from <= now && now < day.until).toBe(true)
  expect(weekAround(now).until).toBe(day.until)
  const first = new Date(weekAround(now).from)
  expect(Math.round((day.from - first.getTime()) / (24 * 60 * MINUTE))).toBe(6)
})

test('what is older than a week and its time zone is forgotten, on disk too', () => {
  const { at, where, ledger } = open()
  ledger.note('/t', who, counted(one(NOON)))
  ledger.flush()
  expect(readdirSync(where.usage)).toEqual(['2026-11-21.json'])
  const later = open(at, NOON + 9 * 24 * 60 * MINUTE)
  expect(readdirSync(where.usage)).toEqual([])
  expect(later.ledger.note('/t', who, counted(one(NOON)))).toBe(false)
})

test('a damaged day costs that day, and is set aside', () => {
  const at = home()
  const { usage } = paths(at)
  mkdirSync(usage)
  writeFileSync(join(usage, '2026-11-20.json'), '{"conversations": {"/t"')
  writeFileSync(join(usage, '2026-11-21.json'), '{"conversations": 7}')
  const { ledger, today } = open(at)
  ledger.note('/t', who, counted(one(NOON)))
  ledger.flush()
  expect(today.all().usd).toBe(3)
  expect(open(at).today.all().usd).toBe(3)
  expect(readdirSync(usage).some((name) => name.startsWith('2026-11-20.json.corrupt-'))).toBe(true)
})

const message = fc.record({
  id: fc.integer({ min: 0, max: 6 }),
  minute: fc.integer({ min: 0, max: 100 }),
  output: fc.integer({ min: 0, max: 1000 }),
})
const lineOf = ({ id, minute, output }: { id: number; minute: number; output: number }) =>
  JSON.stringify({
    type: 'assistant',
    timestamp: new Date(NOON - minute * MINUTE).toISOString(),
    message: {
      id: `m${id}`,
      model: id % 2 ? 'claude-haiku-5-5' : 'claude-opus-5',
      usage: { input_tokens: 1, output_tokens: output, cache_read_input_tokens: id * 40_000 },
    },
  })

test('however the lines are cut, and wherever a restart falls, the sums are the same', () => {
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 30 }),
      fc.array(fc.nat(30)),
      fc.nat(30),
      (all, cuts, restart) => {
        const lines = all.map(lineOf)
        const whole = foldClaude(emptyDigest(), lines)
        const at = home()
        const fold = (of: ReturnType<typeof open>, until: number) => {
          const ends = [...cuts.filter((cut) => cut < until), until].sort((a, b) => a - b)
          let digest = emptyDigest()
          let from = 0
          for (const end of ends) {
            digest = foldClaude(digest, lines.slice(from, end))
            from = Math.max(from, end)
            of.ledger.note('/t', who, digest.counted)
          }
          of.ledger.flush()
          return digest
        }
        fold(open(at), Math.min(restart, lines.length))
        const second = open(at)
        expect(fold(second, lines.length).usage).toEqual(whole.usage)
        const slots = [...second.ledger.between(0, Number.POSITIVE_INFINITY)]
        const total = (kind: 'input' | 'output' | 'cacheRead') =>
          slots.flatMap(({ models }) => Object.values(models)).reduce((sum, usage) => sum + usage[kind], 0)
        const wanted = Object.values(sumOf(whole.counted.values()))
        for (const kind of ['input', 'output', 'cacheRead'] as const)
          expect(total(kind)).toBe(wanted.reduce((sum, usage) => sum + usage[kind], 0))
        rmSync(at, { recursive: true, force: true })
      },
    ),
    { numRuns: 60 },
  )
})
