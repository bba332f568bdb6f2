import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Whether the value is safe on the disk now, as JSON. */
export function kept(path: string, value: unknown): boolean {
  try {
    writeSafely(path, `${JSON.stringify(value)}\n`)
    return true
  } catch {
    return false
  }
}

/** Whole or not at all, and on the disk when this returns. @throws when the disk refuses; the old file is kept. */
function writeSafely(path: string, text: string): void {
  const fresh = `${path}.${process.pid}.new`
  try {
    const fd = openSync(fresh, 'w', 0o600)
    try {
      const bytes = Buffer.from(text)
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(fresh, path)
  } catch (error) {
    rmSync(fresh, { force: true })
    throw error
  }
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
