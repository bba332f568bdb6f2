import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TONES } from '../../src/protocol/theme.ts'
import { openFrames } from '../../src/ui/term/frames.ts'
import { Painter } from '../../src/ui/term/painter.ts'
import { themeFor, type Theme } from '../../src/ui/theme.ts'
import { App } from '../../src/ui/views/App.tsx'
import { keepShot, terminalWith } from '../helpers/scene.ts'
import { DARK, LIGHT } from '../helpers/shot.ts'
import { charsOf, looksOf, looksOfTones, planeOf, told, TELLTALE } from './planes.ts'
import { SCENES } from './scenes.ts'
import { Hand } from './world.ts'

const SIZES = [
  [45, 18],
  [60, 20],
  [80, 24],
  [120, 36],
  [200, 60],
] as const

const TRUE = { TERM: 'xterm-256color', COLORTERM: 'truecolor' }
const THEMES = {
  dark: themeFor(TRUE, { choice: { base: 'dark', parts: {} } }),
  light: themeFor(TRUE, { choice: { base: 'light', parts: {} } }),
  'no colour': themeFor({ ...TRUE, NO_COLOR: '1' }),
} satisfies Record<string, Theme>
/** `SHOTS=/tmp/shots SHOT_THEME=light` draws the light ones. */
const SHOT =
  process.env.SHOT_THEME === 'light'
    ? { theme: THEMES.light, colours: LIGHT }
    : { theme: THEMES.dark, colours: DARK }

const dir = join(import.meta.dirname, '../fixtures/screens')
const frames = openFrames({ cols: 80, rows: 24 }, (error) => {
  throw error
})
afterAll(() => frames.close())

/** Equal looks side by side as one: faster to compare, and a fault can be read. */
function runs(row: readonly (string | undefined)[]): string {
  const out: { look: string | undefined; cells: number }[] = []
  for (const look of row) {
    const last = out.at(-1)
    if (last?.look === look && last) last.cells++
    else out.push({ look, cells: 1 })
  }
  return out.map(({ look, cells }) => `${cells}×(${look})`).join(' ')
}

const looks = new Map<Theme, Awaited<ReturnType<typeof looksOfTones>>>()
beforeAll(async () => {
  for (const theme of Object.values(THEMES)) looks.set(theme, await looksOfTones(theme))
})

describe.each(SIZES)('at %dx%d', (cols, rows) => {
  test.each(Object.keys(SCENES))('%s looks as it is kept, in every theme', async (name) => {
    const hand = SCENES[name]?.(new Hand(cols, rows))
    if (!hand) throw new Error(`no scene ${name}`)
    const drawn = async (theme: Theme) => {
      const frame = frames.frame(<App state={hand.state} theme={theme} />, { cols, rows })
      return terminalWith(new Painter().draw(frame, cols, rows), cols, rows)
    }
    const term = await drawn(TELLTALE)
    const plane = planeOf(term)
    const chars = charsOf(term)
    const text = chars.map((row) => row.join('').trimEnd())
    term.dispose()
    await expect(`${text.join('\n')}\n${told(plane, chars)}\n`).toMatchFileSnapshot(
      join(dir, `${name}-${cols}x${rows}.txt`),
    )
    for (const [which, theme] of Object.entries(THEMES)) {
      const shown = await drawn(theme)
      if (theme === SHOT.theme) keepShot(shown, `${name}-${cols}x${rows}`, SHOT.colours)
      expect(
        charsOf(shown).map((row) => row.join('')),
        which,
      ).toEqual(chars.map((row) => row.join('')))
      const look = looks.get(theme)
      const wanted = plane.map((row, y) => row.map((cell, x) => look?.(cell, !chars[y]?.[x]?.trim())))
      // A session's own colours are dropped with ours.
      const seen = looksOf(shown).map((row, y) =>
        row.map((cell, x) => (plane[y]?.[x]?.tone || theme.colour ? cell : plane[y]?.[x]?.look)),
      )
      expect(seen.map(runs), which).toEqual(wanted.map(runs))
      shown.dispose()
    }
  })
})

test('the colours of the themes are as they are kept', async () => {
  const rows = [...TONES, 'selected'] as const
  const named = {
    ...THEMES,
    contrast: themeFor(TRUE, { choice: { base: 'contrast', parts: {} }, back: [0, 0, 0] }),
  }
  const all = {
    ...named,
    'dark, 256 colours': themeFor({ TERM: 'xterm-256color' }, { choice: { base: 'dark', parts: {} } }),
    'light, 256 colours': themeFor({ TERM: 'xterm-256color' }, { choice: { base: 'light', parts: {} } }),
    'background unknown': themeFor(TRUE),
    'light, 16 colours': themeFor({ TERM: 'xterm' }, { choice: { base: 'light', parts: {} } }),
    'contrast, background unknown': themeFor(TRUE, { choice: { base: 'contrast', parts: {} } }),
  }
  const code = (theme: Theme, tone: (typeof rows)[number]) =>
    // biome-ignore lint: escapes are what is looked for
    /^\u001b\[([\d;]+)m/.exec(
      theme.paint([tone === 'selected' ? { text: 'x', tone: 'plain', lit: true } : { text: 'x', tone }]),
    )?.[1] ?? '-'
  const text = Object.entries(all).map(
    ([name, theme]) =>
      `${name}\n${rows.map((tone) => `  ${tone.padEnd(9)} ${code(theme, tone)}`).join('\n')}\n`,
  )
  await expect(text.join('\n')).toMatchFileSnapshot(join(dir, 'themes.txt'))
})
