import type { Group } from '../../protocol/session.ts'
import type { Tone } from '../line.ts'

/** A state is a glyph and a word, and a colour on top. Glyphs are in every common terminal font. */
export const GROUP: Record<Group, { glyph: string; word: string; tone: Tone }> = {
  needs: { glyph: '!', word: 'Needs input', tone: 'needs' },
  working: { glyph: '●', word: 'Working', tone: 'working' },
  idle: { glyph: '◇', word: 'Idle', tone: 'idle' },
  done: { glyph: '✓', word: 'Done', tone: 'done' },
  failed: { glyph: '✗', word: 'Failed', tone: 'failed' },
}

export const PIN = '▲'
/** Before the name of a row that is marked. */
export const MARK = '* '
export const BAR = '▌'
