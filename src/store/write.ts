import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isCode } from './paths.ts'

/** `.<name>.tmp-<pid of the writer>-<random>`, beside the file it becomes: rename works only within one disk. */
const TEMP = /^\..+\.tmp-(\d+)-[0-9a-f]+(?:\.tmp-[0-9a-f]+)?$/ // the last part: conf's own temp file of ours
/** A temp file this old is nobody's, even if its writer's pid has been given out again, ms. */
const TEMP_OLD_MS = 60 * 60 * 1000
/** No state of ours comes near; a larger file is not ours and is not worth the memory, bytes. */
const JSON_LIMIT = 256 * 1024 * 1024

/**
 * Replaces `path` by `data`, all or nothing, and durably: killed or out of power at any instant, the file is
 * the old one or the new one. On an error (full disk, I/O) the old file is still there and the temp file is not.
 * The one exception is an error of the very last step, making the rename durable: then the new file is there.
 * @throws an Error naming the path, with the system's error as `cause`.
 */
export function writeAtomic(path: string, data: string | Buffer, mode = 0o600): void {
  const temp = tempName(path)
  try {
    try {
      writeDurably(temp, typeof data === 'string' ? Buffer.from(data) : data, mode)
      renameSync(temp, path)
    } catch (error) {
      rmSync(temp, { force: true })
      throw error
    }
    fsyncFolder(dirname(path))
  } catch (cause) {
    throw new Error(`${path} could not be written: ${String(cause)}`, {
      cause,
    })
  }
}

/** A new name beside `path` that sweepTemps knows. */
export function tempName(path: string): string {
  return join(dirname(path), `.${basename(path)}.tmp-${process.pid}-${random()}`)
}

/** Names need not be secret: the file is made only where there is none. `node:crypto` takes 5 ms to load. */
function random(): string {
  return Math.floor(Math.random() * 2 ** 48)
    .toString(16)
    .padStart(12, '0')
}

function writeDurably(path: string, bytes: Buffer, mode: number): void {
  const file = openSync(path, 'wx', mode)
  try {
    fchmodSync(file, mode) // whatever the umask says
    writeAll(file, bytes)
    fsyncSync(file) // before the rename, or a power cut leaves a good name on no content
  } finally {
    closeSync(file)
  }
}

/** Writes every byte. One write(2) may take fewer than it was given: a nearly full disk, a signal, a limit. */
export function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
}

/** For a file whose bytes are already safe, or can no longer be helped: close has nothing to tell. */
export function closeQuietly(file: number): void {
  try {
    closeSync(file)
  } catch {
    // the number is free all the same (close(2))
  }
}

/** Makes names in a folder durable: a rename is only in memory until its folder is on disk (fsync(2)). */
export function fsyncFolder(folder: string): void {
  const file = openSync(folder, 'r')
  try {
    fsyncSync(file)
  } catch (error) {
    if (!isCode(error, 'EINVAL', 'ENOTSUP')) throw error // some file systems have no fsync for folders
  } finally {
    closeSync(file)
  }
}

/** Removes what writers left that were killed on the way; what a living process still writes stays. */
export function sweepTemps(folder: string): void {
  for (const name of namesIn(folder)) {
    const writer = TEMP.exec(name)?.[1]
    if (writer === undefined) continue
    const path = join(folder, name)
    if (isWriting(Number(writer)) && !isOlderThan(path, TEMP_OLD_MS)) continue
    rmSync(path, { force: true })
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return []
    throw error
  }
}

function isWriting(pid: number): boolean {
  if (pid === process.pid) return false // writes never wait, so none of ours is under way
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

function isOlderThan(path: string, ms: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  return found !== undefined && Date.now() - found.mtimeMs > ms
}

export type Json = { ok: true; value: unknown } | { ok: false; why: 'missing' | 'corrupt'; moved?: string }

/**
 * Reads a JSON file. What is there but is no JSON (torn, empty, binary, a folder, a pipe) is moved aside to
 * `<path>.corrupt-<time>`, so that a good file can take its place and nothing is lost; `moved` is the new name.
 * @throws when it cannot be read at all (permission, I/O, too many open files): that says nothing about its content.
 */
export function readJson(path: string): Json {
  let file: number
  try {
    // Without O_NONBLOCK opening a pipe would wait for a writer that never comes.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return { ok: false, why: 'missing' }
    if (isCode(error, 'ENXIO', 'ELOOP')) return setAside(path) // a socket; a link to itself
    throw new Error(`${path} cannot be read`, { cause: error })
  }
  try {
    const found = fstatSync(file)
    if (!found.isFile() || found.size > JSON_LIMIT) return setAside(path, found.ino)
    const text = decode(readFileSync(file))
    const value = text === undefined ? undefined : parse(text)
    return value === undefined ? setAside(path, found.ino) : { ok: true, value }
  } finally {
    closeSync(file)
  }
}

/**
 * Renames `path` to `<path>.corrupt-<time>`, the first free such name. With `ino`, only if that file still
 * stands there: a writer may have replaced it by a good one since it was read.
 */
export function setAside(path: string, ino?: number): { ok: false; why: 'corrupt'; moved?: string } {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined || (ino !== undefined && found.ino !== ino && !found.isSymbolicLink()))
    return { ok: false, why: 'corrupt' }
  const base = `${path}.corrupt-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`
  let moved = base
  for (let n = 2; existsSync(moved); n++) moved = `${base}-${n}`
  renameSync(path, moved)
  return { ok: false, why: 'corrupt', moved }
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}
