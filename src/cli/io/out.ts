import { writeSync } from 'node:fs'
import { isatty } from 'node:tty'
import { cleanJson, cleanLine, cleanText } from '../../protocol/clean.ts'

/** Whether standard output is one. To ask `process.stdout` would open a stream that nothing needs. */
export const isTerminal = (): boolean => isatty(1)

/** Its window; undefined when there is none. A serial line, `script` and `ssh -tt` out of a script know no size: 0 x 0. */
export const windowSize = (): { cols: number; rows: number } | undefined =>
  isTerminal() ? { cols: process.stdout.columns || 80, rows: process.stdout.rows || 24 } : undefined

/**
 * All at once and blocking: a verb may end right after without losing what it said. Whatever agents, files and
 * folders are called, no escape or hidden character comes out.
 */
export function print(text: string): void {
  const clean = cleanText(text)
  write(1, clean.endsWith('\n') ? clean : `${clean}\n`)
}

export function printJson(value: unknown): void {
  writeOut(`${cleanJson(JSON.stringify(value, null, isTerminal() ? 2 : 0))}\n`)
}

export function complain(text: string): void {
  write(2, `roost: ${cleanText(text)}\n`)
}

/** Bytes as they stand, to standard output. */
export function writeOut(bytes: Buffer | string): void {
  write(1, bytes)
}

/** @throws never: a reader that went away (`| head`) ends the program well, a full pipe is waited for. */
function write(fd: number, data: string | Buffer): void {
  let rest = typeof data === 'string' ? Buffer.from(data) : data
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest))
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EAGAIN') {
        // A pipe that is full and non-blocking: give its reader a moment.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)
        continue
      }
      process.exit(code === 'EPIPE' ? 0 : 1)
    }
  }
}

const unit = [
  { s: 86_400, name: 'd' },
  { s: 3600, name: 'h' },
  { s: 60, name: 'm' },
]
/** `12s`, `4m`, `3h`, `2d`: how long ago `since` (epoch ms) was. */
export function age(since: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - since) / 1000))
  const fit = unit.find(({ s }) => seconds >= s)
  return fit ? `${Math.floor(seconds / fit.s)}${fit.name}` : `${seconds}s`
}

/** A path on one line, the home folder as `~`. */
export function short(path: string): string {
  const home = process.env.HOME
  return cleanLine(
    home && (path === home || path.startsWith(`${home}/`)) ? `~${path.slice(home.length)}` : path,
    4096,
  )
}
