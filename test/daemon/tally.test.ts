import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createTally, factOf, tallyOf } from '../../src/daemon/tally.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const MINUTE = 60_000
const line = (at: number, entry: object) =>
  JSON.stringify({ at, kind: 'request', session: 'a', who: 'view 1', what: { request: 'r1' }, ...entry })
const asks = (at: number, request: string, more: object = {}) =>
  line(at, { who: 'agent', what: { request, asks: 'Bash', ...more } })
const answers = (at: number, request: string, verdict: string) => line(at, { what: { request }, verdict })
const facts = (...lines: string[]) => lines.flatMap((each) => factOf(each) ?? [])
const all = { from: 0, until: Number.MAX_SAFE_INTEGER }

test('asked, allowed and denied are counted, and how long each waited for the person', () => {
  const tally = tallyOf(
    facts(
      asks(0, 'a'),
      asks(MINUTE, 'b'),
      answers(2 * MINUTE, 'a', 'allow'),
      answers(2 * MINUTE, 'b', 'deny'),
      asks(3 * MINUTE, 'c'),
      answers(17 * MINUTE, 'c', 'always'),
      asks(20 * MINUTE, 'd'),
      line(21 * MINUTE, { who: 'dialog', what: { request: 'd', says: 'answered' } }),
      asks(22 * MINUTE, 'e'),
      line(99 * MINUTE, { who: 'gone', what: { request: 'e', says: 'the session ended' } }),
    ),
    all,
  )
  expect(tally).toEqual({
    asked: 5,
    allowed: 2,
    denied: 1,
    elsewhere: 1,
    dropped: 1,
    open: 0,
    passed: 0,
    stopped: 0,
    evictions: 0,
    waited: { medianMs: MINUTE, longestMs: 14 * MINUTE },
  })
})

test('what a new daemon finds still open was asked once, and waited from the first time on', () => {
  const tally = tallyOf(
    facts(asks(0, 'a'), asks(5 * MINUTE, 'a', { stillOpen: true }), answers(6 * MINUTE, 'a', 'allow')),
    all,
  )
  expect(tally).toMatchObject({ asked: 1, allowed: 1, waited: { longestMs: 6 * MINUTE } })
})

test('what the rules decided, and what was stopped for memory, is told apart', () => {
  const call = (verdict: string) => line(1, { kind: 'call', what: { tool: 'Bash', input: {} }, verdict })
  const stop = (why: string) => line(1, { kind: 'stop', what: { why } })
  expect(
    tallyOf(facts(call('allow'), call('allow'), call('deny'), stop('evict'), stop('user')), all),
  ).toMatchObject({ asked: 0, passed: 2, stopped: 1, evictions: 1 })
})

test('an answer counts for the day it was given, with its whole wait', () => {
  const found = facts(asks(10, 'a'), answers(110, 'a', 'allow'), asks(90, 'b'))
  expect(tallyOf(found, { from: 100, until: 200 })).toMatchObject({
    asked: 0,
    allowed: 1,
    waited: { medianMs: 100, longestMs: 100 },
  })
})

test.each(['', 'no json', '{}', '[]', 'null', '{"at":"x"}', line(1, { what: null })])(
  'a line that tells nothing counts for nothing: %s',
  (text) => expect(factOf(text)).toBeUndefined(),
)

test('the trail is read once, then what was added, and over its rotation', async () => {
  const folder = mkdtempSync('/tmp/roost-tally-')
  folders.push(folder)
  const path = join(folder, 'audit.jsonl')
  const tally = createTally(path, 8 * 86_400_000)
  const now = Date.now()
  const count = async () => tallyOf(await tally.facts(now), all).asked
  expect(await count()).toBe(0)
  writeFileSync(
    path,
    `${asks(now, 'a')}\n${asks(now, 'b').slice(0, 20)}\n${asks(now - 9 * 86_400_000, 'old')}\n`,
  )
  expect(await Promise.all([count(), count()])).toEqual([1, 1])
  appendFileSync(path, `${asks(now, 'c')}\n`)
  expect(await count()).toBe(2)
  renameSync(path, `${path}.1`)
  writeFileSync(path, `${asks(now, 'd')}\n`)
  expect(await count()).toBe(3)
})
