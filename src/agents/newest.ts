import { statSync } from 'node:fs'
import type { Past } from './agent.ts'

/** Of a title in a list, characters. */
export const TITLE_CHARS = 120

/**
 * Conversations by their files, newest first. Every file is looked at (its time), and only as many are read
 * (`describe`) as are wanted; undefined is none to go on with.
 */
export function newest<File extends { path: string }>(
  files: Iterable<File>,
  limit: number,
  describe: (file: File & { at: number }) => Past | undefined,
): Past[] {
  const found = Array.from(files).flatMap((file) => {
    const there = statSync(file.path, { throwIfNoEntry: false })
    return there?.isFile() && there.size > 0 ? [{ ...file, at: there.mtimeMs }] : []
  })
  const past: Past[] = []
  for (const file of found.sort((a, b) => b.at - a.at)) {
    if (past.length >= limit) break
    const one = describe(file)
    if (one) past.push(one)
  }
  return past
}
