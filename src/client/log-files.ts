import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync, watch } from 'node:fs'
import { join } from 'node:path'

const CHUNK_BYTES = 64 * 1024
/** Where watching tells nothing (network folders), we look this often. */
const LOOK_MS = 1000

/** A size or a new program, at an offset in bytes since the session's first output ever. */
export type Mark = { offset: number; cols: number; rows: number; isStart: boolean }
export type LogIndex = {
  marks: Mark[]
  /** Offset of the first byte of output.log. */
  base: number
}

/** Reads `output.index` as the host writes it; lines cut by a crash are passed over. */
export function readIndex(folder: string): LogIndex {
  const text = textOf(join(folder, 'output.index'))
  const index: LogIndex = { marks: [], base: 0 }
  for (const line of text.split('\n')) {
    const [word, ...rest] = line.split(' ')
    const numbers = rest.map(Number)
    if (numbers.some((number) => !Number.isSafeInteger(number) || number < 0)) continue
    if (word === 'rotate' && numbers.length === 1) index.base = numbers[0] ?? 0
    else if (word === 'start' && numbers.length === 5) index.marks.push(mark(numbers.slice(1), true))
    else if (word === 'size' && numbers.length === 3) index.marks.push(mark(numbers, false))
  }
  return index
}

function mark([offset = 0, cols = 80, rows = 24]: number[], isStart: boolean): Mark {
  return { offset, cols: Math.min(1000, Math.max(2, cols)), rows: Math.min(1000, Math.max(1, rows)), isStart }
}

export type Piece = { type: 'bytes'; bytes: Buffer; offset: number } | { type: 'mark'; mark: Mark }

/**
 * The whole log, oldest first, with the sizes where they changed. Files that are rotated meanwhile are read to
 * their end as they were. Buffers are only valid until the next piece.
 */
export async function* readPieces(folder: string): AsyncGenerator<Piece> {
  const files = openBoth(folder)
  try {
    const index = readIndex(folder)
    const [older = 0] = files.length === 2 ? files.map((file) => fstatSync(file).size) : []
    let offset = Math.max(0, index.base - older)
    const marks = [...index.marks]
    for (const file of files)
      for (const bytes of chunks(file)) {
        yield* split(bytes, offset, marks)
        offset += bytes.length
        if (bytes.length === CHUNK_BYTES) await turn()
      }
    for (const left of marks) yield { type: 'mark', mark: left }
  } finally {
    for (const file of files) closeSync(file)
  }
}

/** Cuts `bytes` where marks stand; those used are taken out of `marks`. */
function* split(bytes: Buffer, offset: number, marks: Mark[]): Generator<Piece> {
  let from = 0
  for (let [next] = marks; next && next.offset <= offset + bytes.length; [next] = marks) {
    const at = Math.max(from, next.offset - offset)
    if (at > from) yield { type: 'bytes', bytes: bytes.subarray(from, at), offset: offset + from }
    yield { type: 'mark', mark: next }
    marks.shift()
    from = at
  }
  if (from < bytes.length) yield { type: 'bytes', bytes: bytes.subarray(from), offset: offset + from }
}

/** Lets others have their turn: a long log must not keep keys waiting. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

function* chunks(file: number): Generator<Buffer> {
  const room = Buffer.allocUnsafe(CHUNK_BYTES)
  for (let at = 0; ; ) {
    const have = readSync(file, room, 0, room.length, at)
    if (have === 0) return
    at += have
    yield room.subarray(0, have)
  }
}

/** output.log.1 and output.log, of the same moment: opened again should a rotation fall in between. */
function openBoth(folder: string): number[] {
  for (;;) {
    const newer = openMaybe(join(folder, 'output.log'))
    const older = openMaybe(join(folder, 'output.log.1'))
    const files = [older, newer].filter((file) => file !== undefined)
    if (newer === undefined || fstatSync(newer).ino === inodeAt(join(folder, 'output.log'))) return files
    for (const file of files) closeSync(file)
  }
}

/**
 * What is written from `from` on: `end`, or a number of bytes after the oldest byte that is kept. Follows the log
 * over rotations and new generations until the signal.
 */
export async function* followPieces(
  folder: string,
  options: { from: 'end' | number; signal: AbortSignal },
): AsyncGenerator<Piece> {
  const { signal } = options
  const path = join(folder, 'output.log')
  const old = join(folder, 'output.log.1')
  using bell = watchFolder(folder, signal)
  let current: Place | undefined
  /** Up to which offset all was given, and the marks at that very offset: another may be set there still. */
  let done = -1
  let edge = new Set<string>()
  let isFirst = true
  try {
    while (!signal.aborted) {
      current ??= openAt(folder, isFirst ? options.from : 0)
      isFirst = false
      const room = Buffer.allocUnsafe(CHUNK_BYTES)
      const have = current ? readSync(current.file, room, 0, room.length, current.at) : 0
      if (current && have > 0) {
        const index = readIndex(folder)
        const { offset } = current
        const end = offset + have
        const first = done === -1 ? index.marks.findLastIndex((one) => one.offset <= offset) : 0
        const here = index.marks
          .slice(Math.max(0, first))
          .filter((one) => one.offset > done || (one.offset === done && !edge.has(keyOf(one))))
          .filter((one) => one.offset <= end)
        edge = new Set(here.flatMap((one) => (one.offset === end ? [keyOf(one)] : [])))
        done = end
        yield* split(room.subarray(0, have), offset, here)
        current.at += have
        current.offset = end
        continue
      }
      const ino = inodeAt(path)
      if (current && ino !== undefined && ino !== current.ino) {
        // Rotated. Twice already, when what follows ours has become the old one.
        const before = inodeAt(old)
        const { base } = readIndex(folder)
        closeSync(current.file)
        const isTwice = before !== current.ino && before !== undefined
        const offset = current.offset
        current = openFile(isTwice ? old : path, isTwice ? offset : Math.max(base, offset))
        continue
      }
      if (inodeAt(folder) === undefined) return // the session was removed
      await bell.wait()
    }
  } finally {
    if (current) closeSync(current.file)
  }
}

const keyOf = ({ cols, rows, isStart }: Mark): string => `${cols} ${rows} ${isStart}`

type Place = { file: number; ino: number; at: number; offset: number }

function openAt(folder: string, from: 'end' | number): Place | undefined {
  const newer = openFile(join(folder, 'output.log'), readIndex(folder).base)
  if (!newer) return undefined
  const { size } = fstatSync(newer.file)
  const older = from === 'end' ? undefined : openFile(join(folder, 'output.log.1'), 0)
  if (from === 'end' || !older) {
    const at = from === 'end' ? size : Math.min(from, size)
    return { ...newer, at, offset: newer.offset + at }
  }
  const before = fstatSync(older.file).size
  const [kept, gone] = from < before ? [older, newer] : [newer, older]
  closeSync(gone.file)
  const at = from < before ? from : Math.min(from - before, size)
  return { ...kept, at, offset: from < before ? newer.offset - before + at : newer.offset + at }
}

function openFile(path: string, offset: number): Place | undefined {
  const file = openMaybe(path)
  return file === undefined ? undefined : { file, ino: fstatSync(file).ino, at: 0, offset }
}

function openMaybe(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function inodeAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return '' // not there yet, or not any more
  }
}

/** Rings when something in the folder changes, after LOOK_MS, and on the signal. */
function watchFolder(
  folder: string,
  signal: AbortSignal,
): { wait(): Promise<void>; [Symbol.dispose](): void } {
  let rang = false
  let wake: (() => void) | undefined
  const ring = (): void => {
    rang = true
    wake?.()
  }
  let watcher: ReturnType<typeof watch> | undefined
  try {
    watcher = watch(folder, ring)
    watcher.on('error', () => {})
  } catch {
    // Too many watches on this machine: looking from time to time will do.
  }
  signal.addEventListener('abort', ring)
  return {
    async wait() {
      if (rang || signal.aborted) {
        rang = false
        return
      }
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>((resolve) => {
        wake = resolve
        timer = setTimeout(resolve, LOOK_MS)
      })
      clearTimeout(timer)
      wake = undefined
      rang = false
    },
    [Symbol.dispose]() {
      watcher?.close()
      signal.removeEventListener('abort', ring)
    },
  }
}
