/** How many cells a text takes. */
export type Width = (text: string) => number

/** One cell a character: ASCII and the marks of our own rows. */
const PLAIN = /^[\u0020-\u007e●◇✓✗▲…·]*$/

/** For these texts. The tables of wide characters take longer to load than a command to run: only when needed. */
export async function widthFor(texts: readonly string[]): Promise<Width> {
  if (texts.every((text) => PLAIN.test(text))) return (text) => text.length
  return (await import('string-width')).default
}

/** Rows as aligned columns, two spaces apart; the last one ends where it ends. */
export function columns(rows: readonly string[][], width: Width): string {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, width(cell))),
    [],
  )
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? cell : cell + ' '.repeat((widths[i] ?? 0) - width(cell))))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Rows of whole words; a word that is longer than a row, such as a path, stays whole, to be copied. */
export function wrapWords(text: string, cells = Number.POSITIVE_INFINITY, indent = ''): string[] {
  const [first = '', ...words] = text.split(' ')
  const rows = [indent + first]
  for (const word of words) {
    const row = `${rows.at(-1)} ${word}`
    if (row.length <= cells) rows[rows.length - 1] = row
    else rows.push(indent + word)
  }
  return rows
}

/** The text in at most `cells` cells, `…` at the cut. */
export function cutTo(text: string, cells: number, width: Width): string {
  if (width(text) <= cells) return text
  const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  let out = ''
  let used = 0
  for (const { segment } of graphemes.segment(text)) {
    used += width(segment)
    if (used > cells - 1) break
    out += segment
  }
  return `${out}…`
}
