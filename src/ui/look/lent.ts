import type { Colour, Tone } from '../../protocol/theme.ts'
import { xterm, nearest256 } from './colour.ts'
import type { Palette } from './palette.ts'

/** What the dashboard, a program of its own, is told of the colours: one for each role, as it can use them. */
export type LentColours = Partial<Record<(typeof ROLES)[number], { hue: number; tag: string }>>

const ROLES = ['accent', 'needs', 'working', 'done', 'failed', 'quiet', 'rule'] as const satisfies Tone[]

/** Names of the person's 16 as its library has them. */
const NAMES = `black red green yellow blue magenta cyan white light-black light-red light-green light-yellow
  light-blue light-magenta light-cyan light-white`.split(/\s+/)

/** The palette in so many words for an environment variable; empty where there is no colour. */
export function lentColours({ tones }: Palette): string {
  const out: LentColours = {}
  for (const role of ROLES) {
    const { colour } = tones[role]
    if (colour !== undefined) out[role] = lent(colour)
  }
  return Object.keys(out).length === 0 ? '' : JSON.stringify(out)
}

function lent(colour: Colour): { hue: number; tag: string } {
  const hue = typeof colour === 'number' ? colour : nearest256(colour)
  const name = NAMES[hue]
  if (name !== undefined) return { hue, tag: name }
  // A shade beside it: the library has the exact ones cached as what they are among 8.
  const shades = xterm(hue).map((n) => (n === 255 ? 254 : n + 1))
  return { hue, tag: `#${shades.map((n) => n.toString(16).padStart(2, '0')).join('')}` }
}
