import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { Size } from '../../src/ui/layout.ts'
import { openFrames } from '../../src/ui/term/frames.ts'
import { Painter } from '../../src/ui/term/painter.ts'
import { themeFor } from '../../src/ui/theme.ts'
import { App } from '../../src/ui/views/App.tsx'
import { terminalWith } from '../helpers/scene.ts'
import { openTerminal } from '../helpers/screen.ts'
import { charsOf, looksOf } from './planes.ts'
import { SCENES } from './scenes.ts'
import { Hand, stats } from './world.ts'

const frames = openFrames({ cols: 80, rows: 24 }, (error) => {
  throw error
})
afterAll(() => frames.close())
const theme = themeFor({ COLORTERM: 'truecolor' }, { choice: { base: 'dark', parts: {} } })

const sized = (cols: [number, number], rows: [number, number]) =>
  fc.record({
    cols: fc.integer({ min: cols[0], max: cols[1] }),
    rows: fc.integer({ min: rows[0], max: rows[1] }),
  })
const usual = sized([24, 220], [6, 60])
const anySize = fc.oneof(usual, sized([1, 20], [1, 5]), sized([200, 420], [50, 120]))

// Where these stand depends on how much of it the person had before them: a card whose end was seen stays seen, a
// page was turned by the height it had.
const REMEMBER = /^(?:card|card-again|card-hidden|log-found|peek-back)$/

/** What a terminal shows, cell by cell. */
const shown = (term: ReturnType<typeof openTerminal>): string[] => {
  const looks = looksOf(term)
  return charsOf(term).map((row, y) => row.map((text, x) => `${text}{${looks[y]?.[x] ?? ''}}`).join(''))
}

const drawn = (hand: Hand, size: Size) => frames.frame(<App state={hand.state} theme={theme} />, size)

test('a storm of resizes ends as a fresh start at the last size, cell by cell, whatever is on the screen', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(SCENES).filter((name) => !REMEMBER.test(name))),
      fc.array(anySize, { minLength: 1, maxLength: 7 }),
      usual,
      async (name, storm, last) => {
        const scene = SCENES[name]
        if (!scene) throw new Error(`no scene ${name}`)
        const fresh = scene(new Hand(last.cols, last.rows))
        const [first = last] = storm
        const hand = scene(new Hand(first.cols, first.rows))
        const term = openTerminal(first.cols, first.rows)
        const painter = new Painter()
        const write = (bytes: string) => new Promise<void>((done) => term.write(bytes, done))
        await write(painter.draw(drawn(hand, first), first.cols, first.rows))
        for (const size of [...storm.slice(1), last]) {
          // The terminal moves its text about first, in its own way; then the view hears of it.
          term.resize(size.cols, size.rows)
          painter.forget()
          hand.event({ type: 'resize', size }).paint()
          await write(painter.draw(drawn(hand, size), size.cols, size.rows))
        }
        const wanted = await terminalWith(
          new Painter().draw(drawn(fresh, last), last.cols, last.rows),
          last.cols,
          last.rows,
        )
        const [got, want] = [shown(term), shown(wanted)]
        term.dispose()
        wanted.dispose()
        expect(got).toEqual(want)
      },
    ),
    { numRuns: 40 },
  )
})

test('a risky card that a larger window shows whole may be allowed without another key; it stays read when it shrinks', () => {
  const hand = SCENES.card?.(new Hand(45, 14))
  if (!hand) throw new Error('no such scene')
  const read = () =>
    hand.state.screen.at === 'ask' && hand.state.screen.step.is === 'read' && hand.state.screen.step.seenEnd
  expect(read()).toBe(false)
  expect(hand.event({ type: 'resize', size: { cols: 46, rows: 14 } }) && read()).toBe(false)
  expect(hand.event({ type: 'resize', size: { cols: 80, rows: 40 } }) && read()).toBe(true)
  expect(hand.event({ type: 'resize', size: { cols: 45, rows: 14 } }) && read()).toBe(true)
})

test.each([
  ['the help', ['?']],
  ['the stats', ['s']],
])('%s, read to its end, shows its end in a window that grows, and one key up moves it', (_what, open) => {
  const small = { cols: 60, rows: 12 }
  const tall = { cols: 60, rows: 16 }
  const opened = (size: Size) =>
    new Hand(size.cols, size.rows)
      .join()
      .press(...open)
      .event({ type: 'stats', stats: stats() })
  const down = Array<string>(40).fill('pagedown')
  const grown = opened(small)
    .press(...down)
    .event({ type: 'resize', size: tall })
    .paint()
  const fresh = opened(tall).press(...down)
  expect(drawn(grown, tall)).toBe(drawn(fresh, tall))
  expect(drawn(grown.press('up'), tall)).toBe(drawn(fresh.press('up'), tall))
  expect(drawn(grown, tall)).not.toBe(drawn(opened(tall).press(...down), tall))
})

test('in a window too small for anything the view says so, and nothing spills', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(SCENES)), sized([1, 23], [1, 5]), async (name, size) => {
      const hand = SCENES[name]?.(new Hand(size.cols, size.rows))
      if (!hand) throw new Error(`no scene ${name}`)
      const lines = drawn(hand, size).split('\n')
      expect(lines).toHaveLength(size.rows)
      expect('roost: a larger window, please'.startsWith((lines[0] ?? '').trimEnd().replace('…', ''))).toBe(
        true,
      )
    }),
    { numRuns: 40 },
  )
})
