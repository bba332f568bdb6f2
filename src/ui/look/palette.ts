import { rgbOf, type Colour, type Look, type Rgb, type Tone } from '../../protocol/theme.ts'
import { among256, BLACK, contrast, isDark, mix, readable, WHITE, xterm } from './colour.ts'

/** How each tone looks, and what lies behind the selected row. */
export type Palette = { tones: Record<Tone, Look>; selected?: Colour }

/** Backgrounds to design for when the terminal does not tell its own. */
export const NIGHT: Rgb = rgbOf('#16181d')
export const DAY: Rgb = rgbOf('#ffffff')

// Never dim (SGR 2): mosh drops it. Nothing is told by colour alone: every tone that means something stands
// beside a glyph or a word.

/** The 16 named colours follow the person's own palette, so they are read on any background. */
export const NAMED: Palette = {
  tones: {
    plain: {},
    strong: { bold: true },
    quiet: { colour: 8 },
    rule: { colour: 8 },
    accent: { colour: 6 },
    needs: { colour: 3, bold: true },
    working: { colour: 6 },
    idle: {},
    done: { colour: 2 },
    failed: { colour: 1 },
    added: { colour: 2 },
    removed: { colour: 1 },
    key: { bold: true },
    caret: { inverse: true },
    danger: { colour: 1, bold: true },
    hit: { colour: 3, underline: true },
  },
}

/** Yellow, cyan and green on white are hardly there in most palettes of 16. */
export const NAMED_LIGHT: Palette = {
  tones: {
    ...NAMED.tones,
    accent: { colour: 4 },
    needs: { colour: 5, bold: true },
    working: { colour: 4 },
    hit: { colour: 5, underline: true },
  },
}

/** NO_COLOR (no-color.org) is about colour: bold and inverse stay. */
export const MONO: Palette = {
  tones: {
    plain: {},
    strong: { bold: true },
    quiet: {},
    rule: {},
    accent: {},
    needs: { bold: true },
    working: {},
    idle: {},
    done: {},
    failed: {},
    added: {},
    removed: {},
    key: { bold: true },
    caret: { inverse: true },
    danger: { bold: true },
    hit: { underline: true },
  },
}

/** Where nothing is known of the background, stress is all there is that is always read. */
export const STARK: Palette = {
  tones: {
    ...MONO.tones,
    accent: { bold: true },
    needs: { bold: true, inverse: true },
    failed: { bold: true },
    danger: { bold: true, inverse: true },
  },
}

const HUES = {
  dark: {
    quiet: '#8d95a3',
    accent: '#82aaff',
    needs: '#f5c26b',
    working: '#5fc9c1',
    idle: '#b3b9c5',
    done: '#98c379',
    failed: '#f28b8b',
    danger: '#ff7b7b',
  },
  light: {
    quiet: '#666d79',
    accent: '#2f5bd0',
    needs: '#955500',
    working: '#0b6f78',
    idle: '#565d69',
    done: '#2c7a33',
    failed: '#bf2c2c',
    danger: '#b00020',
  },
} as const

/** From this contrast on the selected row may come nearer to the text. */
const SPARE = 10

type Designed = { back: Rgb; depth: 256 | 'true'; stark: boolean }

/**
 * A palette of our own on a known background. Text has a contrast of at least 4.5 to it and to the selected row,
 * at least 7 when it is to be stark (WCAG 2.2); lines are calm unless stark.
 */
export function designed({ back, depth, stark }: Designed): Palette {
  const dark = isDark(back)
  const hues = HUES[dark ? 'dark' : 'light']
  const ink = dark ? WHITE : BLACK
  const want = stark ? 7 : 4.5
  // Towards the text it is seen best; where there is little contrast to spare, away from it.
  const most = contrast(back, ink)
  const selected =
    most > SPARE
      ? shade(mix(back, ink, dark ? 0.09 : 0.06), depth)
      : shade(mix(back, dark ? BLACK : WHITE, 0.09), depth, { on: ink, want: most })
  const backs = [back, selected.rgb]
  const seen = (rgb: Rgb, least: number): Colour => {
    const near = readable(rgb, backs, least)
    return depth === 'true' ? near : among256(near, backs, least)
  }
  const text = (hex: string): Look => ({ colour: seen(rgbOf(hex), want) })
  const strongly = (look: Look): Look => (stark ? { ...look, bold: true } : look)
  return {
    selected: selected.colour,
    tones: {
      plain: {},
      strong: { bold: true },
      quiet: stark ? {} : text(hues.quiet),
      rule: stark ? text(hues.quiet) : { colour: shade(mix(back, ink, dark ? 0.2 : 0.19), depth).colour },
      accent: strongly(text(hues.accent)),
      needs: { ...text(hues.needs), bold: true },
      working: strongly(text(hues.working)),
      idle: text(hues.idle),
      done: strongly(text(hues.done)),
      failed: strongly(text(hues.failed)),
      added: text(hues.done),
      removed: text(hues.failed),
      key: { bold: true },
      caret: { inverse: true },
      danger: { ...text(hues.danger), bold: true },
      hit: { ...text(hues.needs), bold: true, underline: true },
    },
  }
}

type Kept = { on: Rgb; want: number }

function shade(rgb: Rgb, depth: 256 | 'true', kept?: Kept): { colour: Colour; rgb: Rgb } {
  if (depth === 'true') return { colour: rgb, rgb }
  const colour = kept ? among256(rgb, [kept.on], kept.want) : among256(rgb, [], 1)
  return { colour, rgb: xterm(colour) }
}
