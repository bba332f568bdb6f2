import { watch } from 'node:fs'
import { type FileHandle, open, readFile, stat } from 'node:fs/promises'
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
export async function readIndex(folder: string): Promise<LogIndex> {
  const text = await readFile(join(folder, 'output.index'), 'latin1').catch(() => '')
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
  const files = await openBoth(folder)
  try {
    const index = await readIndex(folder)
    const sizes = await Promise.all(files.map(async (file) => (await file.stat()).size))
    const older = files.length === 2 ? (sizes[0] ?? 0) : 0
    let offset = Math.max(0, index.base - older)
    const marks = [...index.marks]
    for (const file of files)
      for await (const bytes of chunks(file)) {
        yield* split(bytes, offset, marks)
        offset += bytes.length
      }
    for (const left of marks) yield { type: 'mark', mark: left }
  } finally {
    await Promise.all(files.map((file) => file.close()))
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

async function* chunks(file: FileHandle): AsyncGenerator<Buffer> {
  const room = Buffer.allocUnsafe(CHUNK_BYTES)
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(room, 0, room.length, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield room.subarray(0, bytesRead)
  }
}

/** output.log.1 and output.log, of the same moment: opened again should a rotation fall in between. */
async function openBoth(folder: string): Promise<FileHandle[]> {
  for (;;) {
    const newer = await openMaybe(join(folder, 'output.log'))
    const older = await openMaybe(join(folder, 'output.log.1'))
    const files = [older, newer].filter((file) => file !== undefined)
    const now = await inodeAt(join(folder, 'output.log'))
    if (newer === undefined || (await newer.stat()).ino === now) return files
    await Promise.all(files.map((file) => file.close()))
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
  let current: { file: FileHandle; ino: number; at: number; offset: number } | undefined
  /** Up to which offset all was given, and the marks at that very offset: another may be set there still. */
  let done = -1
  let edge = new Set<string>()
  let isFirst = true
  try {
    while (!signal.aborted) {
      current ??= await openAt(folder, isFirst ? options.from : 0)
      isFirst = false
      const room = Buffer.allocUnsafe(CHUNK_BYTES)
      const read = current ? await current.file.read(room, 0, room.length, current.at) : undefined
      if (current && read && read.bytesRead > 0) {
        const index = await readIndex(folder)
        const { offset } = current
        const end = offset + read.bytesRead
        const first = done === -1 ? index.marks.findLastIndex((one) => one.offset <= offset) : 0
        const here = index.marks
          .slice(Math.max(0, first))
          .filter((one) => one.offset > done || (one.offset === done && !edge.has(keyOf(one))))
          .filter((one) => one.offset <= end)
        edge = new Set(here.flatMap((one) => (one.offset === end ? [keyOf(one)] : [])))
        done = end
        yield* split(room.subarray(0, read.bytesRead), offset, here)
        current.at += read.bytesRead
        current.offset = end
        continue
      }
      const ino = await inodeAt(path)
      if (current && ino !== undefined && ino !== current.ino) {
        // Rotated. Twice already, when what follows ours has become the old one.
        const [before, { base }] = await Promise.all([inodeAt(old), readIndex(folder)])
        await current.file.close()
        const isTwice = before !== current.ino && before !== undefined
        const offset = current.offset
        current = await openFile(isTwice ? old : path, isTwice ? offset : Math.max(base, offset))
        continue
      }
      await bell.wait()
    }
  } finally {
    await current?.file.close()
  }
}

const keyOf = ({ cols, rows, isStart }: Mark): string => `${cols} ${rows} ${isStart}`

type Place = { file: FileHandle; ino: number; at: number; offset: number }

async function openAt(folder: string, from: 'end' | number): Promise<Place | undefined> {
  const newer = await openFile(join(folder, 'output.log'), (await readIndex(folder)).base)
  if (!newer) return undefined
  const { size } = await newer.file.stat()
  const older = from === 'end' ? undefined : await openFile(join(folder, 'output.log.1'), 0)
  if (from === 'end' || !older) {
    const at = from === 'end' ? size : Math.min(from, size)
    await older?.file.close()
    return { ...newer, at, offset: newer.offset + at }
  }
  const before = (await older.file.stat()).size
  const [kept, gone] = from < before ? [older, newer] : [newer, older]
  await gone.file.close()
  const at = from < before ? from : Math.min(from - before, size)
  return { ...kept, at, offset: from < before ? newer.offset - before + at : newer.offset + at }
}

async function openFile(path: string, offset: number): Promise<Place | undefined> {
  const file = await openMaybe(path)
  return file && { file, ino: (await file.stat()).ino, at: 0, offset }
}

async function openMaybe(path: string): Promise<FileHandle | undefined> {
  return open(path, 'r').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
}

async function inodeAt(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ ino }) => ino,
    () => undefined,
  )
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
