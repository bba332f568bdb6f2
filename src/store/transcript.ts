import { type FileHandle, open, stat } from 'node:fs/promises'
import { isCode } from './paths.ts'

// Conversation files are appended to by others while we read, grow to gigabytes, and hold lines of megabytes.
// Everything here reads a bounded number of bytes, and cuts bytes at newlines before decoding, so that no
// character is ever cut in two. A line counts once its newline is there: before, its writer is not done.

const NEWLINE = 10

/**
 * The last complete lines of a file, oldest first, from its last `maxBytes` bytes; empty lines left out. What
 * stands after the last newline is not given. Missing file: none.
 */
export async function tailLines(path: string, maxBytes: number): Promise<string[]> {
  return withFile(path, [], async (file, size) => {
    // One byte more, to see whether the first line is whole.
    const from = Math.max(0, size - maxBytes - 1)
    const bytes = await readAt(file, from, size - from)
    const isWhole = size <= maxBytes
    const start = isWhole ? 0 : bytes.indexOf(NEWLINE) + 1
    if (!isWhole && start === 0) return [] // nothing but the middle of one line
    return linesOf(bytes.subarray(start, bytes.lastIndexOf(NEWLINE) + 1))
  })
}

/**
 * Complete lines from byte `from` on, reading at most `maxBytes`; call again with `next` until it no longer
 * grows to have them all. A file that became shorter than `from` begins again at 0. A line longer than
 * `maxBytes` is skipped: `next` then stands within it, and a call that begins within a line skips its rest.
 * Missing file: none, and `next` is 0.
 */
export async function followLines(
  path: string,
  from: number,
  maxBytes: number,
): Promise<{ lines: string[]; next: number }> {
  return withFile(path, { lines: [], next: 0 }, async (file, size) => {
    const start = size < from ? 0 : from
    // The byte before tells whether `start` is the beginning of a line.
    const before = start === 0 ? 0 : 1
    const bytes = await readAt(file, start - before, Math.min(size - start, maxBytes) + before)
    const end = start - before + bytes.length
    const first = before === 0 || bytes[0] === NEWLINE ? before : bytes.indexOf(NEWLINE, before) + 1
    const withinLine = before === 1 && bytes[0] !== NEWLINE
    if (withinLine && first === 0) return { lines: [], next: end }
    const last = bytes.lastIndexOf(NEWLINE)
    if (last >= first)
      return { lines: linesOf(bytes.subarray(first, last + 1)), next: start - before + last + 1 }
    // No whole line. Wait for more at the line's beginning, unless the bound leaves no room for more.
    const lineStart = start - before + first
    return { lines: [], next: lineStart === start && end - start >= maxBytes ? end : lineStart }
  })
}

/** Read at a time when going backwards, bytes; and the longest line that is put together for it. */
const BACK_BYTES = 256 * 1024
const BACK_LINE_BYTES = 4 * 1024 * 1024

/**
 * Lines before byte `from` (default: the end), the newest first, about 256 KiB of them; `next` is where to go on,
 * 0 at the file's beginning. Nothing when `maybe` says no to all of them in one text, which is what makes a search
 * cheap. A line of more than 4 MiB comes in pieces. `read`: bytes. Missing file: nothing.
 */
export async function linesBefore(
  path: string,
  from: number | undefined,
  maybe: (text: string) => boolean,
): Promise<{ lines: string[]; next: number; read: number }> {
  return withFile(path, { lines: [], next: 0, read: 0 }, async (file, size) => {
    const end = Math.min(from ?? size, size)
    for (let room = BACK_BYTES; ; room *= 4) {
      const start = Math.max(0, end - room)
      const bytes = await readAt(file, start, end - start)
      // A newline that is the last byte ends the newest line; it does not begin another.
      const cut = start === 0 ? 0 : bytes.subarray(0, -1).indexOf(NEWLINE) + 1
      if (start > 0 && cut === 0 && room < BACK_LINE_BYTES) continue
      const text = bytes.subarray(cut).toString()
      const lines = maybe(text)
        ? text
            .split('\n')
            .toReversed()
            .filter((line) => line !== '' && maybe(line))
        : []
      return { lines, next: start + cut, read: end - start }
    }
  })
}

async function withFile<T>(
  path: string,
  missing: T,
  read: (file: FileHandle, size: number) => Promise<T>,
): Promise<T> {
  const found = await statOf(path)
  if (!found?.isFile()) return missing // opening a pipe would wait for ever
  let file: FileHandle
  try {
    file = await open(path, 'r')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return missing
    throw error
  }
  try {
    return await read(file, (await file.stat()).size)
  } finally {
    await file.close()
  }
}

/** `length` bytes from `from`, fewer when the file has become shorter meanwhile. */
async function readAt(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length)
  let have = 0
  while (have < length) {
    const { bytesRead } = await file.read(bytes, have, length - have, from + have)
    if (bytesRead === 0) break
    have += bytesRead
  }
  return bytes.subarray(0, have)
}

function linesOf(bytes: Buffer): string[] {
  return bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
}

async function statOf(path: string) {
  try {
    return await stat(path)
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw error
  }
}
