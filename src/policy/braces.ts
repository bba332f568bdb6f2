const WORDS_MAX = 32

/**
 * The words of `{a,b}` or `{1..5}`; undefined when it is nested, quoted, or makes more words than are worth
 * following.
 */
export function expandBraces(text: string): string[] | undefined {
  const body = text.slice(1, -1)
  const range = /^(-?\d{1,6})\.\.(-?\d{1,6})$/.exec(body) ?? /^([a-z])\.\.([a-z])$/i.exec(body)
  if (range) return spread(range[1] ?? '', range[2] ?? '')
  // A plain list only: quotes, escapes, expansions, globs and inner braces change how it is cut.
  if (!/^[\w./,:@%+-]*,[\w./,:@%+-]*$/.test(body)) return undefined
  const words = body.split(',')
  return words.length > WORDS_MAX ? undefined : words
}

function spread(from: string, to: string): string[] | undefined {
  const digits = /\d/.test(from)
  // Padded numbers keep their width.
  const width = /^-?0\d/.test(from) || /^-?0\d/.test(to) ? Math.max(from.length, to.length) : 0
  const [a, b] = digits ? [Number(from), Number(to)] : [from.charCodeAt(0), to.charCodeAt(0)]
  if (Math.abs(a - b) >= WORDS_MAX) return undefined
  const step = a <= b ? 1 : -1
  return Array.from({ length: Math.abs(a - b) + 1 }, (_, i) => {
    const at = a + i * step
    return digits ? String(at).padStart(width, '0') : String.fromCharCode(at)
  })
}
