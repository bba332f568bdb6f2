import { TONES, type Look, type Rgb, type ThemeChoice } from '../protocol/theme.ts'
import type { Line } from './line.ts'
import { CARET } from './look/caret.ts'
import { isDark, sgrOf, type Depth } from './look/colour.ts'
import { ascii } from './look/glyphs.ts'
import { lentColours } from './look/lent.ts'
import { DAY, designed, MONO, NAMED, NAMED_LIGHT, NIGHT, STARK, type Palette } from './look/palette.ts'
import { depthOf, drawsGlyphs, hintOf } from './look/terminal.ts'

/** Turns lines into text with SGR codes. */
export type Theme = {
  paint(line: Line): string
  /** Whether colours of others (a session's screen) may pass. */
  colour: boolean
  /** Whether only ASCII is drawn. */
  ascii: boolean
  /** The same colours for the dashboard; look/lent.ts. */
  lent: string
}

export type ThemeOptions = {
  choice?: ThemeChoice
  /** What the terminal says is behind its text. */
  back?: Rgb | undefined
  glyphs?: 'auto' | 'unicode' | 'ascii'
}

const RESET = '\u001b[0m'

/** The theme for a terminal and what a person wants of it. */
export function themeFor(env: NodeJS.ProcessEnv, options: ThemeOptions = {}): Theme {
  const { choice = { base: 'auto', parts: {} }, glyphs = 'auto' } = options
  const depth = choice.base === 'mono' ? 'none' : depthOf(env)
  const palette = paletteFor(choice, depth, options.back ?? hintOf(env))
  const codes = codesOf(palette, depth)
  const only = glyphs === 'auto' ? !drawsGlyphs(env) : glyphs === 'ascii'
  return {
    colour: depth !== 'none',
    ascii: only,
    lent: lentColours(palette),
    paint(line) {
      let out = ''
      for (const { text, tone, lit, caret } of line) {
        const plain = codes.get(tone)?.[lit ? 'lit' : 'bare']
        const code = caret ? [plain, CARET].filter(Boolean).join(';') : plain
        // A row is a row whatever its text holds.
        const row = text.includes('\n') ? text.replaceAll('\n', ' ') : text
        out += code ? `\u001b[${code}m${row}${RESET}` : row
      }
      return only ? ascii(out) : out
    },
  }
}

/** Whether it makes a difference what is behind the text. */
export function mattersBack(env: NodeJS.ProcessEnv, { choice }: ThemeOptions = {}): boolean {
  const base = choice?.base ?? 'auto'
  return (base === 'auto' || base === 'contrast') && depthOf(env) !== 'none'
}

function paletteFor({ base, parts }: ThemeChoice, depth: Depth, back: Rgb | undefined): Palette {
  const plain = baseOf(base, depth, back)
  const { selected, ...over } = parts
  return {
    ...plain,
    tones: { ...plain.tones, ...over },
    ...(selected?.colour === undefined ? {} : { selected: selected.colour }),
  }
}

function baseOf(base: ThemeChoice['base'], depth: Depth, back: Rgb | undefined): Palette {
  if (depth === 'none' || base === 'mono') return MONO
  const stark = base === 'contrast'
  const behind = base === 'dark' ? NIGHT : base === 'light' ? DAY : back
  if (behind === undefined) return stark ? STARK : NAMED
  if (depth === 16) return stark ? STARK : isDark(behind) ? NAMED : NAMED_LIGHT
  return designed({ back: behind, depth, stark })
}

type Codes = ReadonlyMap<string, { bare: string; lit: string }>

function codesOf({ tones, selected }: Palette, depth: Depth): Codes {
  const back = selected === undefined ? '' : sgrOf(selected, 'back', depth)
  return new Map(
    TONES.map((tone) => {
      const bare = codeOf(tones[tone], depth)
      return [tone, { bare, lit: [bare, back].filter(Boolean).join(';') }]
    }),
  )
}

function codeOf({ colour, bold, underline, inverse }: Look, depth: Depth): string {
  return [
    colour === undefined ? '' : sgrOf(colour, 'fore', depth),
    bold ? '1' : '',
    underline ? '4' : '',
    inverse ? '7' : '',
  ]
    .filter(Boolean)
    .join(';')
}
