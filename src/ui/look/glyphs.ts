import { graphemes, width } from '../text.ts'

/**
 * Every glyph of the view's own beyond ASCII, and what stands for it where there is only ASCII. Each takes one
 * cell as what it stands for does, so that nothing moves. States keep a character of their own each.
 */
const ASCII: Record<string, string> = {
  // States, pin, selection.
  '●': '*', '◇': 'o', '✓': '+', '✗': 'x', '▲': '^', '▌': '>',
  // Frames.
  '─': '-', '│': '|', '╭': '+', '╮': '+', '╰': '+', '╯': '+', '├': '+', '┤': '+', '┬': '+', '┴': '+', '┼': '+', '┆': ':',
  // Marks in text.
  '…': '~', '·': '-', '›': '>', '‹': '<', '▼': 'v', '⋯': '.', '–': '-', '—': '-', '“': '"', '”': '"', '‘': "'", '’': "'", '•': '*', '×': 'x',
  '↑': '^', '↓': 'v', '←': '<', '→': '>', '⟨': '<', '⟩': '>', '␛': '^',
  // Bars and sparks.
  '▁': '.', '▂': '.', '▃': ':', '▄': ':', '▅': '+', '▆': '+', '▇': '#', '█': '#', '▏': '|', '▎': '|', '▍': '|', '▋': '#', '▊': '#', '▉': '#',
  // What agents draw with, in a session's screen.
  '⎿': '`', '⏺': '*', '✻': '*', '✽': '*', '✢': '*', '✳': '*', '❯': '>', '❮': '<', '▶': '>', '◀': '<', '◆': '*', '○': 'o', '◉': '*', '◯': 'o', '✔': '+', '✘': 'x', '⚠': '!', '☐': '.', '☒': 'x', '☑': '+',
  '▰': '#', '▱': '.', '░': '.', '▒': ':', '▓': '#', '■': '#', '□': '.',
} // biome-ignore format: a table

const LEVEL = /[─━┄┅┈┉╌╍═╴╶╸╺╼╾]/
const UPRIGHT = /[│┃┆┇┊┋╎╏║╵╷╹╻╽╿]/
const BEYOND = /[^\u0000-\u007f]+/g

/** The text in ASCII alone, as many cells wide. Letters lose their accents; what has no stand-in is a `?`. */
export function ascii(text: string): string {
  return text.replace(BEYOND, (run) => graphemes(run).map(standIn).join(''))
}

function standIn(grapheme: string): string {
  const known = ASCII[grapheme]
  if (known !== undefined) return known
  const code = grapheme.codePointAt(0) ?? 0
  // Box drawing and block elements (Unicode 16, U+2500–259F): lines, corners and crossings, shades.
  if (code >= 0x2500 && code <= 0x259f)
    return code > 0x257f ? '#' : LEVEL.test(grapheme) ? '-' : UPRIGHT.test(grapheme) ? '|' : '+'
  const base = grapheme.normalize('NFD').charAt(0)
  const cells = width(grapheme)
  return base >= ' ' && base <= '~' && cells === 1 ? base : '?'.repeat(cells)
}

/** Text that a person must judge where only ASCII is drawn: two letters must not look the same. */
export const spelled = (text: string): string =>
  text.replace(
    /[^\u0000-\u007f]/gu,
    (c) => `⟨U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  )
