import stringWidth from 'string-width'
import { cleanLine, reveal } from '../protocol/clean.ts'

const ASCII = /^[\u0020-\u007e]*$/
/** Characters of one code unit and one cell, none of which joins another: most text, and all that frames are
 * drawn with. Measuring graphemes costs a hundred times more. */
export const NARROW =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u25fc\u2713\u2717\u27e8\u27e9]*$/u
const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Cells a text takes on the screen. The text must be free of escapes and control characters. */
export function width(text: string): number {
  return NARROW.test(text) ? text.length : stringWidth(text)
}

/** What a person calls characters. */
export function graphemes(text: string): string[] {
  return NARROW.test(text) ? text.split('') : Array.from(segments.segment(text), (s) => s.segment)
}

/** The text cut to `cells`, with `…` at the end where something is missing. */
export function cut(text: string, cells: number): string {
  if (cells <= 0) return ''
  if (width(text) <= cells) return text
  let out = ''
  let used = 0
  for (const g of graphemes(text)) {
    const w = width(g)
    if (used + w > cells - 1) break
    out += g
    used += w
  }
  return `${out.trimEnd()}…`
}

/** The text cut or filled with spaces to exactly `cells`. */
export function fit(text: string, cells: number, align: 'left' | 'right' = 'left'): string {
  const short = cut(text, cells)
  const space = ' '.repeat(Math.max(0, cells - width(short)))
  return align === 'left' ? short + space : space + short
}

// Terminals disagree on the width of what these make (UAX #29 clusters against wcwidth): VS16, skin tones,
// keycap. Flags are pairs of regional indicators, of width 1, 2 or 4.
const QUARREL = /\ufe0f|\u20e3|\p{Emoji_Modifier}/gu
const REGIONAL = /[\u{1f1e6}-\u{1f1ff}]/gu
// More than two marks on a letter are no language but a way to paint over the rows above and below.
const PILE = /(\p{M}{2})\p{M}+/gu

/** A title, name or message as one line whose width every terminal agrees on. The view's own wall: cleaned
 * in the daemon already, and cleaned here again. */
export function plain(text: string, max = 300): string {
  const line = cleanLine(text, max)
  return ASCII.test(line) ? line : settle(line)
}

/** Removes what terminals measure differently; for text already free of escapes. */
export function settle(text: string): string {
  return text
    .replace(QUARREL, '')
    .replace(REGIONAL, (c) => String.fromCodePoint((c.codePointAt(0) ?? 0) - 0x1f1e6 + 0x41))
    .replace(PILE, '$1')
    .replace(/^\p{M}+/u, '')
}

/** What a person must judge, with nothing hidden or left to a terminal's taste; newlines stay. */
export function shown(text: string): string {
  const spelled = reveal(text)
  if (ASCII.test(spelled)) return spelled
  return spelled
    .replace(QUARREL, spell)
    .replace(FALSE_SPACE, spell)
    .replace(REGIONAL, spell)
    .replace(PILE, (pile, kept: string) => kept + Array.from(pile.slice(kept.length), spell).join(''))
    .replace(/(?<=^|\n)\p{M}/gu, spell)
}

/** Looks like a space and is none: no shell splits a word there. */
const FALSE_SPACE = /(?! )\p{Zs}/gu

const spell = (c: string): string =>
  `⟨U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`

/** The same for what belongs on one line: a newline in it is spelled out. */
export const shownLine = (text: string): string => shown(text).replaceAll('\n', '⟨U+000A⟩')

/** Words for the person: nothing hidden, but emoji may lose their taste. Newlines stay. */
export const prose = (text: string): string => settle(reveal(text))

export const proseLine = (text: string): string => prose(text).replaceAll('\n', ' ')

/**
 * Breaks one line at `cells`, nothing lost: joined, the pieces are the line. `words` prefers to break after
 * a space; `anywhere` is for text to be judged character by character.
 */
export function wrap(line: string, cells: number, at: 'words' | 'anywhere'): string[] {
  if (cells <= 1 || (line.length <= cells && NARROW.test(line))) return [line]
  const out: string[] = []
  let row = ''
  let used = 0
  let space = -1 // length of `row` up to and including its last space
  for (const g of graphemes(line)) {
    const w = width(g)
    if (used + w > cells) {
      const keep = at === 'words' && space > 0 ? space : row.length
      out.push(row.slice(0, keep))
      row = row.slice(keep)
      used = width(row)
      space = -1
    }
    row += g
    used += w
    if (g === ' ') space = row.length
  }
  if (row !== '' || out.length === 0) out.push(row)
  return out
}

/** Its first letter large. */
export const sentenceCase = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

/** `~/src/shop` for what lies in the home folder. */
export function tilde(path: string, home: string | undefined): string {
  if (!home || home === '/') return path
  if (path === home) return '~'
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path
}

/** A path that must be short keeps its end, which tells most: `…/shop/api`. */
export function cutPath(path: string, cells: number): string {
  if (width(path) <= cells) return path
  const parts = path.split('/')
  for (let from = 1; from < parts.length; from++) {
    const tail = `…/${parts.slice(from).join('/')}`
    if (width(tail) <= cells) return tail
  }
  return cut(parts.at(-1) ?? path, cells)
}
