import { Cell } from './emulator.ts'

/** Sequence that sets exactly these attributes, whatever was in force before. `ext` as in xterm.js ExtendedAttrs. */
export function sgr(fg: number, bg: number, ext: number): string {
  let codes = '0'
  if (fg & Cell.bold) codes += ';1'
  if (bg & Cell.dim) codes += ';2'
  if (bg & Cell.italic) codes += ';3'
  if (fg & Cell.underline) codes += underline(bg & Cell.extended ? (ext >>> Cell.underlineStyleShift) & 7 : 1)
  if (fg & Cell.blink) codes += ';5'
  if (fg & Cell.inverse) codes += ';7'
  if (fg & Cell.invisible) codes += ';8'
  if (fg & Cell.strike) codes += ';9'
  if (bg & Cell.overline) codes += ';53'
  codes += color(fg, 30) + color(bg, 40)
  if (bg & Cell.extended && fg & Cell.underline) codes += underlineColor(ext)
  return `\x1b[${codes}m`
}

/** Plain `4` wherever it will do: terminals without styled underlines may misread `4:3`. */
function underline(style: number): string {
  if (style === 2) return ';21'
  return style > 2 ? `;4:${style}` : ';4'
}

function color(value: number, base: number): string {
  const mode = value & Cell.colorMode
  const index = value & 0xff
  if (mode === Cell.color16) return index < 8 ? `;${base + index}` : `;${base + 60 + (index & 7)}`
  if (mode === Cell.color256) return `;${base + 8};5;${index}`
  if (mode === Cell.colorRgb) return `;${base + 8};2;${rgb(value, ';')}`
  return ''
}

function underlineColor(ext: number): string {
  const mode = ext & Cell.colorMode
  if (mode === Cell.colorRgb) return `;58:2::${rgb(ext, ':')}`
  return mode === Cell.color256 || mode === Cell.color16 ? `;58:5:${ext & 0xff}` : ''
}

function rgb(value: number, by: string): string {
  return `${(value >>> 16) & 0xff}${by}${(value >>> 8) & 0xff}${by}${value & 0xff}`
}
