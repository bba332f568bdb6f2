import type { Line, Tone } from './line.ts'

/** Turns lines into text with SGR codes. */
export type Theme = {
  paint(line: Line): string /** Whether colours of others (a session's screen) may pass. */
  colour: boolean
}

const RESET = '\u001b[0m'

// SGR codes of the 16 named colours: they follow the person's own palette. Never dim (2): mosh drops it.
// Nothing is told by colour alone: every tone that means something stands beside a glyph or a word.
const COLOURS: Record<Tone, string> = {
  plain: '',
  own: '',
  strong: '1',
  quiet: '90',
  rule: '90',
  accent: '36',
  needs: '33;1',
  working: '36',
  idle: '',
  done: '32',
  failed: '31',
  added: '32',
  removed: '31',
  key: '1',
  caret: '7',
  hit: '1;4',
  danger: '31;1',
}
// NO_COLOR (no-color.org) is about colour: bold and inverse stay.
const MONO: Partial<Record<Tone, string>> = {
  strong: '1',
  needs: '1',
  key: '1',
  caret: '7',
  hit: '1;4',
  danger: '1',
}

export function themeFor(env: NodeJS.ProcessEnv): Theme {
  const colour = !env.NO_COLOR && env.TERM !== 'dumb'
  const codes: Partial<Record<Tone, string>> = colour ? COLOURS : MONO
  return {
    colour,
    paint(line) {
      let out = ''
      for (const { text, tone } of line) {
        const code = codes[tone]
        // A row is a row whatever its text holds.
        const row = text.includes('\n') ? text.replaceAll('\n', ' ') : text
        out += code ? `\u001b[${code}m${row}${RESET}` : row
      }
      return out
    },
  }
}
