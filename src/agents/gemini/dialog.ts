/**
 * What stands on Gemini's screen to be answered (0.61.0). `asks`: the one dialog there is, whole: `head` is its first
 * line (of an MCP tool its question), `body` what it is about, both without white space (they are wrapped to the width); `text` is all of it.
 * `unclear`: cut, half drawn, more than one, or drawn in another way.
 */
export type Shown =
  | { is: 'none' }
  | { is: 'unclear' }
  | { is: 'asks'; about: 'command' | 'edit' | 'info' | 'mcp'; head: string; body: string; text: string }

const QUESTIONS = {
  command: /^Allow execution of \[.*\]\?$/,
  edit: /^Apply this change\?$/,
  info: /^Do you want to proceed\?$/,
  mcp: /^Allow execution of MCP tool ".*" from server ".*"\?$/,
}
const CHOICE = /^\s*│\s*(● )?\d\. .*│\s*$/

export function shownOn(rows: string[]): Shown {
  if (rows.every((row) => row.trim() === '')) return { is: 'unclear' }
  const choices = rows.flatMap((row, n) => (CHOICE.test(row) ? [n] : []))
  if (choices.length === 0) return { is: 'none' }
  const bare = rows.map((row) => row.replace(/^[│\s]+|[│\s]+$/g, ''))
  const at = (phrase: RegExp) => bare.flatMap((row, n) => (phrase.test(row) ? [n] : []))
  const asks = Object.values(QUESTIONS).flatMap(at)
  const [question] = asks
  if (question === undefined || asks.length > 1 || at(/Do you trust/).length > 0) return { is: 'unclear' }
  // One list of choices on the whole screen: what a model wrote may look like a dialog, above a real one.
  if (choices.filter((n) => /^(● )?1\. /.test(bare[n] ?? '')).length !== 1 || at(/^● \d\. /).length !== 1)
    return { is: 'unclear' }
  const below = choices.filter((n) => n > question).map((n) => bare[n] ?? '')
  if (below.length !== choices.length || !/^● 1\. Allow once$/.test(below[0] ?? '')) return { is: 'unclear' }
  if (!/^\d\. No, suggest changes \(esc\)$/.test(below.at(-1) ?? '')) return { is: 'unclear' }
  const top = rows.findLastIndex((row, n) => n < question && /^\s*╭─+╮\s*$/.test(row))
  if (top === -1) return { is: 'unclear' }
  const inside = rows.slice(top + 1, question)
  const text = squeeze(inside.join(''))
  const asked = bare[question] ?? ''
  if (QUESTIONS.mcp.test(asked)) return { is: 'asks', about: 'mcp', head: squeeze(asked), body: '', text }
  if (QUESTIONS.info.test(asked)) {
    const [title, , head = '', , ...body] = inside.map(unframed)
    if (!/^Action Required\b/.test(title ?? '') || !/^\? +\S/.test(head)) return { is: 'unclear' }
    return { is: 'asks', about: 'info', head: squeeze(head), body: squeeze(body.join('')), text }
  }
  const first = inside.findIndex((row) => /^\s*│\s*╭─+╮\s*│\s*$/.test(row))
  if (first === -1 || !/^\s*│\s*╰─+╯\s*│\s*$/.test(inside.at(-1) ?? '')) return { is: 'unclear' }
  const body = inside.slice(first + 1, -1).map((row) => unframed(unframed(row)))
  return {
    is: 'asks',
    about: QUESTIONS.edit.test(asked) ? 'edit' : 'command',
    head: squeeze(inside.slice(0, first).map(unframed).join('')),
    body: squeeze(body.join('')),
    text,
  }
}

/** What an edit's dialog draws of a unified diff: each line behind its number; a new file's without signs. */
export function drawnDiff(diff: string): string {
  let [before, after] = [0, 0]
  const lines = diff.split(/\r?\n/)
  const isNew = lines.slice(firstHunk(lines)).every((line) => !/^[- ]/.test(line))
  return lines
    .slice(firstHunk(lines))
    .map((line) => {
      const hunk = /^@@ -(\d+),?\d* \+(\d+),?\d* @@/.exec(line)
      if (hunk) [before, after] = [Number(hunk[1]) - 1, Number(hunk[2]) - 1]
      if (hunk || !/^[-+ ]/.test(line)) return ''
      if (!line.startsWith('+')) before += 1
      if (!line.startsWith('-')) after += 1
      if (isNew) return `${after}${line.slice(1)}`
      return `${line.startsWith('-') ? before : after}${line}`
    })
    .map(squeeze)
    .join('')
}

const firstHunk = (lines: string[]): number =>
  Math.max(
    0,
    lines.findIndex((line) => line.startsWith('@@ ')),
  )

/** A row without the frame around it. */
const unframed = (row: string): string => row.replace(/^\s*│ ?| ?│\s*$/g, '')

/** `═` is drawn between pieces of a diff that lie apart. */
export const squeeze = (text: string): string => text.replace(/[\s═]+/g, '')
