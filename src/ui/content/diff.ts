import type { Tone } from '../line.ts'

export type DiffLine = { mark: '+' | '-' | ' ' | '⋯'; text: string; tone: Tone }

/** Unchanged lines kept around a change. */
const CONTEXT = 2
// Above this the table of the longest common subsequence costs more than it tells.
const TABLE_LIMIT = 200_000

/** The change from one text to another, line by line. Every changed line is there; only equal ones are folded. */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = before === '' ? [] : before.split('\n')
  const b = after === '' ? [] : after.split('\n')
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  return fold([
    ...a.slice(0, start).map(keep),
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(keep),
  ])
}

const keep = (text: string): DiffLine => ({ mark: ' ', text, tone: 'plain' })
const add = (text: string): DiffLine => ({ mark: '+', text, tone: 'added' })
const remove = (text: string): DiffLine => ({ mark: '-', text, tone: 'removed' })

function middle(a: readonly string[], b: readonly string[]): DiffLine[] {
  if (a.length * b.length > TABLE_LIMIT) return [...a.map(remove), ...b.map(add)]
  // longest[i][j]: common lines of a from i and b from j.
  const longest = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = longest[i]
      const below = longest[i + 1]
      if (!row || !below) continue
      row[j] = a[i] === b[j] ? 1 + (below[j + 1] ?? 0) : Math.max(below[j] ?? 0, row[j + 1] ?? 0)
    }
  const out: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const mine = a[i] ?? ''
    if (mine === b[j]) {
      out.push(keep(mine))
      i++
      j++
    } else if ((longest[i + 1]?.[j] ?? 0) >= (longest[i]?.[j + 1] ?? 0)) {
      out.push(remove(mine))
      i++
    } else {
      out.push(add(b[j] ?? ''))
      j++
    }
  }
  return [...out, ...a.slice(i).map(remove), ...b.slice(j).map(add)]
}

function fold(lines: readonly DiffLine[]): DiffLine[] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some((l) => l.mark !== ' '),
  )
  const out: DiffLine[] = []
  for (let i = 0; i < lines.length; ) {
    const current = lines[i]
    if (!current) break
    let run = i
    while (run < lines.length && !near[run]) run++
    if (run - i > 1) {
      out.push({ mark: '⋯', text: `${run - i} lines unchanged`, tone: 'quiet' })
      i = run
    } else {
      out.push(current)
      i++
    }
  }
  return out
}
