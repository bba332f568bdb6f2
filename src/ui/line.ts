import type { Tone } from '../protocol/theme.ts'
import { cut, fit, width } from './text.ts'

export type { Tone } from '../protocol/theme.ts'

export type Span = {
  text: string
  /** `own` carries its own SGR codes, from a session's screen. */
  tone: Tone | 'own'
  /** Cells, when the text carries codes. */
  cells?: number
  /** In the selected row. */
  lit?: true
  /** What is typed goes in before it. */
  caret?: true
}
/** One row of the screen. */
export type Line = readonly Span[]

export const span = (text: string, tone: Tone = 'plain'): Span => ({ text, tone })
/** The cell under the caret of a field. */
export const caret = (under = ' '): Span => ({ text: under, tone: 'caret', caret: true })
export const line = (text: string, tone: Tone = 'plain'): Line => (text === '' ? [] : [{ text, tone }])

export function cells(l: Line): number {
  let sum = 0
  for (const s of l) sum += s.cells ?? width(s.text)
  return sum
}

/** The line as part of the selected row. */
export const lit = (l: Line): Line => l.map((s) => (s.tone === 'own' ? s : { ...s, lit: true }))

/** The line cut or filled to exactly `want` cells. */
export function fitLine(l: Line, want: number): Line {
  const out: Span[] = []
  let left = want
  for (const s of l) {
    const w = s.cells ?? width(s.text)
    if (w <= left) {
      out.push(s)
      left -= w
      continue
    }
    // A piece with codes of its own is cropped where it is made.
    if (left > 0 && s.tone !== 'own') {
      out.push({ text: fit(s.text, left), tone: s.tone })
      left = 0
    }
    break
  }
  if (left > 0) out.push({ text: ' '.repeat(left), tone: 'plain' })
  return out
}

/** `left` and `right` at the two ends of `want` cells; `right` stays whole, `left` gives way. */
export function ends(left: Line, right: Line, want: number): Line {
  const r = cells(right)
  if (r >= want) return fitLine(right, want)
  return [...fitLine(cutLine(left, want - r - 1), want - r), ...right]
}

/** The line cut to at most `want` cells, `…` at the cut. */
export function cutLine(l: Line, want: number): Line {
  if (cells(l) <= want) return l
  const out: Span[] = []
  let left = want
  for (const s of l) {
    const w = s.cells ?? width(s.text)
    if (w < left) {
      out.push(s)
      left -= w
      continue
    }
    if (s.tone !== 'own') out.push({ text: cut(w === left ? `${s.text} ` : s.text, left), tone: s.tone })
    break
  }
  return out
}
