import type { RiskReason } from '../../protocol/request.ts'
import { span, type Line, type Span, type Tone } from '../line.ts'
import { shown, shownLine, wrap } from '../text.ts'
import { diffLines } from './diff.ts'

type Input = Record<string, unknown>

/** What a tool is about to do, in full: `main` is the command or the change, `rest` every other field. */
export function inputLines(
  input: Input,
  reasons: readonly RiskReason[],
  cols: number,
): { main: Line[]; rest: Line[] } {
  const pieces = reasons.flatMap((r) => (r.piece && r.level !== 'low' ? [shown(r.piece)] : []))
  const done = new Set<string>()
  const out: Line[] = []
  const text = (name: string): string | undefined => {
    const value = input[name]
    if (typeof value !== 'string') return undefined
    done.add(name)
    return value
  }
  const command = text('command')
  if (command !== undefined) out.push(...code(command, cols, pieces))
  const path = text('file_path') ?? text('notebook_path')
  if (path !== undefined) out.push(...code(path, cols, pieces, 'strong'))
  const before = input.old_string
  const after = input.new_string
  if (typeof before === 'string' && typeof after === 'string') {
    done.add('old_string').add('new_string')
    out.push(...change(before, after, cols))
  }
  if (Array.isArray(input.edits) && input.edits.every(isEdit)) {
    done.add('edits')
    for (const edit of input.edits) out.push([], ...change(edit.old_string, edit.new_string, cols))
  }
  const content = path === undefined ? undefined : (text('content') ?? text('new_source'))
  if (content !== undefined) out.push(...change('', content, cols))
  const url = text('url')
  if (url !== undefined) out.push(...code(url, cols, pieces))
  const rest: Line[] = []
  for (const [name, value] of Object.entries(input)) {
    if (done.has(name) || value === undefined) continue
    rest.push(...field(name, value, cols))
  }
  return { main: out, rest }
}

function isEdit(value: unknown): value is { old_string: string; new_string: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'old_string' in value &&
    typeof value.old_string === 'string' &&
    'new_string' in value &&
    typeof value.new_string === 'string' &&
    // Anything else in there must be seen, so such an edit is shown as it stands.
    Object.keys(value).every((key) => ['old_string', 'new_string', 'replace_all'].includes(key))
  )
}

const change = (before: string, after: string, cols: number): Line[] =>
  diffLines(shown(before), shown(after)).flatMap(({ mark, text, tone }) =>
    soft(text, cols - 2).map((row, i): Line => [span(i === 0 ? `${mark} ` : '┆ ', tone), span(row, tone)]),
  )

function field(name: string, value: unknown, cols: number): Line[] {
  const label = `${shownLine(name)}: `
  const text = shown(typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? ''))
  return `${label}${text}`
    .split('\n')
    .flatMap((row, n) =>
      soft(row, cols - 2).map(
        (piece, i): Line =>
          n === 0 && i === 0
            ? [span('  '), span(piece.slice(0, label.length), 'quiet'), span(piece.slice(label.length))]
            : [span(i === 0 ? '  ' : '┆ ', 'rule'), span(piece)],
      ),
    )
}

/** Text to be judged: nothing hidden, a broken row marked as such, what is risky in it stressed. */
function code(text: string, cols: number, pieces: readonly string[], tone: Tone = 'plain'): Line[] {
  return shown(text)
    .split('\n')
    .flatMap((row) => {
      const marked = ranges(row, pieces)
      let passed = 0
      return hard(row, cols - 2).map((piece, i): Line => {
        const from = passed
        passed += piece.length
        return [span(i === 0 ? '  ' : '┆ ', 'rule'), ...stress(piece, from, marked, tone)]
      })
    })
}

const hard = (text: string, cols: number): string[] => (text === '' ? [''] : wrap(text, cols, 'anywhere'))
/** For what is read rather than judged letter by letter: nothing is lost either, and words stay whole. */
const soft = (text: string, cols: number): string[] => (text === '' ? [''] : wrap(text, cols, 'words'))

type Range = { from: number; to: number; tone: Tone }

// What `reveal` spelled out was meant not to be seen.
const SPELLED = /␛|⟨U\+[0-9A-F]+⟩/gu

function ranges(row: string, pieces: readonly string[]): Range[] {
  const out: Range[] = []
  for (const match of row.matchAll(SPELLED))
    out.push({ from: match.index, to: match.index + match[0].length, tone: 'needs' })
  for (const piece of pieces)
    for (const part of piece.split('\n')) {
      if (part.trim() === '') continue
      for (let at = row.indexOf(part); at !== -1; at = row.indexOf(part, at + part.length))
        out.push({ from: at, to: at + part.length, tone: 'danger' })
    }
  return out
}

function stress(piece: string, offset: number, marked: readonly Range[], tone: Tone): Span[] {
  // Only those of this row: a command made of thousands of hidden characters must not stop the view.
  const here = marked.filter((r) => r.from < offset + piece.length && r.to > offset)
  if (here.length === 0) return [span(piece, tone)]
  const out: Span[] = []
  const toneAt = (i: number): Tone =>
    here.find((r) => i + offset >= r.from && i + offset < r.to)?.tone ?? tone
  let from = 0
  for (let i = 1; i <= piece.length; i++) {
    if (i < piece.length && toneAt(i) === toneAt(from)) continue
    out.push(span(piece.slice(from, i), toneAt(from)))
    from = i
  }
  return out
}
