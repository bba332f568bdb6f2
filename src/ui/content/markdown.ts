import { line, span, type Line, type Span, type Tone } from '../line.ts'
import { prose, wrap } from '../text.ts'

/**
 * Markdown as plain text, whole: headings and what is bold stand out, list items hang, code keeps its breaks. Only
 * marks that are drawn otherwise go: those of headings, of bold, of code and of a block of it.
 */
export function markdownLines(text: string, cols: number): Line[] {
  const out: Line[] = []
  let fence: string | undefined
  for (const row of prose(text).split('\n')) {
    const [, marks, info = ''] = /^\s*(`{3,}|~{3,})\s*(.*?)\s*$/.exec(row) ?? []
    if (fence !== undefined) {
      if (marks?.startsWith(fence) && info === '') fence = undefined
      else out.push(...codeLines(row, cols))
    } else if (marks !== undefined && !info.includes('`')) {
      fence = marks
      // The language is seen; anything else said there is for the person, too.
      if (!/^[\w+#.-]*$/.test(info))
        out.push(...wrap(info, cols, 'words').map((words) => line(words, 'quiet')))
    } else out.push(...paragraph(row, cols))
  }
  return out
}

const codeLines = (row: string, cols: number): Line[] =>
  wrap(row, cols - 2, 'anywhere').map(
    (piece, i): Line => [
      span(i === 0 ? '  ' : '┆ ', 'rule'),
      ...(piece === '' ? [] : [span(piece, 'accent')]),
    ],
  )

function paragraph(row: string, cols: number): Line[] {
  const heading = /^#{1,6}\s+/.exec(row)
  if (heading) return wrapSpans(inline(row.slice(heading[0].length), 'strong'), cols)
  const item = /^(\s*(?:[-*+]|\d+[.)])\s+)/.exec(row)?.[1] ?? /^\s*/.exec(row)?.[0] ?? ''
  const hang = Math.min(item.length, Math.floor(cols / 2))
  const body = row.slice(item.length)
  return wrapSpans(inline(body, 'plain'), cols - hang).map(
    (spans, i): Line => [
      span(i === 0 ? item.replace(/[*+](?=\s)/, '-').slice(0, hang) : ' '.repeat(hang)),
      ...spans,
    ],
  )
}

/** Code first: what is bold in there is meant as it stands. */
const MARKED = /(?<!`)(`{1,2})(?!`)(.*?[^`])\1(?!`)|\*\*(?=\S)([^*]*[^*\s])\*\*/g

function inline(text: string, tone: Tone): Span[] {
  const out: Span[] = []
  let from = 0
  for (const { 0: all, 2: code, 3: bold, index } of text.matchAll(MARKED)) {
    out.push(span(text.slice(from, index), tone))
    if (bold === undefined) out.push(span(code ?? '', 'accent'))
    else out.push(...inline(bold, 'strong'))
    from = index + all.length
  }
  return [...out, span(text.slice(from), tone)].filter((s) => s.text !== '')
}

/** Wrapped as if it were one text. */
function wrapSpans(spans: readonly Span[], cols: number): Line[] {
  const rest = [...spans]
  return wrap(spans.map((s) => s.text).join(''), cols, 'words').map((row) => {
    const out: Span[] = []
    for (let left = row.length; left > 0; ) {
      const next = rest.shift()
      if (!next) break
      out.push({ ...next, text: next.text.slice(0, left) })
      if (next.text.length > left) rest.unshift({ ...next, text: next.text.slice(left) })
      left -= next.text.length
    }
    return out
  })
}
