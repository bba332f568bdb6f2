import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { openFrames } from '../../src/ui/term/frames.ts'
import { Painter } from '../../src/ui/term/painter.ts'
import { themeFor } from '../../src/ui/theme.ts'
import { App } from '../../src/ui/views/App.tsx'
import { terminalWith } from '../helpers/scene.ts'
import { screenText } from '../helpers/screen.ts'
import { width } from '../../src/ui/text.ts'
import { SCENES } from './scenes.ts'
import { Hand, NOW, peek, request, running, session } from './world.ts'

const frames = openFrames({ cols: 80, rows: 24 }, (error) => {
  throw error
})
afterAll(() => frames.close())
const theme = themeFor({})

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '\u001b[2J', '\u001b]0;x\u0007', '\u001b[8m', '\u009b31m', '\u202e', '\u2066', '\u200d', '\ufe0f', '👩‍👩‍👧', '🇩🇪', '1️⃣', '👍🏽',
        'e\u0301\u0301\u0301\u0301', '日本語', '\r', '\n', '\t', '\u0000', '한글', 'a', ' ', 'ﷺ', '\u{e0041}', '￼', '│',
      ), // biome-ignore format: a list of pieces
      { maxLength: 20 },
    )
    .map((parts) => parts.join('')),
)

const sizes = fc.constantFrom([45, 18], [62, 20], [80, 24], [120, 36]) as fc.Arbitrary<[number, number]>

test('no title, path, screen or command breaks the frame', async () => {
  await fc.assert(
    fc.asyncProperty(
      nasty,
      nasty,
      sizes,
      fc.constantFrom('list', 'peek', 'card'),
      async (a, b, [cols, rows], where) => {
        const one = session({
          id: '7c5daaaa',
          name: a,
          title: b,
          agent: b.slice(0, 9),
          cwd: `/home/mo/${b}`,
          life: running({ kind: 'needs-input', need: 'permission', what: b, since: NOW }),
        })
        const hand = new Hand(cols, rows).join(
          [
            one,
            session({ id: '2222aaaa', title: a, life: running({ kind: 'working', what: b, since: NOW }) }),
          ],
          [
            request({
              tool: b || 'Bash',
              input: { command: a, [b || 'x']: a },
              cwd: `/${b}`,
              reasons: [{ text: b, level: 'high', piece: a }],
            }),
          ],
        )
        hand.event({
          type: 'glance',
          glance: { id: '7c5daaaa', is: 'screen', peek: { ...peek, lines: [a, b, a + b] } },
        })
        if (where === 'peek') hand.press('space')
        if (where === 'card') hand.press('i')
        const frame = frames.frame(<App state={hand.state} theme={theme} />, { cols, rows })
        const term = await terminalWith(new Painter().draw(frame, cols, rows), cols, rows)
        const text = screenText(term)
        term.dispose()
        const lines = text.split('\n')
        expect(lines).toHaveLength(rows)
        expect(lines[0]).toMatch(/^roost/)
        // biome-ignore lint: that none is there is the point
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
        if (where === 'list') return
        // Every row of the card has its two edges where they belong.
        const raw = await edges(frame, cols, rows)
        const top = raw.findIndex((r) => r.startsWith('╭'))
        const bottom = raw.findIndex((r) => r.startsWith('╰'))
        expect(top).toBeGreaterThan(0)
        expect(bottom).toBeGreaterThan(top + 1)
        for (const row of raw.slice(top + 1, bottom)) expect(row).toBe('││')
      },
    ),
    { numRuns: 120 },
  )
}, 120_000)

/** The first and the last cell of each row. */
async function edges(frame: string, cols: number, rows: number): Promise<string[]> {
  const term = await terminalWith(new Painter().draw(frame, cols, rows), cols, rows)
  const out = Array.from({ length: rows }, (_, y) => {
    const row = term.buffer.active.getLine(y)
    return `${row?.getCell(0)?.getChars() ?? ''}${row?.getCell(cols - 1)?.getChars() ?? ''}`
  })
  term.dispose()
  return out
}

test('a command is shown whole: its characters all stand on the card, in order', async () => {
  const command = `echo ${'a very long word after another '.repeat(12)}&& rm -rf ~/x`
  const hand = new Hand(45, 60).join(undefined, [request({ input: { command } })]).press('i')
  const frame = frames.frame(<App state={hand.state} theme={theme} />, { cols: 45, rows: 60 })
  const term = await terminalWith(new Painter().draw(frame, 45, 60), 45, 60)
  const inner = screenText(term)
    .split('\n')
    .filter((row) => row.startsWith('│ '))
    .map((row) => row.slice(4, -2).padEnd(39))
    .join('')
  term.dispose()
  expect(inner.replaceAll(' ', '')).toContain(command.replaceAll(' ', ''))
})

test.each([
  [{ NO_COLOR: '1' }, '!●◇✓✗'],
  [{ TERM: 'dumb' }, '!*o+x'],
])('%j: no colour is sent, and the states can still be told apart', (env, glyphs) => {
  const hand = new Hand(80, 24).join()
  hand.event({ type: 'glance', glance: { id: '7c5daaaa', is: 'screen', peek } })
  const frame = frames.frame(<App state={hand.state} theme={themeFor(env)} />, { cols: 80, rows: 24 })
  // biome-ignore lint: escapes are what is looked for
  expect(frame).not.toMatch(/\u001b\[[\d;]*(?:3[0-8]|4[0-8]|9\d|10\d)[\d;]*m/)
  for (const glyph of glyphs) expect(frame).toContain(glyph)
})

test('dim is never sent by the view itself', () => {
  const hand = new Hand(120, 36).join().press('i')
  // biome-ignore lint: escapes are what is looked for
  expect(frames.frame(<App state={hand.state} theme={theme} />, { cols: 120, rows: 36 })).not.toMatch(
    /\u001b\[(?:[\d;]*;)?2m/,
  )
})

test.each([6, 7, 8])('in a window of %d rows a card is whole: its text, its keys, the footer', (rows) => {
  const size = { cols: 24, rows }
  const hand = SCENES['card-low']?.(new Hand(size.cols, size.rows))
  if (!hand) throw new Error('no such scene')
  // biome-ignore lint: escapes are what is taken away
  const lines = frames.frame(<App state={hand.state} theme={theme} />, size).replace(/\u001b\[[\d;]*m/g, '')
  expect(lines.split('\n').map((l) => l.trim())).toEqual([
    expect.stringContaining('! 2'),
    expect.stringMatching(/^╭─ Allow Bash\? ─+╮$/),
    ...(rows > 6 ? [expect.stringContaining('migrate db')] : []),
    expect.stringContaining('npm test'),
    ...(rows > 7 ? [expect.stringMatching(/^│ +│$/)] : []),
    expect.stringMatching(/^│ y allow/),
    expect.stringMatching(/^╰.*╯$/),
    expect.stringContaining('Space'),
  ])
})

test('every screen fits every window, however small', async () => {
  const names = Object.keys(SCENES)
  const size = fc.tuple(fc.integer({ min: 10, max: 220 }), fc.integer({ min: 3, max: 60 }))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), size, async (name, [cols, rows]) => {
      const hand = SCENES[name]?.(new Hand(cols, rows))
      if (!hand) return
      const frame = frames.frame(<App state={hand.state} theme={theme} />, { cols, rows })
      const lines = frame.split('\n')
      expect(lines).toHaveLength(rows)
      // biome-ignore lint: escapes are what is taken away
      for (const row of lines) expect(width(row.replace(/\u001b\[[\d;]*m/g, ''))).toBeLessThanOrEqual(cols)
    }),
    { numRuns: 300 },
  )
}, 120_000)
