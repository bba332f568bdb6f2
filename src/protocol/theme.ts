/** What a piece of text is, not which colour it has: a theme decides that. Names of the config, too. */
export const TONES = [
  'plain',
  'strong',
  'quiet',
  /** Lines of frames and between groups. */
  'rule',
  'accent',
  'needs',
  'working',
  'idle',
  'done',
  'failed',
  'added',
  'removed',
  'key',
  'caret',
  'danger',
  /** What was looked for. */
  'hit',
] as const

export type Tone = (typeof TONES)[number]

export const BASES = ['auto', 'dark', 'light', 'contrast', 'mono'] as const
export type Base = (typeof BASES)[number]

/** What may be given a look of its own: the tones, and the background of the selected row. */
export const PARTS = [...TONES, 'selected'] as const
export type Part = (typeof PARTS)[number]

/** As it stands in the config: `"dark"`, or `{"base": "dark", "accent": "#ffb86c bold"}`. */
export type ThemeSetting = Base | ({ base?: Base } & { [part in Part]?: string })

/** Which theme the person wants: looks of their own are laid over `base`. */
export type ThemeChoice = { base: Base; parts: Partial<Record<Part, Look>> }

/** Reads a setting. A look that cannot be read counts as none. */
export function choiceOf(setting: ThemeSetting): ThemeChoice {
  if (typeof setting === 'string') return { base: setting, parts: {} }
  const parts: ThemeChoice['parts'] = {}
  for (const part of PARTS) {
    const look = lookOf(setting[part] ?? '')
    if (look) parts[part] = look
  }
  return { base: setting.base ?? 'auto', parts }
}

/** Red, green and blue, 0–255. */
export type Rgb = readonly [number, number, number]
/** A number is one of xterm's 256, of which the first 16 are the person's own. */
export type Colour = Rgb | number
export type Look = { colour?: Colour; bold?: true; underline?: true; inverse?: true }

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const

/**
 * Reads `#f5c26b bold`, `bright-blue`, `244 underline`, `plain`: at most one colour, and any of bold, underline
 * and inverse. Undefined for what is none.
 */
export function lookOf(text: string): Look | undefined {
  const look: Look = {}
  for (const word of text.toLowerCase().split(/\s+/).filter(Boolean)) {
    if (word === 'plain') continue
    if (word === 'bold' || word === 'underline' || word === 'inverse') {
      look[word] = true
      continue
    }
    const colour = colourOf(word)
    if (colour === undefined || look.colour !== undefined) return undefined
    look.colour = colour
  }
  return text.trim() === '' ? undefined : look
}

function colourOf(word: string): Colour | undefined {
  if (/^\d{1,3}$/.test(word)) return Number(word) < 256 ? Number(word) : undefined
  if (/^#[0-9a-f]{6}$/.test(word)) return rgbOf(word)
  const bright = word.startsWith('bright-')
  const at = NAMES.findIndex((name) => name === word.slice(bright ? 7 : 0))
  return at === -1 ? undefined : at + (bright ? 8 : 0)
}

/** `#rrggbb` as numbers. */
export function rgbOf(hex: string): Rgb {
  const at = (from: number): number => Number.parseInt(hex.slice(from, from + 2), 16)
  return [at(1), at(3), at(5)]
}
