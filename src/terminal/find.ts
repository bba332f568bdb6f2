/** So many bytes that were none of it, and the runtime's own search is the faster one. */
const MISSES = 64

/**
 * As `bytes.indexOf(sequence, from)`, found by its byte at `rare`: in coloured output an ESC stands every thirty
 * bytes, and a search that begins with it stops at each.
 */
export function findBy(bytes: Buffer, sequence: Buffer, rare: number, from = 0): number {
  const byte = sequence[rare] ?? 0
  let at = bytes.indexOf(byte, from + rare)
  for (let misses = 0; at !== -1; at = bytes.indexOf(byte, at + 1)) {
    const start = at - rare
    if (stands(bytes, sequence, start)) return start
    if (++misses === MISSES) return bytes.indexOf(sequence, start + 1)
  }
  return -1
}

function stands(bytes: Buffer, sequence: Buffer, start: number): boolean {
  for (let at = 0; at < sequence.length; at++) if (bytes[start + at] !== sequence[at]) return false
  return true
}
