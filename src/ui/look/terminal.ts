import { rgbOf, type Rgb } from '../../protocol/theme.ts'
import type { Depth } from './colour.ts'
import { DAY, NIGHT } from './palette.ts'

type Env = NodeJS.ProcessEnv

/** Terminals of which it is known that they show every colour: a login over SSH brings TERM along, not COLORTERM. */
const TRUE_COLOUR = /-direct$|^(?:alacritty|contour|foot|ghostty|wezterm|xterm-ghostty|xterm-kitty)\b/

/** How many colours this terminal shows, as far as its environment tells. */
export function depthOf(env: Env): Depth {
  const term = env.TERM ?? ''
  if (env.NO_COLOR || term === 'dumb') return 'none'
  if (/^(?:truecolor|24bit)$/.test(env.COLORTERM ?? '') || TRUE_COLOUR.test(term)) return 'true'
  return term.includes('256') ? 256 : 16
}

/**
 * Whether glyphs beyond ASCII can be drawn. The locale decides, as for every program (POSIX, "Environment
 * Variables": LC_ALL before LC_CTYPE before LANG). Without any, macOS still speaks UTF-8 and so do the
 * terminals of today; a locale that is set and names another charset, or C, is taken at its word.
 */
export function drawsGlyphs(env: Env): boolean {
  // The kernel's own console has 512 characters, and most of ours are not among them.
  if (env.TERM === 'linux' || env.TERM === 'dumb') return false
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG
  return !locale || /utf-?8/i.test(locale)
}

/** What rxvt, Konsole and iTerm2 say of their colours: `15;0`, `0;default;15`, by number of the 16. */
export function hintOf(env: Env): Rgb | undefined {
  const last = /(?:^|;)(\d{1,2})$/.exec(env.COLORFGBG ?? '')?.[1]
  if (last === undefined) return undefined
  const index = Number(last)
  return index === 7 || (index > 8 && index < 16) ? DAY : NIGHT
}

/** Asks for the background (OSC 11), then for the device (DA1), which every terminal answers: when that comes
 * and nothing came before, there is no answer. */
export const ASK = '\u001b]11;?\u001b\\\u001b[c'

/** `OSC 11 ; rgb:1616/1818/1d1d ST` as a colour; 1 to 4 digits each (XParseColor). */
export function backgroundOf(reply: string): Rgb | undefined {
  const digits = /^\u001b\]11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(reply)
  if (!digits) return /^\u001b\]11;#[\da-f]{6}/i.test(reply) ? rgbOf(reply.slice(5, 12)) : undefined
  const [r, g, b] = digits
    .slice(1)
    .map((hex) => Math.round((Number.parseInt(hex, 16) * 255) / (16 ** hex.length - 1)))
  return [r ?? 0, g ?? 0, b ?? 0]
}

export const isBackground = (reply: string): boolean => reply.startsWith('\u001b]11;')
/** `CSI ? 62 ; 22 c`. */
// biome-ignore lint: that is what terminals send
export const isDevice = (reply: string): boolean => /^\u001b\[\?[\d;]*c$/.test(reply)
