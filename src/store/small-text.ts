import { readFileSync, statSync } from 'node:fs'

const SIZE_MAX = 64 * 1024

/** A small file's text; undefined where there is no file, 'unreadable' when it is large, no plain file, or not ours to read. */
export function smallText(path: string): { text: string } | 'unreadable' | undefined {
  try {
    const there = statSync(path, { throwIfNoEntry: false })
    if (!there) return undefined
    if (!there.isFile() || there.size > SIZE_MAX) return 'unreadable'
    return { text: readFileSync(path, 'utf8') }
  } catch {
    return 'unreadable'
  }
}
