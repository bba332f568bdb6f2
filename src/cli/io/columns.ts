import stringWidth from 'string-width'

/** Rows as aligned columns, two spaces apart; the last one ends where it ends. */
export function columns(rows: readonly string[][]): string {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, stringWidth(cell))),
    [],
  )
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? cell : padded(cell, widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const padded = (text: string, cells: number): string => text + ' '.repeat(cells - stringWidth(text))

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The text in at most `cells` cells, `…` at the cut. */
export function cutTo(text: string, cells: number): string {
  if (stringWidth(text) <= cells) return text
  let out = ''
  let used = 0
  for (const { segment } of graphemes.segment(text)) {
    used += stringWidth(segment)
    if (used > cells - 1) break
    out += segment
  }
  return `${out}…`
}
