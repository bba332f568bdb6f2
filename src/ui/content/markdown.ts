import { line, span, type Line } from '../line.ts'
import { prose, wrap } from '../text.ts'

/** Markdown as plain text, whole: headings stand out, list items hang, code keeps its breaks. */
export function markdownLines(text: string, cols: number): Line[] {
  const out: Line[] = []
  let code = false
  for (const row of prose(text).split('\n')) {
    if (/^\s*```/.test(row)) {
      code = !code
      out.push(line(row, 'quiet'))
    } else if (code) {
      for (const [i, piece] of wrap(row, cols - 2, 'anywhere').entries())
        out.push([span(i === 0 ? '  ' : '┆ ', 'rule'), span(piece, 'accent')])
    } else out.push(...paragraph(row, cols))
  }
  return out
}

function paragraph(row: string, cols: number): Line[] {
  const heading = /^#{1,6}\s+/.exec(row)
  if (heading) return wrap(row.slice(heading[0].length), cols, 'words').map((text) => line(text, 'strong'))
  const item = /^(\s*(?:[-*+]|\d+[.)])\s+)/.exec(row)?.[1] ?? /^\s*/.exec(row)?.[0] ?? ''
  const hang = Math.min(item.length, Math.floor(cols / 2))
  const body = row.slice(item.length)
  return wrap(body, cols - hang, 'words').map(
    (text, i): Line => [
      span(i === 0 ? item.replace(/[*+](?=\s)/, '-').slice(0, hang) : ' '.repeat(hang)),
      span(text),
    ],
  )
}
