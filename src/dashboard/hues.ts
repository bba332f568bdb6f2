import type { Hue } from 'blessed'

/** A colour in the library's two ways: a number of 256 on a canvas, a name or `#rrggbb` in text. */
type Ink = { hue: Hue; tag: string }
type Role = 'accent' | 'needs' | 'working' | 'done' | 'failed' | 'quiet' | 'rule'

const PLAIN: Ink = { hue: 'normal', tag: 'default' }

// Read on black and on white: what is used while nobody tells what is behind them.
const MIDDLE: Record<Role, Ink> = {
  accent: { hue: 69, tag: '#6088ff' },
  needs: { hue: 172, tag: '#d88801' },
  working: { hue: 37, tag: '#01b0b0' },
  done: { hue: 71, tag: '#60b060' },
  failed: { hue: 167, tag: '#d86060' },
  quiet: { hue: 244, tag: '#818181' },
  rule: { hue: 240, tag: '#818181' },
}

/** The person's own colours, as the view lends them in `ROOST_LENT_COLOURS`; NO_COLOR (no-color.org) has none. */
export function inksFor(env: NodeJS.ProcessEnv): Record<Role, Ink> {
  const { NO_COLOR, ROOST_LENT_COLOURS: lent } = env
  const none = Boolean(NO_COLOR) || lent === ''
  const told = none || lent === undefined ? {} : parsed(lent)
  const ink = (role: Role): Ink =>
    none ? PLAIN : (told[role] ?? (lent === undefined ? MIDDLE[role] : PLAIN))
  return {
    accent: ink('accent'),
    needs: ink('needs'),
    working: ink('working'),
    done: ink('done'),
    failed: ink('failed'),
    quiet: ink('quiet'),
    rule: ink('rule'),
  }
}

function parsed(text: string): Partial<Record<string, Ink>> {
  const out: Partial<Record<string, Ink>> = {}
  try {
    const value: unknown = JSON.parse(text)
    for (const [role, ink] of Object.entries(typeof value === 'object' && value !== null ? value : {}))
      if (isInk(ink)) out[role] = ink
  } catch {
    // Somebody else's variable: then it is as if nobody had told.
  }
  return out
}

const isInk = (value: unknown): value is Ink =>
  typeof value === 'object' &&
  value !== null &&
  'hue' in value &&
  typeof value.hue === 'number' &&
  'tag' in value &&
  typeof value.tag === 'string' &&
  /^(?:#[0-9a-f]{6}|[a-z-]+)$/.test(value.tag)
