import { width } from '../text.ts'

/** Marks the cell where text goes in, among its SGR codes, whose values end at 255: no terminal is sent it. */
export const CARET = '7777'

const MARKED = new RegExp(`\\u001b\\[[\\d;:]*\\b${CARET}m`)
const SGR = /\u001b\[[\d;:]*m/g

/**
 * Where the caret stands in a frame, and the frame without it. The terminal's own cursor goes there: input methods open
 * at it, magnifiers follow it. Its cell is drawn plain, or terminals that show a cursor by inverting would hide it.
 */
export function caretOf(frame: string): { frame: string; at?: { x: number; y: number } } {
  const match = MARKED.exec(frame)
  if (!match) return { frame }
  const before = frame.slice(0, match.index)
  const y = before.split('\n').length - 1
  const x = width(before.slice(before.lastIndexOf('\n') + 1).replace(SGR, ''))
  return { frame: before + frame.slice(match.index + match[0].length), at: { x, y } }
}
