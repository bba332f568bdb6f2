/**
 * How many bytes at the end of `bytes` are a control sequence or a character that is not complete yet (ECMA-48,
 * UTF-8). They have no effect on a terminal until the rest comes, so a snapshot taken here must be followed by
 * them: the rest alone would be printed as text.
 * `bytes` begins outside any sequence.
 */
export function unfinishedTail(bytes: Buffer): number {
  const last = lastIntroducer(bytes, bytes.length)
  if (last !== -1 && isUnfinished(bytes, last)) {
    // A lone ESC at the end may be half of the `ESC \` that ends the string before it.
    if (last === bytes.length - 1) {
      const before = lastIntroducer(bytes, last)
      if (before !== -1 && isString(bytes, before) && isUnfinished(bytes.subarray(0, last), before))
        return bytes.length - before
    }
    return bytes.length - last
  }
  return unfinishedCharacter(bytes)
}

const ESC = 0x1b
const CAN = 0x18
const SUB = 0x1a
const BEL = 0x07

/** Where the last ESC, or C1 control that begins a sequence (as UTF-8: C2 80–9F), stands before `end`. */
function lastIntroducer(bytes: Buffer, end: number): number {
  if (end === 0) return -1
  const esc = bytes.lastIndexOf(ESC, end - 1)
  for (
    let at = bytes.lastIndexOf(0xc2, end - 1);
    at > esc;
    at = at === 0 ? -1 : bytes.lastIndexOf(0xc2, at - 1)
  ) {
    const next = bytes[at + 1]
    if (next !== undefined && at + 1 < end && [0x90, 0x98, 0x9b, 0x9d, 0x9e, 0x9f].includes(next)) return at
  }
  return esc
}

/** The byte that says which sequence it is, as it would stand after an ESC. */
function kindAt(bytes: Buffer, at: number): number | undefined {
  const next = bytes[at + 1]
  return bytes[at] === ESC || next === undefined ? next : next - 0x40
}

function isString(bytes: Buffer, at: number): boolean {
  const kind = kindAt(bytes, at)
  return kind !== undefined && ']P_^X'.includes(String.fromCharCode(kind))
}

function isUnfinished(bytes: Buffer, at: number): boolean {
  const kind = kindAt(bytes, at)
  if (kind === undefined) return true
  if (isString(bytes, at)) return !hasStringEnd(bytes, at + 2, kind === 0x5d)
  if (kind === 0x5b) return !hasFinal(bytes, at + 2, 0x40)
  return kind >= 0x20 && kind <= 0x2f && !hasFinal(bytes, at + 2, 0x30)
}

/** Whether parameters and intermediates come to a final byte, or something breaks the sequence off. */
function hasFinal(bytes: Buffer, from: number, lowest: number): boolean {
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte === CAN || byte === SUB) return true
    // Controls inside a sequence are carried out at once and do not end it.
    if (byte >= lowest && byte !== 0x7f) return true
  }
  return false
}

function hasStringEnd(bytes: Buffer, from: number, isOsc: boolean): boolean {
  if (bytes.indexOf(CAN, from) !== -1 || bytes.indexOf(SUB, from) !== -1) return true
  if (isOsc && bytes.indexOf(BEL, from) !== -1) return true
  for (let at = bytes.indexOf(0xc2, from); at !== -1; at = bytes.indexOf(0xc2, at + 1))
    if (bytes[at + 1] === 0x9c) return true
  return false
}

function unfinishedCharacter(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) {
      const wants = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return wants > back ? back : 0
    }
  }
  return 0
}

/**
 * Modes set and reset by number (DECSET, SM) whose last value is all that matters, and the like. First what is none
 * of it, colours and moves of the cursor: nearly all there is are those, and they are to cost one look.
 */
const SEQUENCE =
  // biome-ignore lint: the point is to name control characters
  /\x1b(?!\[[\d;:]*[@-gi-km-ps-~])(?:\[(?:\?([\d;]+)([hl])|(\d*(?:;\d*)?r)|(\d* q)|(!p)|([<>=][\d;]*u)|(>[\d;]*m)|((?:4|20)[hl]))|([()*+][0-9A-Za-z])|([=>])|(c))|([\x0e\x0f])/g

const STYLE = /\x1b\[[\d;:]*m/g // biome-ignore lint: as above
const STYLE_WINDOW = 8192
const ALTERNATE = new Set(['47', '1047', '1049'])

const PIECE_BYTES = 32 * 1024

/** Piece by piece, cut before an ESC: the whole stretch as one string would make the heap grow by megabytes. */
function* matches(bytes: Buffer): Generator<RegExpExecArray> {
  for (let at = 0; at < bytes.length; ) {
    const esc = at + PIECE_BYTES < bytes.length ? bytes.lastIndexOf(ESC, at + PIECE_BYTES) : -1
    const end = esc > at ? esc : Math.min(bytes.length, at + PIECE_BYTES)
    yield* bytes.toString('latin1', at, end).matchAll(SEQUENCE)
    at = end
  }
}

/**
 * What a stretch of output did to a terminal apart from text: modes, scroll region, cursor style, character
 * sets, alternate screen and the colours in force at its end. A few hundred bytes for megabytes; ends with the
 * cursor in the bottom row, where a program that floods has it.
 */
export function modesOf(skipped: Buffer): Buffer {
  const kept = new Map<string, string>()
  const keep = (key: string, sequence: string): void => {
    kept.delete(key) // the order of the last ones
    kept.set(key, sequence)
  }
  let stacked = 0
  for (const found of matches(skipped)) {
    const [sequence, modes, set, region, style, soft, kitty, keys, ansi, charset, keypad, reset] = found
    if (reset !== undefined || soft !== undefined) {
      kept.clear()
      keep('reset', sequence)
    } else if (modes !== undefined)
      for (const mode of modes.split(';'))
        keep(ALTERNATE.has(mode) ? 'alternate' : `?${mode}`, `\x1b[?${mode}${set}`)
    else if (region !== undefined) keep('region', sequence)
    else if (style !== undefined) keep('cursor', sequence)
    // Flags are pushed and popped: the order counts, and no program goes deep.
    else if (kitty !== undefined) keep(`kitty ${stacked++ % 32}`, sequence)
    else if (keys !== undefined) keep(`keys ${keys.split(';')[0]}`, sequence)
    else if (ansi !== undefined) keep(`ansi ${ansi.slice(0, -1)}`, sequence)
    else if (charset !== undefined) keep(`charset ${charset[0]}`, sequence)
    else keep(keypad === undefined ? 'shift' : 'keypad', sequence)
  }
  const styles = skipped.subarray(-STYLE_WINDOW).toString('latin1').match(STYLE) ?? []
  const fresh = styles.findLastIndex((style) => style === '\x1b[0m' || style === '\x1b[m')
  const parts = [...kept.values(), '\x1b[9999;1H', ...styles.slice(Math.max(0, fresh))]
  return Buffer.from(parts.join(''), 'latin1')
}
