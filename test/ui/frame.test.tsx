import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { openFrames } from '../../src/ui/term/frames.ts'
import { Painter } from '../../src/ui/term/painter.ts'
import { themeFor } from '../../src/ui/theme.ts'
import { App } from '../../src/ui/views/App.tsx'
import { terminalWith } from '../helpers/scene.ts'
import { screenText } from '../helpers/screen.ts'
import { cleanText } from '../../src/protocol/clean.ts'
import { settle, width } from '../../src/ui/text.ts'
import { charsOf } from './planes.ts'
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
  fc.constantFrom(
    'x'.repeat(10_000),
    '日'.repeat(10_000),
    '\u202e\u001b[31m'.repeat(3000),
    'a '.repeat(5000),
  ),
)

const sizes = fc.constantFrom([45, 18], [62, 20], [80, 24], [120, 36], [200, 60]) as fc.Arbitrary<
  [number, number]
>
const VIEWS = ['list', 'peek', 'card', 'question', 'rename', 'log', 'stop'] as const

/** A view full of it: names, folders, commands, questions, output, a session's screen. */
function handFull(
  of: string,
  and: string,
  where: (typeof VIEWS)[number],
  [cols, rows]: [number, number],
): Hand {
  const [a, b] = [of, and]
  const hand = new Hand(cols, rows).join(
    [
      session({
        id: '7c5daaaa',
        name: a,
        title: b,
        agent: b.slice(0, 9),
        cwd: `/home/mo/${b}`,
        life: running({ kind: 'needs-input', need: 'permission', what: b, since: NOW }),
      }),
      session({ id: '2222aaaa', title: a, life: running({ kind: 'working', what: b, since: NOW }) }),
      session({ id: '3333aaaa', title: b, life: { status: 'exited', code: 1, said: a, since: NOW } }),
    ],
    [
      request(
        where === 'question'
          ? {
              kind: 'question',
              questions: [
                {
                  question: a,
                  header: b,
                  multiSelect: false,
                  options: [{ label: b, description: a }, { label: a }],
                },
              ],
            }
          : {
              tool: b || 'Bash',
              input: { command: a, [b || 'x']: a },
              cwd: `/${b}`,
              reasons: [{ text: b, level: 'high', piece: a }],
            },
      ),
    ],
  )
  hand.event({
    type: 'glance',
    glance: { id: '7c5daaaa', is: 'screen', peek: { ...peek, lines: [a, b, a + b] } },
  })
  hand.press('g')
  if (where === 'peek') hand.press('space')
  if (where === 'card' || where === 'question') hand.press('i')
  if (where === 'rename') hand.press('r').event({ type: 'paste', text: a, at: hand.now })
  if (where === 'stop') hand.press('x')
  if (where === 'log')
    hand.press('l').event({ type: 'log', id: '7c5daaaa', of: 'output', lines: [a, b].map(settledLine) })
  return hand
}

// As the reader of logs hands them over.
const settledLine = (text: string): string => settle(cleanText(text)).replaceAll('\n', ' ')

/** Every frame on the screen has its edges in place, all the way down. */
function expectFrames(cells: readonly (readonly string[])[]): void {
  for (const [y, row] of cells.entries())
    for (const [x, text] of row.entries()) {
      if (text !== '╭') continue
      const right = row.indexOf('╮', x)
      expect(right, `the corner of the frame at ${x},${y}`).toBeGreaterThan(x)
      let below = y + 1
      while (cells[below]?.[x] === '│') {
        expect(cells[below]?.[right], `the right edge at ${right},${below}`).toBe('│')
        below++
      }
      expect(`${cells[below]?.[x]}${cells[below]?.[right]}`, `the lower edge at ${x},${below}`).toBe('╰╯')
    }
}

test('no title, path, screen, question, output or command breaks the frame', async () => {
  await fc.assert(
    fc.asyncProperty(nasty, nasty, sizes, fc.constantFrom(...VIEWS), async (a, b, [cols, rows], where) => {
      const hand = handFull(a, b, where, [cols, rows])
      const frame = frames.frame(<App state={hand.state} theme={theme} />, { cols, rows })
      const term = await terminalWith(new Painter().draw(frame, cols, rows), cols, rows)
      const text = screenText(term)
      const cells = charsOf(term)
      term.dispose()
      const lines = text.split('\n')
      expect(lines).toHaveLength(rows)
      expect(lines[0]).toMatch(/^roost/)
      // biome-ignore lint: that none is there is the point
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
      // biome-ignore lint: escapes are what is looked for
      expect(frame.replace(/\u001b\[[\d;:]*m/g, '')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
      expectFrames(cells)
    }),
    { numRuns: 100 },
  )
})

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

test.each([
  [120, /^│ a name that .* phone {2}claude · ~\/src\/a-long-name\/of-a-folder · 2m +│$/, 0],
  [45, /^│ a name that \S*… {2}claude · of-a-fold.* · 2m +│$/, 1],
  [30, /^│ a name that .*… {2}claude +│$/, 1],
])('at %d columns a card tells whose it is, and the folder whole', (cols, head, below) => {
  const cwd = '/home/mo/src/a-long-name/of-a-folder'
  const hand = new Hand(cols, 24).join(
    [
      session({
        id: '7c5daaaa',
        name: 'a name that is long enough for any phone',
        cwd,
        life: running({ kind: 'needs-input', need: 'permission', since: NOW }),
      }),
    ],
    [request({ cwd })],
  )
  hand.press('i')
  // biome-ignore lint: escapes are what is taken away
  const text = frames
    .frame(<App state={hand.state} theme={theme} />, { cols, rows: 24 })
    .replace(/\u001b\[[\d;]*m/g, '')
  const rows = text.split('\n').map((row) => row.trim())
  expect(
    rows.some((row) => head.test(row)),
    rows.join('\n'),
  ).toBe(true)
  expect(text.replace(/[\s│]/g, '').includes('in~/src/a-long-name/of-a-folder') ? 1 : 0).toBe(below)
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
})
