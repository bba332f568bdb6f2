import { StringDecoder } from 'node:string_decoder'
import { readPieces } from './log-files.ts'

/** A longer line, in characters, is left to the emulator, which cuts it. */
const LONGEST_LINE = 100_000
const TAB = 8

/** Colours, erasing behind the cursor, the cursor's looks, marked pastes, titles, bells: they change no text. */
const HARMLESS =
  // oxlint-disable-next-line no-control-regex
  /\u001b\[[\d;:]*m|\u001b\[0?K|\u001b\[\?(?:25|2004)[hl]|\u001b\][02];[^\u0000-\u001f\u007f]*(?:\u0007|\u001b\\)|\u0007/g
/** What clears a screen that is clear, at the very beginning. */
const CLEARS = /^(?:\u001b\[H|\u001b\[[23]?J|\u001bc)+/ // oxlint-disable-line no-control-regex
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffd]/
// oxlint-disable-next-line no-control-regex
const BEYOND_ASCII = /[^\u0000-\u007f]/
/** What joins the character before it, or shows as nothing: an emulator may see it otherwise than we. */
const JOINS = /[\p{M}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/u
const ERASES = /\u001b\[0?K/ // oxlint-disable-line no-control-regex

/**
 * The newest `lines` lines of a session that only ever printed line after line, as builds and servers do, and where
 * `followLog` goes on. Undefined for all that moves the cursor: it takes an emulator, ten times as large, to say what a
 * person has read then. Where it gives lines they are those that the emulator would give.
 */
export async function readPlainLog(
  folder: string,
  lines: number,
): Promise<{ lines: string[]; next: number } | undefined> {
  const decoder = new StringDecoder('utf8')
  let next = 0
  let cols = 80
  let open = ''
  let blanks = 0
  let kept: string[] = []
  const take = (raw: string): boolean => {
    const text = textOf(raw, cols)
    if (text === undefined) return false
    if (text === '') blanks++
    else {
      for (; blanks > 0; blanks--) kept.push('')
      kept.push(text)
      if (kept.length > lines * 2 + 1000) kept = kept.slice(-lines)
    }
    return true
  }
  for await (const piece of readPieces(folder)) {
    if (piece.type === 'mark') {
      const isOpen = open.replace(HARMLESS, '') !== ''
      // In a window that is narrowed the cursor may stand elsewhere now.
      if (isOpen && !(piece.mark.isStart && take(open))) return undefined
      if (piece.mark.isStart) open = ''
      cols = piece.mark.cols
      continue
    }
    const isFirst = next === 0
    next += piece.bytes.length
    const text = decoder.write(piece.bytes)
    const rows = (open + (isFirst ? text.replace(CLEARS, '') : text)).split('\n')
    open = rows.pop() ?? ''
    if (open.length > LONGEST_LINE) return undefined
    // Without a CR the next line begins below the end of this one.
    for (const row of rows) if (!row.endsWith('\r') || !take(row.replace(/\r+$/, ''))) return undefined
  }
  if (open !== '' && !take(open + decoder.end())) return undefined
  return { lines: lines > 0 ? kept.slice(-lines) : [], next }
}

/** Undefined when it takes an emulator to tell. */
function textOf(raw: string, cols: number): string | undefined {
  if (raw.length > LONGEST_LINE) return undefined
  const text = raw.replace(HARMLESS, '')
  if (CONTROL.test(text)) return undefined
  const isAscii = !BEYOND_ASCII.test(text)
  if (!isAscii && (JOINS.test(text) || text.includes('\t'))) return undefined
  const shown = text.includes('\t') ? withoutTabs(text) : text
  // At the right edge a tab and an erasure do other things.
  const cells = isAscii ? shown.length : shown.length * 2
  if (cells >= cols && (shown !== text || ERASES.test(raw))) return undefined
  return shown.trimEnd()
}

function withoutTabs(text: string): string {
  const [first = '', ...parts] = text.split('\t')
  return parts.reduce((row, part) => row.padEnd((Math.floor(row.length / TAB) + 1) * TAB) + part, first)
}
