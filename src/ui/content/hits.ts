import { span, type Span, type Tone } from '../line.ts'

/** A text as spans, the characters at `at` (code units) marked as found. What was cut from its end has no mark. */
export function hitSpans(text: string, at: readonly number[], tone: Tone): Span[] {
  if (at.length === 0) return [span(text, tone)]
  const found = new Set(at)
  const out: Span[] = []
  let from = 0
  // Iterated by code points: half a character cannot be drawn.
  let i = 0
  let here = false
  for (const c of text) {
    const hit = found.has(i)
    if (hit !== here) {
      if (i > from) out.push(span(text.slice(from, i), here ? 'hit' : tone))
      from = i
      here = hit
    }
    i += c.length
  }
  out.push(span(text.slice(from), here ? 'hit' : tone))
  return out
}
