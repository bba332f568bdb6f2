import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { says } from './errno.ts'

/** After a failed write the next try comes this much later, ms: a full disk stays full for a while. */
const RETRY_MS = 1000

export type OutputLog = {
  /** Writes before it returns: what the host has read survives the host. Never throws. */
  append(bytes: Buffer): void
  size(cols: number, rows: number): void
  close(): void
}

/**
 * The session's output as it came, on disk: `output.log` is the newest half of `bytes`, `output.log.1` the half
 * before it. `output.index` says where each generation and size begins, and where `output.log` begins, in bytes
 * since the session's first output ever:
 *
 *     start <generation> <offset> <cols> <rows> <epoch ms>
 *     size <offset> <cols> <rows>
 *     rotate <offset>
 *
 * While the disk refuses, output is counted but not kept; `onError` is told once per stretch, and the log says
 * how much is missing where it goes on.
 */
export function openOutputLog(options: {
  folder: string
  bytes: number
  generation: number
  cols: number
  rows: number
  onError(message: string): void
  now(): number
}): OutputLog {
  const path = join(options.folder, 'output.log')
  const old = join(options.folder, 'output.log.1')
  const index = join(options.folder, 'output.index')
  const half = Math.max(1, Math.floor(options.bytes / 2))

  let fd: number | undefined
  /** Bytes in output.log. */
  let have = 0
  /** Offset of its first byte. */
  let base = 0
  /** Index lines that could not be written yet. */
  let owed: string[] = []
  let failing: { since: number; triedAt: number; lost: number } | undefined

  const note = (line: string): void => {
    owed.push(`${line}\n`)
    if (owed.length > 1000) owed = owed.slice(-1000) // the disk is full and somebody drags a window
    // After a failed write half a line may stand there: it must not run into the next one.
    appendFileSync(index, (owed.length > 1 ? '\n' : '') + owed.join(''), { mode: 0o600 })
    owed = []
  }
  const guarded = (act: () => void): boolean => {
    try {
      act()
      return true
    } catch (error) {
      fail(says(error), 0)
      return false
    }
  }
  const fail = (why: string, lost: number): void => {
    const now = options.now()
    if (failing) Object.assign(failing, { triedAt: now, lost: failing.lost + lost })
    else {
      failing = { since: now, triedAt: now, lost }
      options.onError(`the output of this session is not being logged: ${why}`)
    }
  }

  const open = (): void => {
    const known = readIndex(index)
    base = known.base
    if (!existsSync(path) && existsSync(old)) {
      // The host died between the two steps of a rotation.
      base += statSync(old).size
      note(`rotate ${base}`)
    }
    fd = openSync(path, 'a', 0o600)
    have = statSync(path).size
  }
  const rotate = (): void => {
    if (fd !== undefined) closeSync(fd)
    fd = undefined
    renameSync(path, old)
    const before = base
    base += have
    have = 0
    trimIndex(index, before)
    note(`rotate ${base}`)
    fd = openSync(path, 'a', 0o600)
  }
  const write = (bytes: Buffer): void => {
    if (fd === undefined) open()
    if (have > 0 && have + bytes.length > half) rotate()
    if (fd === undefined) return
    for (let at = 0; at < bytes.length; ) {
      const written = writeSync(fd, bytes, at, bytes.length - at)
      at += written
      have += written
    }
  }

  guarded(() => {
    open()
    note(`start ${options.generation} ${base + have} ${options.cols} ${options.rows} ${options.now()}`)
  })

  return {
    append(bytes) {
      if (failing && options.now() - failing.triedAt < RETRY_MS) {
        failing.lost += bytes.length
        return
      }
      const before = have
      try {
        if (failing) {
          if (owed.length > 0) note(`size ${base + have} ${options.cols} ${options.rows}`)
          const gap = failing.lost
          if (gap > 0)
            write(
              Buffer.from(`\r\n\x1b[0m[${gap} bytes of output are missing here: the disk refused them]\r\n`),
            )
          failing = undefined
        }
        write(bytes)
      } catch (error) {
        fail(says(error), bytes.length - Math.max(0, Math.min(bytes.length, have - before)))
      }
    },
    size(cols, rows) {
      options.cols = cols
      options.rows = rows
      guarded(() => note(`size ${base + have} ${cols} ${rows}`))
    },
    close() {
      if (fd === undefined) return
      const last = fd
      fd = undefined
      guarded(() => fsyncSync(last))
      closeSync(last)
    },
  }
}

/** Where `output.log` begins. A line cut by a crash or a full disk is passed over. */
function readIndex(path: string): { base: number } {
  if (!existsSync(path)) return { base: 0 }
  let base = 0
  for (const line of readFileSync(path, 'latin1').split('\n')) {
    const found = /^rotate (\d+)$/.exec(line)
    if (found) base = Number(found[1])
  }
  return { base }
}

/** Drops what is about bytes before `from`, but for the start and size that hold there. */
function trimIndex(path: string, from: number): void {
  const lines = readFileSync(path, 'latin1').split('\n').filter(Boolean)
  const offsetOf = (line: string): number => Number(line.split(' ')[line.startsWith('start') ? 2 : 1])
  const kept = lines.filter((line) => offsetOf(line) > from)
  const before = lines.filter((line) => offsetOf(line) <= from)
  const start = before.findLast((line) => line.startsWith('start'))
  const size = before.slice(start ? before.lastIndexOf(start) : 0).findLast((line) => line.startsWith('size'))
  const head = [start, size, `rotate ${from}`].filter((line) => line !== undefined)
  const fresh = `${path}.new`
  writeFileSync(fresh, `${[...head, ...kept].join('\n')}\n`, { mode: 0o600 })
  renameSync(fresh, path)
}
