import { expect, test } from 'vitest'
import {
  beforeOf,
  footText,
  headText,
  lines,
  newsLine,
  newsOf,
  rings,
  sparks,
  tableHead,
  tableRows,
} from '../../src/dashboard/content.ts'
import type { SessionView } from '../../src/protocol/session.ts'
import { width } from '../../src/ui/text.ts'
import { morning, NOW, request, session, stats } from '../ui/world.ts'

/** What is left of a text once blessed has read its tags. */
const bare = (text: string): string => text.replace(/\{\/?[\w#-]*\}/g, '')
const of = (list: SessionView[]) => new Map(list.map((s) => [s.id, s]))
const hostile = session({
  title: '{red-fg}{/}{bold}\u001b[31m‮ ends {|} here 日本語のとても長い題名です、まだ続きます',
  life: { status: 'lost', since: NOW - 5000, why: '{open}{close}' },
})

test('every row of the table is as wide as its head, whatever a session is called', () => {
  for (const cols of [95, 115, 195])
    for (const row of tableRows([...morning(), hostile], stats(), { cols, now: NOW })) {
      // The widget sets its head one cell further left.
      expect(width(bare(row))).toBe(width(tableHead(cols)) - 1)
      expect(width(bare(row))).toBeLessThanOrEqual(cols)
    }
})

test('a title cannot make tags, colours or a layout of its own', () => {
  const [row = ''] = tableRows([hostile], undefined, { cols: 115, now: NOW })
  expect(row).not.toMatch(/\{(?:red-fg|bold|open|close|\|)\}/)
  expect(row).toContain('(red-fg)(/)(bold)')
  const news = beforeOf([hostile])[0]
  expect(news && newsLine(news, 70)).not.toMatch(/\{(?:red-fg|bold|open|close|\|)\}|\u001b/)
})

test('rows stand in the order of what the person must do', () => {
  const glyphs = tableRows(morning(), stats(), { cols: 115, now: NOW }).map((row) => bare(row).charAt(0))
  expect(glyphs.join('')).toBe('!!●●●◇◇✓✓✗')
})

test('the sum only grows, and ends at what was spent', () => {
  const [sum, each] = lines({ ...stats(), spent: { usd: 9.82, tokens: 1, unpriced: 0 } })
  expect(sum?.y).toEqual([...(sum?.y ?? [])].sort((a, b) => a - b))
  expect(sum?.y.at(-1)).toBeCloseTo(9.82)
  expect(each?.x[8]).toBe(`${String(new Date(stats().series[8]?.at ?? 0).getHours()).padStart(2, '0')}h`)
})

test('shares are those of memory, of the fullest conversation and of the tightest plan', () => {
  expect(rings(stats()).map(({ label, percent }) => [label, percent])).toEqual([
    ['memory', 65],
    ['context', 82],
    ['plan 5 h', 62],
  ])
  expect(rings({ ...stats(), quotas: [] }).at(-1)).toMatchObject({ label: 'claude', percent: 89 })
})

test('without a known price tokens are shown', () => {
  const unknown = { ...stats(), spent: { usd: 0, unpriced: 9, tokens: 9 } }
  expect(sparks(unknown, [1, 2]).titles).toEqual(['9 tokens', '2 at work'])
  expect(headText([], unknown, 'pi5')).toContain('price unknown')
})

test('the log tells what changed, and nothing twice', () => {
  const [first] = morning()
  if (!first) throw new Error('an empty morning')
  const before = of([first])
  expect(newsOf({ event: 'session.changed', data: { ...first, attached: 1 } }, before, NOW)).toBeUndefined()
  const done: SessionView = { ...first, life: { status: 'exited', since: NOW, code: 0 } }
  expect(newsOf({ event: 'session.changed', data: done }, before, NOW)).toEqual({
    at: NOW,
    group: 'done',
    name: first.name,
    text: 'done',
  })
  expect(
    newsOf({ event: 'request.opened', data: request({ session: first.id }) }, before, NOW)?.text,
  ).toMatch(/^asks: /)
  expect(newsOf({ event: 'daemon.leaving', data: { why: 'x' } }, before, NOW)).toBeUndefined()
})

test('the bottom row has the keys, and what was asked', () => {
  expect(bare(footText(undefined))).toBe('q back   w week')
  expect(bare(footText(stats('week')))).toMatch(/^q back {3}w today\{\|\}asked 41: 36 allowed, 3 denied/)
})
