import { cleanText } from '../../protocol/clean.ts'
import { graphemes, settle } from '../text.ts'

/** A field of text with a caret; `at` counts code units and stands between graphemes. */
export type Edit = { text: string; at: number }

export const edit = (text = ''): Edit => ({ text, at: text.length })

const TEXT_LIMIT = 64 * 1024

export function insert({ text, at }: Edit, piece: string): Edit {
  if (text.length + piece.length > TEXT_LIMIT) return { text, at }
  return { text: text.slice(0, at) + piece + text.slice(at), at: at + piece.length }
}

/** Pasted text made harmless; in a field of one line, newlines become spaces. */
export function pasted(text: string, lines: 'one' | 'many'): string {
  const clean = settle(cleanText(text))
  return lines === 'one' ? clean.replace(/\s*\n\s*/g, ' ').trim() : clean
}

const before = ({ text, at }: Edit): number => at - (graphemes(text.slice(0, at)).at(-1)?.length ?? 0)
const behind = ({ text, at }: Edit): number => at + (graphemes(text.slice(at))[0]?.length ?? 0)
const lineStart = ({ text, at }: Edit): number => text.lastIndexOf('\n', at - 1) + 1
const lineEnd = ({ text, at }: Edit): number => {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end
}
const wordStart = ({ text, at }: Edit): number => text.slice(0, at).replace(/\S+\s*$/u, '').length
const without = ({ text }: Edit, from: number, to: number): Edit => ({
  text: text.slice(0, from) + text.slice(to),
  at: from,
})

/** What a key does to the text; undefined when it is not an editing key. */
export function editKey(e: Edit, key: string): Edit | undefined {
  switch (key) {
    case 'backspace':
      return without(e, before(e), e.at)
    case 'delete':
    case 'ctrl+d':
      return without(e, e.at, behind(e))
    case 'left':
    case 'ctrl+b':
      return { ...e, at: before(e) }
    case 'right':
    case 'ctrl+f':
      return { ...e, at: behind(e) }
    case 'home':
    case 'ctrl+a':
      return { ...e, at: lineStart(e) }
    case 'end':
    case 'ctrl+e':
      return { ...e, at: lineEnd(e) }
    case 'ctrl+u':
      return without(e, lineStart(e), e.at)
    case 'ctrl+k':
      return without(e, e.at, lineEnd(e))
    case 'ctrl+w':
      return without(e, wordStart(e), e.at)
    case 'space':
      return insert(e, ' ')
    default:
      return isText(key) ? insert(e, key) : undefined
  }
}

/** Key names are longer than one character; text never is. */
export function isText(key: string): boolean {
  return graphemes(key).length === 1 && cleanText(key) === key
}
