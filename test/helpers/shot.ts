import { modesOf } from './cells.ts'
import { Resvg } from '@resvg/resvg-js'
import type { IBufferCell, Terminal } from '@xterm/headless'

/** Cell size of JetBrains Mono at 15 px, px. */
const CELL = { width: 9, height: 19, font: 15, base: 14 }
const MARGIN = 14

/** The colours of a terminal: its 16, its background and its text. */
export type Colours = { sixteen: readonly string[]; back: string; fore: string }

/** Calm ones; the 16 come mostly from sessions. */
export const DARK: Colours = {
  back: '#16181d',
  fore: '#d5d8de',
  sixteen: [
    '#16181d', '#e5737f', '#93c47d', '#e2b86b', '#7aa2f7', '#c099e0', '#6fc3d2', '#d5d8de',
    '#767c88', '#f08c96', '#a9d494', '#f0cb86', '#96b6ff', '#d3b3ef', '#8ad8e6', '#ffffff',
  ], // biome-ignore format: a palette is a table
}
export const LIGHT: Colours = {
  back: '#ffffff',
  fore: '#24292f',
  sixteen: [
    '#24292f', '#c0353c', '#2c7a33', '#8f6400', '#2f5bd0', '#8a3fb0', '#0b6f78', '#6e7781',
    '#57606a', '#a40e26', '#1a7f37', '#7a5200', '#218bff', '#a475f9', '#1b7c83', '#ffffff',
  ], // biome-ignore format: a palette is a table
}

/** What a headless terminal shows, as a picture; `cursor`: a block where its cursor stands, if that is shown. */
export function svgOf(term: Terminal, colours: Colours = DARK, { cursor = false } = {}): string {
  const width = term.cols * CELL.width + 2 * MARGIN
  const height = term.rows * CELL.height + 2 * MARGIN
  const backs: string[] = []
  const texts: string[] = []
  const buffer = term.buffer.active
  const shows = cursor && !modesOf(term).cursorHidden
  for (let y = 0; y < term.rows; y++) {
    const row = buffer.getLine(buffer.baseY + y)
    if (!row) continue
    for (let x = 0; x < term.cols; x++) {
      const cell = row.getCell(x)
      if (!cell || cell.getWidth() === 0) continue
      const here = shows && x === buffer.cursorX && y === buffer.cursorY
      const at = { x: MARGIN + x * CELL.width, y: MARGIN + y * CELL.height, colours, here }
      draw(cell, at, { backs, texts })
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="JetBrains Mono, DejaVu Sans Mono, Noto Sans Mono CJK JP, monospace" font-size="${CELL.font}"><rect width="100%" height="100%" rx="8" fill="${colours.back}"/>${backs.join('')}${texts.join('')}</svg>`
}

type Place = { x: number; y: number; colours: Colours /** The cursor is. */; here: boolean }

function draw(
  cell: IBufferCell,
  { x, y, colours, here }: Place,
  { backs, texts }: { backs: string[]; texts: string[] },
): void {
  const inverse = (cell.isInverse() !== 0) !== here
  const fore = colour(cell, 'fore', colours) ?? colours.fore
  const back = colour(cell, 'back', colours)
  const ink = inverse ? (back ?? colours.back) : fore
  const paper = inverse ? fore : back
  const wide = cell.getWidth() * CELL.width
  if (paper) backs.push(`<rect x="${x}" y="${y}" width="${wide}" height="${CELL.height}" fill="${paper}"/>`)
  const text = cell.getChars()
  const frame = box(text, x, y, ink)
  if (frame) texts.push(frame)
  else if (text.trim() !== '') {
    const style = `${cell.isBold() ? ' font-weight="bold"' : ''}${cell.isItalic() ? ' font-style="italic"' : ''}${cell.isDim() ? ' opacity="0.6"' : ''}`
    texts.push(`<text x="${x}" y="${y + CELL.base}" fill="${ink}"${style}>${escaped(text)}</text>`)
  }
  if (cell.isUnderline())
    texts.push(`<rect x="${x}" y="${y + CELL.base + 2}" width="${wide}" height="1" fill="${ink}"/>`)
}

function colour(cell: IBufferCell, side: 'fore' | 'back', { sixteen }: Colours): string | undefined {
  const fore = side === 'fore'
  const value = fore ? cell.getFgColor() : cell.getBgColor()
  if (fore ? cell.isFgDefault() : cell.isBgDefault()) return undefined
  if (fore ? cell.isFgRGB() : cell.isBgRGB()) return `#${value.toString(16).padStart(6, '0')}`
  if (value < 16) return sixteen[value]
  if (value >= 232) return grey(8 + (value - 232) * 10)
  const level = (n: number) => (n === 0 ? 0 : 55 + n * 40)
  const at = value - 16
  return `rgb(${level(Math.floor(at / 36))},${level(Math.floor(at / 6) % 6)},${level(at % 6)})`
}

const grey = (n: number): string => `rgb(${n},${n},${n})`

/** Frames are drawn, so that lines meet whatever the font's height. */
function box(text: string, x: number, y: number, ink: string): string | undefined {
  const { width, height } = CELL
  const mx = x + width / 2
  const my = y + height / 2
  const r = width / 2
  const path: Record<string, string> = {
    '─': `M${x} ${my}H${x + width}`,
    '│': `M${mx} ${y}V${y + height}`,
    '╭': `M${mx} ${y + height}V${my + r}Q${mx} ${my} ${x + width} ${my}`,
    '╮': `M${mx} ${y + height}V${my + r}Q${mx} ${my} ${x} ${my}`,
    '╰': `M${mx} ${y}V${my - r}Q${mx} ${my} ${x + width} ${my}`,
    '╯': `M${mx} ${y}V${my - r}Q${mx} ${my} ${x} ${my}`,
  }
  const eighths = '▁▂▃▄▅▆▇'.indexOf(text) + 1
  if (text !== '' && eighths > 0) {
    const high = (height * eighths) / 8
    return `<rect x="${x}" y="${y + height - high}" width="${width}" height="${high}" fill="${ink}"/>`
  }
  if (text === '▌') return `<rect x="${x}" y="${y}" width="${width / 2}" height="${height}" fill="${ink}"/>`
  if (text === '█') return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${ink}"/>`
  return path[text] && `<path d="${path[text]}" stroke="${ink}" fill="none" stroke-width="1.2"/>`
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** At twice the size, for sharp screens. */
export function pngOf(svg: string): Buffer {
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: 2 },
    font: { loadSystemFonts: true, defaultFontFamily: 'JetBrains Mono' },
  })
  return image.render().asPng()
}
