import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** A conversation begins with its folder and first prompt; names it was given repeat near its end. Bytes. */
const HEAD_BYTES = 64 * 1024
const TAIL_BYTES = 64 * 1024

/** Whole lines from both ends of a file; of a small one all of them, once. */
export function endsOf(path: string, headBytes = HEAD_BYTES): { head: string[]; tail: string[] } {
  try {
    const file = openSync(path, 'r')
    try {
      const { size } = fstatSync(file)
      const head = read(file, 0, Math.min(size, headBytes)).split('\n')
      if (size <= headBytes) return { head: head.filter(Boolean), tail: [] }
      const from = Math.max(headBytes, size - TAIL_BYTES)
      const tail = read(file, from, size - from).split('\n')
      return { head: head.slice(0, -1), tail: tail.slice(1).filter(Boolean) }
    } finally {
      closeSync(file)
    }
  } catch {
    return { head: [], tail: [] } // gone, or not ours to read
  }
}

function read(file: number, from: number, length: number): string {
  const bytes = Buffer.alloc(length)
  return bytes.toString('utf8', 0, readSync(file, bytes, 0, length, from))
}
