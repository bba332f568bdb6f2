import { fstatSync, openSync, renameSync } from 'node:fs'
import { cleanLine } from '../protocol/clean.ts'
import { isCode } from './paths.ts'
import { closeQuietly, writeAll } from './write.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
export type LogFields = Record<string, unknown>

/** Each call writes one line at once. None throws: a full disk must not end the daemon. */
export type Log = {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  close(): void
}

/** At this size the log becomes `<path>.1`, replacing the one before, bytes. */
const LOG_BYTES = 4 * 1024 * 1024
/** A field or message is cut here, characters: one huge tool input must not push all else out of the log. */
const VALUE_CHARS = 2000
const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']
/** Fields that are or hold secrets: an environment, a token. Their values are never written. */
const SECRET = /^env$|environ|secret|token$|password|authorization/i

/**
 * Opens the daemon's log: text lines such as `2026-11-21T10:00:00.000Z info started pid=412`, levels below
 * `level` left out, mode 0600. Lines that cannot be written are counted and the count is told in the next
 * line that can. `limit` is the size to rotate at, bytes.
 */
export function openLog(path: string, level: LogLevel, limit = LOG_BYTES): Log {
  let file: number | undefined
  let lost = 0

  function write(at: LogLevel, message: string, fields: LogFields = {}): void {
    if (LEVELS.indexOf(at) < LEVELS.indexOf(level)) return
    try {
      file = ready(path, file, limit)
      const more = lost > 0 ? { ...fields, linesLost: lost } : fields
      writeAll(file, Buffer.from(logLine(new Date(), at, message, more)))
      lost = 0
    } catch {
      lost++
    }
  }

  return {
    debug: (message, fields) => write('debug', message, fields),
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
    close() {
      if (file !== undefined) closeQuietly(file)
      file = undefined
    },
  }
}

/** The file to write to: opened if it is not, again if somebody deleted it, rotated if it is full. */
function ready(path: string, file: number | undefined, limit: number): number {
  if (file !== undefined) {
    const { nlink, size } = fstatSync(file)
    if (nlink > 0 && size < limit) return file
    if (nlink > 0) moveToOld(path)
  }
  const opened = openSync(path, 'a', 0o600)
  // Only now: were the old one closed before a step that throws, its number could soon be another file's.
  if (file !== undefined) closeQuietly(file)
  return opened
}

function moveToOld(path: string): void {
  try {
    renameSync(path, `${path}.1`)
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error // moved before, when opening the new one failed
  }
}

/** One line of the log. Values with blanks, quotes or `=` are JSON; control characters never get through. */
export function logLine(when: Date, level: LogLevel, message: string, fields: LogFields): string {
  const words = [when.toISOString(), level, cleanLine(message, VALUE_CHARS)]
  for (const [key, value] of Object.entries(fields))
    if (value !== undefined) words.push(`${key}=${SECRET.test(key) ? '[hidden]' : shown(value)}`)
  return `${words.join(' ')}\n`
}

function shown(value: unknown): string {
  if (typeof value === 'string')
    return /^[^\s"=]+$/.test(value) ? cleanLine(value, VALUE_CHARS) : quoted(value)
  if (value instanceof Error) return quoted(withCauses(value))
  return quoted(value)
}

function quoted(value: unknown): string {
  try {
    const json = JSON.stringify(value, (key, inner: unknown) =>
      SECRET.test(key) ? '[hidden]' : inner instanceof Error ? withCauses(inner) : inner,
    )
    return cleanLine(json ?? String(value), VALUE_CHARS)
  } catch {
    return '[not shown]' // a circle, or a BigInt
  }
}

function withCauses(error: Error): string {
  const causes: string[] = []
  let next: unknown = error
  while (next instanceof Error && causes.length < 5) {
    causes.push(next.message)
    next = next.cause
  }
  return causes.join(': ')
}
