import type { IBufferCell, Terminal } from '@xterm/headless'
import { TONES, type Tone } from '../../src/protocol/theme.ts'
import type { Line } from '../../src/ui/line.ts'
import type { Theme } from '../../src/ui/theme.ts'
import { terminalWith } from '../helpers/scene.ts'

/** A look no theme has, one for each tone: what is on a screen of it tells which tone each cell has. */
const FIRST = 100
export const TELLTALE: Theme = {
  colour: true,
  ascii: false,
  lent: '',
  paint: (line: Line) =>
    line
      .map(({ text, tone, lit }) => {
        if (tone === 'own') return text
        return `\u001b[38;5;${FIRST + TONES.indexOf(tone)}${lit ? ';48;5;99' : ''}m${text.replaceAll('\n', ' ')}\u001b[0m`
      })
      .join(''),
}

/** What a cell is: a tone, and whether it stands in the selected row; or the very look a session gave it. */
export type Plane = { tone: Tone | undefined; lit: boolean; look: string }[][]

export function planeOf(term: Terminal): Plane {
  return eachCell(term, (cell) => ({
    tone: cell.isFgPalette() ? TONES[cell.getFgColor() - FIRST] : undefined,
    lit: cell.isBgPalette() && cell.getBgColor() === 99,
    look: lookOf(cell),
  }))
}

/** Colours and attributes of every cell, as one short text each. */
export const looksOf = (term: Terminal): string[][] => eachCell(term, lookOf)

function eachCell<T>(term: Terminal, read: (cell: IBufferCell) => T): T[][] {
  const buffer = term.buffer.active
  const spare = buffer.getNullCell()
  return Array.from({ length: term.rows }, (_, y) => {
    const row = buffer.getLine(buffer.baseY + y)
    return Array.from({ length: term.cols }, (__, x) => read(row?.getCell(x, spare) ?? spare))
  })
}

function lookOf(cell: IBufferCell): string {
  const blank = cell.getChars().trim() === ''
  const fore = blank && !cell.isInverse() ? '' : `${cell.getFgColorMode()}:${cell.getFgColor()}`
  const stress = `${cell.isBold() && !blank ? 'b' : ''}${cell.isUnderline() ? 'u' : ''}${cell.isInverse() ? 'i' : ''}`
  return `${fore} ${cell.getBgColorMode()}:${cell.getBgColor()} ${stress}`
}

/** How a theme shows each tone, read from a terminal. */
export async function looksOfTones(
  theme: Theme,
): Promise<(cell: Plane[number][number], blank: boolean) => string> {
  const known = new Map<string, string>()
  for (const lit of [false, true])
    for (const text of ['x', ' ']) {
      const row = TONES.map((tone) => ({ text, tone, ...(lit ? { lit } : {}) }) as const)
      const term = await terminalWith(theme.paint(row), TONES.length, 1)
      for (const [x, tone] of TONES.entries())
        known.set(`${tone} ${lit} ${text === ' '}`, looksOf(term)[0]?.[x] ?? '')
      term.dispose()
    }
  return ({ tone, lit, look }, blank) => (tone ? (known.get(`${tone} ${lit} ${blank}`) ?? '') : look)
}

/**
 * The tones of a screen, a line for each row that has some: `4 lit: needs 1, strong 5-20`. Equal rows are one
 * line, `5-9: …`. Plain text and blanks are left out.
 */
export function told(plane: Plane, text: readonly string[][]): string {
  const rows = plane.map((cells, y) => {
    const runs: { tone: Tone; from: number; to: number }[] = []
    for (const [x, { tone }] of cells.entries()) {
      if (!tone || tone === 'plain' || ((text[y]?.[x] ?? '').trim() === '' && tone !== 'caret')) continue
      const last = runs.at(-1)
      // A word's blanks are of its tone.
      if (last?.tone === tone && cells.slice(last.to + 1, x).every((c) => c.tone === tone)) last.to = x
      else runs.push({ tone, from: x, to: x })
    }
    const lit = cells.some((c) => c.lit) ? ' lit' : ''
    const said = runs
      .map(({ tone, from, to }) => `${tone} ${from === to ? from : `${from}-${to}`}`)
      .join(', ')
    return said || lit ? `${lit}: ${said}` : ''
  })
  const out: string[] = []
  for (let y = 0; y < rows.length; ) {
    let to = y
    while (to + 1 < rows.length && rows[to + 1] === rows[y]) to++
    if (rows[y]) out.push(`${to === y ? y : `${y}-${to}`}${rows[y]}`)
    y = to + 1
  }
  return out.join('\n')
}

/** The character in each cell; '' behind a wide one. */
export const charsOf = (term: Terminal): string[][] =>
  eachCell(term, (cell) => (cell.getWidth() === 0 ? '' : cell.getChars() || ' '))
