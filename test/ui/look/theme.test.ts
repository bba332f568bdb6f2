import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  choiceOf,
  rgbOf,
  TONES,
  type Rgb,
  type ThemeSetting,
  type Tone,
} from '../../../src/protocol/theme.ts'
import { contrast, xterm } from '../../../src/ui/look/colour.ts'
import { DAY, NIGHT } from '../../../src/ui/look/palette.ts'
import { themeFor, type ThemeOptions } from '../../../src/ui/theme.ts'

const TRUE = { TERM: 'xterm-256color', COLORTERM: 'truecolor' }
const CUBE = { TERM: 'xterm-256color' }

/** SGR parameters of a tone, '' for none. */
function codeOf(tone: Tone, env: NodeJS.ProcessEnv, options: ThemeOptions = {}, lit?: true): string {
  const text = themeFor(env, options).paint([{ text: 'x', tone, ...(lit ? { lit } : {}) }])
  // biome-ignore lint: escapes are what is looked for
  return /^\u001b\[([\d;]+)m/.exec(text)?.[1] ?? ''
}

function colourIn(code: string, side: 38 | 48): Rgb | undefined {
  const cube = new RegExp(`(?:^|;)${side};5;(\\d+)`).exec(code)
  if (cube) return xterm(Number(cube[1]))
  const all = new RegExp(`(?:^|;)${side};2;(\\d+);(\\d+);(\\d+)`).exec(code)
  return all && [Number(all[1]), Number(all[2]), Number(all[3])]
    ? [Number(all[1]), Number(all[2]), Number(all[3])]
    : undefined
}

const wish = (setting: ThemeSetting): ThemeOptions => ({ choice: choiceOf(setting) })
const TEXT = TONES.filter((tone) => tone !== 'rule')

describe.each([
  ['every colour', TRUE],
  ['256 colours', CUBE],
])('with %s', (_, env) => {
  test.each([
    ['dark', NIGHT],
    ['light', DAY],
  ] as const)('text of the %s theme has a contrast of 4.5, in the selected row too', (base, back) => {
    for (const tone of TEXT)
      for (const lit of [undefined, true] as const) {
        const code = codeOf(tone, env, wish(base), lit)
        const fore = colourIn(code, 38)
        if (fore)
          expect(contrast(fore, colourIn(code, 48) ?? back), `${tone} ${code}`).toBeGreaterThanOrEqual(4.5)
      }
  })

  test('whatever background the terminal tells, text is read on it: 4.5, and 7 in the high contrast theme', () => {
    const shade = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(
        fc.tuple(shade, shade, shade),
        fc.constantFrom(...TEXT),
        fc.boolean(),
        (back, tone, stark) => {
          const code = codeOf(tone, env, { back, choice: choiceOf(stark ? 'contrast' : 'auto') })
          const fore = colourIn(code, 38)
          if (!fore) return
          // On a middling grey not even black or white reaches 7.
          const most = Math.max(contrast([0, 0, 0], back), contrast([255, 255, 255], back))
          expect(contrast(fore, back)).toBeGreaterThanOrEqual(Math.min(stark ? 7 : 4.5, most - 0.001))
        },
      ),
      { numRuns: 200 },
    )
  })

  test('states have colours of their own, and stress what must be seen', () => {
    const states = ['needs', 'working', 'idle', 'done', 'failed'] as const
    for (const base of ['dark', 'light'] as const) {
      const codes = states.map((tone) => codeOf(tone, env, wish(base)))
      expect(new Set(codes).size).toBe(states.length)
      expect(codes[0]).toMatch(/;1$/)
    }
  })
})

test('a terminal that does not tell its background gets the 16 colours of its person', () => {
  for (const env of [TRUE, CUBE, { TERM: 'xterm' }])
    for (const tone of TONES) expect(codeOf(tone, env)).toMatch(/^(?:(?:3[0-7]|9[0-7]|[147])(?:;|$))*$/)
  expect(codeOf('accent', TRUE)).toBe('36')
})

test('a hint in COLORFGBG counts until the terminal answers', () => {
  const light = { ...TRUE, COLORFGBG: '0;15' }
  expect(codeOf('quiet', light)).toBe(codeOf('quiet', TRUE, wish('light')))
  expect(codeOf('quiet', light, { back: NIGHT })).toBe(codeOf('quiet', TRUE, wish('dark')))
})

test.each([{ NO_COLOR: '1', COLORTERM: 'truecolor' }, { TERM: 'dumb' }])(
  'under %j no theme and no setting sends a colour',
  (env) => {
    for (const base of ['auto', 'dark', 'light', 'contrast', 'mono'] as const)
      for (const tone of TONES)
        for (const lit of [undefined, true] as const)
          expect(
            codeOf(tone, env, { ...wish({ base, accent: '#ff0000', selected: '52' }), back: NIGHT }, lit),
          ).toMatch(/^(?:[147](?:;|$))*$/)
  },
)

test('dim is in no theme', () => {
  for (const base of ['auto', 'dark', 'light', 'contrast', 'mono'] as const)
    for (const env of [TRUE, CUBE, { TERM: 'xterm' }])
      for (const tone of TONES) {
        const code = codeOf(tone, env, { ...wish(base), back: NIGHT })
        expect(code.replaceAll(/[345]8;(?:5;\d+|2;\d+;\d+;\d+)/g, '')).not.toMatch(/(?:^|;)2(?:;|$)/)
      }
})

test('a look of one’s own is laid over the theme, as well as the terminal can', () => {
  const setting = {
    base: 'dark',
    accent: '#ff8800 bold',
    quiet: 'bright-blue',
    key: 'plain',
    selected: '52',
  } as const
  expect(codeOf('accent', TRUE, wish(setting))).toBe('38;2;255;136;0;1')
  expect(codeOf('accent', CUBE, wish(setting))).toBe('38;5;208;1')
  expect(codeOf('accent', { TERM: 'xterm' }, wish(setting))).toMatch(/^3[13];1$/)
  expect(codeOf('quiet', TRUE, wish(setting))).toBe('94')
  expect(codeOf('key', TRUE, wish(setting))).toBe('')
  expect(codeOf('key', TRUE, wish(setting), true)).toBe('48;5;52')
  expect(codeOf('done', TRUE, wish(setting))).toBe(codeOf('done', TRUE, wish('dark')))
})

test('the light theme of 16 colours keeps off yellow and cyan', () => {
  for (const tone of TONES)
    expect(codeOf(tone, { TERM: 'xterm' }, wish('light'))).not.toMatch(/(?:^|;)(?:33|36)(?:;|$)/)
})

test('rules are calmer than text, but there', () => {
  const rule = colourIn(codeOf('rule', TRUE, wish('dark')), 38)
  expect(contrast(rule ?? NIGHT, NIGHT)).toBeGreaterThan(1.4)
  expect(contrast(rule ?? NIGHT, NIGHT)).toBeLessThan(contrast(rgbOf('#8d95a3'), NIGHT))
})
