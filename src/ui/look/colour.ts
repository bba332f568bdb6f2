import type { Colour, Rgb } from '../../protocol/theme.ts'

/** Colours a terminal can show: none, the person's 16, xterm's 256, or all. */
export type Depth = 'none' | 16 | 256 | 'true'

/** Relative luminance, 0–1 (WCAG 2.2). */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((n) => {
    const c = n / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
}

/** Contrast of two colours, 1–21 (WCAG 2.2: 4.5 for text, 7 for its higher level). */
export function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05)
}

/** Whether light text reads better on it. */
export const isDark = (back: Rgb): boolean => contrast(back, WHITE) >= contrast(back, BLACK)

export const BLACK: Rgb = [0, 0, 0]
export const WHITE: Rgb = [255, 255, 255]

/** `share` of `b` in `a`. */
export const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  Math.round(a[0] + (b[0] - a[0]) * share),
  Math.round(a[1] + (b[1] - a[1]) * share),
  Math.round(a[2] + (b[2] - a[2]) * share),
]

/** The colour, as much towards black or white as it must go to be read on these backgrounds; the first counts most. */
export function readable(colour: Rgb, backs: readonly Rgb[], want: number): Rgb {
  const least = (rgb: Rgb): number => Math.min(...backs.map((back) => contrast(rgb, back)))
  const end = backs[0] && isDark(backs[0]) ? WHITE : BLACK
  let best = colour
  for (let share = 0; share <= 1 && least(best) < want; share += 0.04) best = mix(colour, end, share)
  return least(best) < want ? end : best
}

/** One of xterm's 256 beyond the person's 16. */
export function xterm(index: number): Rgb {
  if (index >= 232) return [8 + (index - 232) * 10, 8 + (index - 232) * 10, 8 + (index - 232) * 10]
  const level = (n: number): number => (n === 0 ? 0 : 55 + n * 40)
  const at = index - 16
  return [level(Math.floor(at / 36)), level(Math.floor(at / 6) % 6), level(at % 6)]
}

/** What the 16 mostly look like; used only to find the nearest one. */
const SIXTEEN: readonly Rgb[] = [
  [0, 0, 0], [205, 0, 0], [0, 205, 0], [205, 205, 0], [0, 0, 238], [205, 0, 205], [0, 205, 205], [229, 229, 229],
  [127, 127, 127], [255, 0, 0], [0, 255, 0], [255, 255, 0], [92, 92, 255], [255, 0, 255], [0, 255, 255], [255, 255, 255],
] // biome-ignore format: a palette is a table

const CUBE = Array.from({ length: 240 }, (_, i) => ({ index: i + 16, rgb: xterm(i + 16) }))
const NAMED = SIXTEEN.map((rgb, index) => ({ index, rgb }))

const distance = (a: Rgb, b: Rgb): number => {
  // Weighted for the eye ("redmean").
  const red = (a[0] + b[0]) / 2
  const [r, g, bl] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
  return (2 + red / 256) * r * r + 4 * g * g + (2 + (255 - red) / 256) * bl * bl
}

/** How far from grey, 0–255. */
const chroma = (rgb: Rgb): number => Math.max(...rgb) - Math.min(...rgb)
/** Below this a colour has hardly a hue. */
const FAINT = 40
/** Neighbouring hues may be this far apart, degrees. */
const NEAR_HUE = 30

function hue(rgb: Rgb): number {
  const [r, g, b] = rgb
  return (Math.atan2(Math.sqrt(3) * (g - b), 2 * r - g - b) * 180) / Math.PI
}

/** Greys for greys, and for colours those that are one, too, of about the same hue. */
function akin(a: Rgb, b: Rgb): boolean {
  if (chroma(b) < FAINT) return chroma(a) < FAINT
  const apart = Math.abs(hue(a) - hue(b))
  return chroma(a) >= chroma(b) * 0.7 && Math.min(apart, 360 - apart) <= NEAR_HUE
}

function nearest(rgb: Rgb, among: readonly { index: number; rgb: Rgb }[]): number {
  let best = among[0]
  for (const one of among) if (best && distance(rgb, one.rgb) < distance(rgb, best.rgb)) best = one
  return best?.index ?? 0
}

/** The nearest of 256 that is still read on these backgrounds, or at least on the first of them. */
export function among256(rgb: Rgb, backs: readonly Rgb[], want: number): number {
  // A grey, or the next hue, is often nearer to a colour that is not bright, and does not tell what it tells.
  const like = CUBE.filter((one) => akin(one.rgb, rgb))
  const fit = (among: typeof CUBE, on: readonly Rgb[]) =>
    among.filter((one) => on.every((back) => contrast(one.rgb, back) >= want))
  const first = backs.slice(0, 1)
  const found = [fit(like, backs), fit(CUBE, backs), fit(CUBE, first), CUBE].find((some) => some.length > 0)
  return nearest(rgb, found ?? CUBE)
}

/** The nearest of xterm's 256 beyond the person's 16. */
export const nearest256 = (rgb: Rgb): number => nearest(rgb, CUBE)

/** SGR parameters for a colour as text or behind it, as well as this depth can; '' where it has none. */
export function sgrOf(colour: Colour, side: 'fore' | 'back', depth: Depth): string {
  if (depth === 'none') return ''
  const add = side === 'fore' ? 0 : 10
  if (typeof colour !== 'number') {
    if (depth === 'true') return `${38 + add};2;${colour.join(';')}`
    return sgrOf(nearest(colour, depth === 16 ? NAMED : CUBE), side, depth)
  }
  if (colour < 16) return `${(colour < 8 ? 30 : 82) + colour + add}`
  return depth === 16 ? sgrOf(nearest(xterm(colour), NAMED), side, depth) : `${38 + add};5;${colour}`
}
