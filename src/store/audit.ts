import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import * as v from 'valibot'
import { gist } from '../protocol/request.ts'
import {
  fieldOf,
  fitsWish,
  isFields,
  type AuditEntry,
  type AuditPage,
  type AuditWish,
} from '../protocol/audit.ts'
import { isCode } from './paths.ts'
import { closeQuietly, fsyncFolder, writeAll } from './write.ts'

export type Audit = {
  /**
   * Returns when the entry is on disk.
   * @throws when that is not sure (full disk, I/O): what is not written down must not be allowed.
   */
  append(entry: AuditEntry): void
  close(): void
}

/** At this size the file gets the next number and a new one begins, bytes. Numbered files are kept. */
const AUDIT_BYTES = 16 * 1024 * 1024

/**
 * Opens the audit trail for appending, mode 0600. `limit` is the size to rotate at, bytes.
 * Several processes may append at a time: each line is one write to a file in append mode, and each append
 * looks first whether another process has rotated.
 */
export function openAudit(path: string, limit = AUDIT_BYTES): Audit {
  let file: number | undefined

  function append(entry: AuditEntry): void {
    const line = `${JSON.stringify(entry)}\n`
    try {
      file = current(path, file, limit)
      // A crash or a full disk may have left half a line. It stays, on a line of its own.
      writeAll(file, Buffer.from(endsTorn(file) ? `\n${line}` : line))
      fsyncSync(file)
    } catch (cause) {
      throw new Error(`the audit trail ${path} could not be written: ${String(cause)}`, { cause })
    }
  }

  return {
    append,
    close() {
      if (file !== undefined) closeQuietly(file)
      file = undefined
    },
  }
}

/** The file to append to. `open` stays open, and stays the caller's, until there is a better one. */
function current(path: string, open: number | undefined, limit: number): number {
  const there = statSync(path, { throwIfNoEntry: false })
  if (open !== undefined && there?.ino === fstatSync(open).ino && there.size < limit) return open
  if (there !== undefined && there.size >= limit) rotate(path)
  const file = openFile(path)
  if (open !== undefined) closeQuietly(open)
  return file
}

function openFile(path: string): number {
  const file = openSync(path, 'a+', 0o600)
  try {
    fsyncFolder(dirname(path)) // the name too: a trail that is gone after a power cut is no trail
    return file
  } catch (error) {
    closeSync(file)
    throw error
  }
}

function rotate(path: string): void {
  const numbers = rotated(path).map((file) => file.number)
  for (let number = Math.max(0, ...numbers) + 1; ; number++) {
    const name = `${path}.${number}`
    try {
      // Taking the name first: rename would replace a file that another process has rotated just now.
      closeSync(openSync(name, 'wx', 0o600))
    } catch (error) {
      if (isCode(error, 'EEXIST')) continue
      throw error
    }
    try {
      renameSync(path, name)
    } catch (error) {
      rmSync(name, { force: true })
      if (!isCode(error, 'ENOENT')) throw error // the other process has moved it already
    }
    return
  }
}

function rotated(path: string): { number: number; path: string }[] {
  const prefix = `${basename(path)}.`
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => ({ number: Number(name.slice(prefix.length)), path: join(dirname(path), name) }))
    .sort((a, b) => a.number - b.number)
}

function endsTorn(file: number): boolean {
  const { size } = fstatSync(file)
  if (size === 0) return false
  const last = Buffer.alloc(1)
  readSync(file, last, 0, 1, size - 1)
  return last[0] !== 10
}

const EntrySchema = v.looseObject({
  at: v.number(),
  kind: v.string(),
  session: v.exactOptional(v.string()),
  who: v.string(),
  what: v.unknown(),
  verdict: v.exactOptional(v.string()),
  reasons: v.exactOptional(v.array(v.string())),
  profile: v.exactOptional(v.string()),
})

/** All entries, oldest first, over all rotated files. Torn and foreign lines are skipped. Empty when there is none. */
export function readAudit(path: string): AuditEntry[] {
  const entries: AuditEntry[] = []
  for (const text of textsOf(path)) {
    for (const line of text.split('\n')) {
      const entry = parseLine(line)
      if (entry !== undefined) entries.push(entry)
    }
  }
  return entries
}

/** Looked at from the end of the trail, bytes: some ten thousand lines. */
const LOOK_BYTES = 16 * 1024 * 1024
/** A longer line, one that writes a file whole, is given without what was written, bytes. */
const WHOLE_BYTES = 16 * 1024
const CHUNK_BYTES = 256 * 1024

/** The newest entries that fit a wish, newest first. Reads the trail from its end, and no further than it must. */
export function tailAudit(path: string, wish: AuditWish): AuditPage {
  const entries: AuditEntry[] = []
  let looked = 0
  for (const line of linesFromEnd(path)) {
    looked += line.length + 1
    if (looked > LOOK_BYTES || entries.length >= wish.limit) return { entries, more: true }
    const entry = parseLine(line)
    if (entry !== undefined && fitsWish(entry, wish))
      entries.push(line.length > WHOLE_BYTES ? withoutWeight(entry, line.length) : entry)
  }
  return { entries, more: false }
}

function withoutWeight(entry: AuditEntry, bytes: number): AuditEntry {
  const { what } = entry
  const [tool, input] = [fieldOf(what, 'tool'), fieldOf(what, 'input')]
  const request = fieldOf(what, 'request')
  const named = typeof tool === 'string' ? tool : entry.kind
  return {
    ...entry,
    what: {
      ...(typeof request === 'string' && { request }),
      tool: named,
      says: isFields(input) ? gist(named, input).slice(0, WHOLE_BYTES / 4) : named,
      bytes,
    },
  }
}

function* linesFromEnd(path: string): Generator<string> {
  const files = statSync(dirname(path), { throwIfNoEntry: false })
    ? rotated(path).map((file) => file.path)
    : []
  for (const file of [path, ...files.toReversed()]) {
    let fd: number
    try {
      fd = openSync(file, 'r')
    } catch (error) {
      if (isCode(error, 'ENOENT')) continue
      throw new Error(`the audit trail ${file} cannot be read`, { cause: error })
    }
    try {
      yield* backwards(fd)
    } finally {
      closeSync(fd)
    }
  }
}

function* backwards(fd: number): Generator<string> {
  let rest: Buffer = Buffer.alloc(0)
  for (let end = fstatSync(fd).size; end > 0; ) {
    const start = Math.max(0, end - CHUNK_BYTES)
    const chunk = Buffer.alloc(end - start)
    readSync(fd, chunk, 0, chunk.length, start)
    end = start
    rest = Buffer.concat([chunk, rest])
    // A newline byte is never a part of another character in UTF-8.
    for (let at = rest.lastIndexOf(10); at >= 0; at = rest.lastIndexOf(10)) {
      yield rest.toString('utf8', at + 1)
      rest = rest.subarray(0, at)
    }
  }
  yield rest.toString('utf8')
}

function* textsOf(path: string): Generator<string> {
  try {
    for (const file of rotated(path)) yield readFileSync(file.path, 'utf8')
    yield readFileSync(path, 'utf8')
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return
    throw new Error(`the audit trail ${path} cannot be read`, { cause })
  }
}

function parseLine(line: string): AuditEntry | undefined {
  if (line === '') return undefined
  try {
    const parsed = v.safeParse(EntrySchema, JSON.parse(line))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}
