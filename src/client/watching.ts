import type { Display, Size } from './attach.ts'

/** How long the hint stays over the session's last row, ms. */
const HINT_MS = 4000

/** PgUp, or a whole sequence of another key or reply, or one character. */
const KEYS = /\u001b\[5~|\u001b\[[0-?]*[ -/]*[@-~]|\u001b[\]P_^].*?(?:\u0007|\u001b\\)|\u001bO.|[^]/g
const LEAVE = new Set(['q', 'Q', '\u0003', '\u001b[5~'])

/**
 * What was typed from the key on that leaves a session which is only watched: nothing is typed there, so plain
 * keys serve, on a phone too. Undefined when there is none; mosh sends several keys in one chunk.
 */
export function leavingWatch(chunk: Buffer): Buffer | undefined {
  const text = chunk.toString('latin1')
  if (text === '\u001b') return chunk
  for (const { 0: key, index } of text.matchAll(KEYS)) if (LEAVE.has(key)) return chunk.subarray(index)
  return undefined
}

/** A row that says, over the session's last one, that it is watched and how to leave. `redraw` takes it away. */
export function openHint(options: { output: Display; size(): Size; text: string; redraw(): void }): {
  show(): void
  close(): void
} {
  let timer: NodeJS.Timeout | undefined
  return {
    show() {
      const { cols, rows } = options.size()
      // One cell is left free: writing into the corner scrolls some terminals.
      const text = ` ${options.text} `.slice(0, cols - 1).padEnd(cols - 1)
      options.output.write(`\u001b7\u001b[0m\u001b[${rows};1H\u001b[7m${text}\u001b[0m\u001b8`)
      clearTimeout(timer)
      timer = setTimeout(() => {
        timer = undefined
        options.redraw()
      }, HINT_MS)
    },
    close: () => clearTimeout(timer),
  }
}
