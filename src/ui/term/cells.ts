import { graphemes, width } from '../text.ts'

/** A cell of the screen. A wide character is its cell and empty ones after it. */
export type Cell = { text: string /** SGR parameters in force, `''` for none. */; style: string }

const BLANK: Cell = { text: ' ', style: '' }
const SGR = /\u001b\[([\d;:]*)m/g

/** A row of text with SGR codes as `cols` cells: cut or filled. */
export function rowOf(text: string, cols: number): Cell[] {
  const row: Cell[] = []
  let style = ''
  let from = 0
  for (const match of text.matchAll(SGR)) {
    style = put(row, text.slice(from, match.index), style, cols)
    style = after(style, match[1] ?? '')
    from = match.index + match[0].length
  }
  put(row, text.slice(from), style, cols)
  while (row.length < cols) row.push(BLANK)
  return row
}

function put(row: Cell[], text: string, style: string, cols: number): string {
  if (text === '') return style
  for (const g of graphemes(text)) {
    const w = width(g)
    if (w === 0) continue
    if (row.length + w > cols) break
    row.push({ text: g, style })
    for (let more = 1; more < w; more++) row.push({ text: '', style })
  }
  return style
}

/** The style after one more code. Codes that turn one thing off make it a list of all that came before,
 * which a terminal reads to the same effect; a reset starts anew. */
function after(style: string, codes: string): string {
  if (codes === '' || codes === '0') return ''
  if (codes.startsWith('0;')) return codes.slice(2)
  const next = style === '' ? codes : `${style};${codes}`
  return simplify(next)
}

// Foreground, background and the plain attributes, each in a slot of its own, so that equal looks compare
// equal and a style does not grow along a row.
const SLOTS: [RegExp, string][] = [
  [/^(?:3[0-7]|9[0-7]|38[;:].*|39)$/, 'fg'],
  [/^(?:4[0-7]|10[0-7]|48[;:].*|49)$/, 'bg'],
  [/^(?:58[;:].*|59)$/, 'ul'],
  [/^(?:1|2|22)$/, 'weight'],
  [/^(?:3|23)$/, 'italic'],
  [/^(?:4|4:\d|21|24)$/, 'underline'],
  [/^(?:5|6|25)$/, 'blink'],
  [/^(?:7|27)$/, 'inverse'],
  [/^(?:8|28)$/, 'conceal'],
  [/^(?:9|29)$/, 'strike'],
  [/^(?:53|55)$/, 'over'],
]
const OFF = new Set(['39', '49', '59', '22', '23', '24', '25', '27', '28', '29', '55', '4:0', '8'])
// 38;5;n  38;2;r;g;b  and the same for 48 and 58 belong together.
const PARTS = /(?:38|48|58);5;\d*|(?:38|48|58);2;\d*;\d*;\d*|[\d:]+/g

const simplified = new Map<string, string>()
const SIMPLIFIED_LIMIT = 2000

function simplify(style: string): string {
  const known = simplified.get(style)
  if (known !== undefined) return known
  const slots = new Map<string, string>()
  for (const [part] of style.matchAll(PARTS)) {
    if (part === '0') slots.clear()
    const slot = SLOTS.find(([pattern]) => pattern.test(part))?.[1]
    if (!slot) continue
    // Bold and dim may both be on.
    const name = slot === 'weight' && part !== '22' ? `weight${part}` : slot
    if (part === '22') for (const w of ['weight1', 'weight2']) slots.delete(w)
    if (OFF.has(part)) slots.delete(name)
    else slots.set(name, part)
  }
  const result = [...slots.keys()]
    .sort()
    .map((name) => slots.get(name))
    .join(';')
  if (simplified.size > SIMPLIFIED_LIMIT) simplified.clear()
  simplified.set(style, result)
  return result
}
