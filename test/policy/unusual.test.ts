import fc from 'fast-check'
import { expect, test } from 'vitest'
import { notice, type Past } from '../../src/policy/unusual.ts'

const emptyPast = (): Past => ({ hosts: {}, folders: {}, spans: [] })

const context = { cwd: '/home/me/src/shop', home: '/home/me' }
const bash = (command: string) => ({ tool: 'Bash', input: { command } })
const read = (path: string) => ({ tool: 'Read', input: { file_path: path } })

function after(calls: { tool: string; input: Record<string, unknown> }[], everyMs = 60_000): Past {
  return calls.reduce((past, call, i) => notice(past, call, i * everyMs, context).past, emptyPast())
}
const many = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i))

test('a session without a past has nothing unusual', () => {
  let past = emptyPast()
  for (let i = 0; i < 20; i++) {
    const told = notice(past, bash(`curl https://host${i}.example/x`), i * 60_000, context)
    expect(told.notes).toEqual([])
    past = told.past
  }
})

test.each([
  ['a host', bash('curl https://evil.example/x'), 'the first time it talks to evil.example'],
  ['a host by ssh', bash('scp a.txt me@box.example.org:'), 'the first time it talks to box.example.org'],
  ['a folder', read('/home/me/.config/thing/file'), 'the first time it works in /home/me/.config'],
])('%s that is new after a long time with the same ones is told', (_name, call, note) => {
  const past = after(
    many(60, (i) => (i % 2 ? bash('curl https://api.example/x') : read(`/home/me/src/shop/f${i}.ts`))),
  )
  expect(notice(past, call, 61 * 60_000, context).notes).toEqual([note])
  expect(notice(notice(past, call, 61 * 60_000, context).past, call, 62 * 60_000, context).notes).toEqual([])
})

test('a session that meets new hosts all the time is left alone', () => {
  const past = after(many(200, (i) => bash(`curl https://h${i}.example/`)))
  expect(notice(past, bash('curl https://another.example/'), 1e9, context).notes).toEqual([])
})

test('ten times the usual rate is told once', () => {
  let past = after(
    many(30, () => bash('ls')),
    10 * 60_000,
  ) // one call in ten minutes
  const notes: string[] = []
  for (let i = 0; i < 100; i++) {
    const told = notice(past, bash('ls'), 1e9 + i, context)
    notes.push(...told.notes)
    past = told.past
  }
  expect(notes).toEqual(['30 calls within ten minutes; usual are 1'])
})

test('false alarms stay below one in fifty when hosts come by chance, as often as ever', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 0x7fffffff }), (seed) => {
      // Hosts by a power law, the same from first to last: nothing ever really changes.
      let state = seed
      const random = () => (state = (state * 48_271) % 0x7fffffff) / 0x7fffffff
      let past = emptyPast()
      let alarms = 0
      for (let i = 0; i < 2000; i++) {
        const host = Math.floor(1 / (random() + 1e-4))
        const told = notice(past, bash(`curl https://h${host}.example/`), i * 600_000, context)
        alarms += told.notes.length
        past = told.past
      }
      expect(alarms / 2000).toBeLessThan(0.02)
    }),
    { numRuns: 20 },
  )
})

test('the past stays bounded', () => {
  const past = after(many(3000, (i) => bash(`curl https://h${i}.example/`)))
  expect(Object.keys(past.hosts).length).toBeLessThanOrEqual(200)
  expect(past.spans.length).toBeLessThanOrEqual(100)
})
