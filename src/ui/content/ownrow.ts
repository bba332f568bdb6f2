import sliceAnsi from 'slice-ansi'
import { cleanText } from '../../protocol/clean.ts'
import { cells, line, type Line } from '../line.ts'
import { NARROW, settle } from '../text.ts'

/** How a session's rows are shown: cells left out at the left, cells that fit, and whether colours may show. */
type Crop = { pan: number; cols: number; colour: boolean }

const SGR = /\u001b\[([\d;:]*)m/g
const ASCII = /^[\u0020-\u007e]*$/

/** Those of the frame before: most of a session's rows are the same in the next one. */
let made = new Map<string, Line>()

/** Styled rows of a session's screen, cropped. Only SGR survives; without colour only its weight does. */
export function ownLines(rows: readonly string[], crop: Crop): Line[] {
  const before = made
  made = new Map()
  const how = `${crop.pan} ${crop.cols} ${crop.colour} `
  return rows.map((text) => {
    const key = how + text
    const known = made.get(key) ?? before.get(key) ?? ownLine(text, crop)
    made.set(key, known)
    return known
  })
}

export const isBlank = (text: string): boolean => text.replace(SGR, '').trim() === ''

function ownLine(text: string, { pan, cols, colour }: Crop): Line {
  let out = ''
  let from = 0
  for (const match of text.matchAll(SGR)) {
    out += harmless(text.slice(from, match.index)) + sgr(match[1] ?? '', colour)
    from = match.index + match[0].length
  }
  out += harmless(text.slice(from))
  const piece = cropped(out, pan, pan + cols)
  const bare = piece.replace(SGR, '')
  if (bare === piece) return line(piece)
  return [{ text: `${piece}\u001b[0m`, tone: 'own', cells: cells(line(bare)) }]
}

const harmless = (text: string): string =>
  ASCII.test(text) ? text : settle(cleanText(text)).replaceAll('\n', ' ')

/** `sliceAnsi` asks for the graphemes, a hundred times the work: here where every character is a cell. */
function cropped(text: string, start: number, end: number): string {
  if (!NARROW.test(text.replace(SGR, ''))) return sliceAnsi(text, start, end)
  let out = ''
  let at = 0
  let from = 0
  const take = (until: number): void => {
    const piece = text.slice(from, until)
    out += piece.slice(Math.max(0, start - at), Math.max(0, end - at))
    at += piece.length
  }
  for (const match of text.matchAll(SGR)) {
    take(match.index)
    if (at >= end) return out
    out += match[0]
    from = match.index + match[0].length
  }
  take(text.length)
  return out
}

/** `CSI m` is a reset, which not everybody downstream knows; concealed text is shown. */
function sgr(codes: string, colour: boolean): string {
  if (codes === '') return '\u001b[0m'
  const kept = codes.replace(/(?<![\d;:])8(?=;|$)/, '')
  if (colour) return kept === '' ? '' : `\u001b[${kept}m`
  const plainOnes = codes.split(';').filter((c) => ['0', '1', '4', '7', '22', '24', '27'].includes(c))
  return plainOnes.length > 0 && !/[34]8/.test(codes) ? `\u001b[${plainOnes.join(';')}m` : ''
}
