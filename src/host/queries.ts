/** Of a larger chunk, which is output, only the end is looked at: a program that has asked waits for the answer. */
const LARGEST_CHUNK = 2048
const END_BYTES = 256
/** Primary device attributes, status, cursor position (DA1, DSR 5, DSR 6). */
const QUERY = /\x1b\[(?:0?c|([56])n)/g // biome-ignore lint: these are control sequences
const ESC = Buffer.from('\x1b[')

export type Query = 'attributes' | 'status' | 'cursor'

/** What a program asks its terminal, in order: only what many wait for at their start and any terminal answers. */
export function queriesIn(chunk: Buffer): Query[] {
  const asking = chunk.length > LARGEST_CHUNK ? chunk.subarray(-END_BYTES) : chunk
  if (!asking.includes(ESC)) return []
  return Array.from(asking.toString('latin1').matchAll(QUERY), ([, status]) => {
    if (status === undefined) return 'attributes'
    return status === '5' ? 'status' : 'cursor'
  })
}

/** The answers in the same order: programs ask for attributes last, to know when no other answer will come. */
export function answerQueries(queries: Query[], cursor: { x: number; y: number }): Buffer {
  const answers = queries.map((query) => {
    switch (query) {
      case 'attributes':
        return '\x1b[?1;2c' // a VT100 with advanced video, as xterm.js says
      case 'status':
        return '\x1b[0n'
      case 'cursor':
        return `\x1b[${cursor.y + 1};${cursor.x + 1}R`
    }
  })
  return Buffer.from(answers.join(''))
}
