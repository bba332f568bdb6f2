import { statSync } from 'node:fs'
import type { Past } from './agent.ts'

/** Of a title in a list, characters. */
export const TITLE_CHARS = 120

const MAY_BE_GONE = { throwIfNoEntry: false } as const

/**
 * Conversations by their files, newest first. Every file is looked at (its time), and only as many are read
 * (`describe`) as are wanted; undefined is none to go on with.
 */
export function newest<File extends { path: string }>(
  files: Iterable<File>,
  limit: number,
  describe: (file: File, at: number) => Past | undefined,
): Past[] {
  const found: { file: File; at: number }[] = []
  for (const file of files) {
    const there = statSync(file.path, MAY_BE_GONE)
    if (there?.isFile() && there.size > 0) found.push({ file, at: there.mtimeMs })
  }
  const past: Past[] = []
  for (const { file, at } of newestFirst(found, limit)) {
    if (past.length >= limit) break
    const one = describe(file, at)
    if (one) past.push(one)
  }
  return past
}

/** In slices: of ten thousand only the first few are wanted, and sorting all takes a fifth of the whole look. */
function* newestFirst<Dated extends { at: number }>(all: Dated[], wanted: number): Generator<Dated> {
  const times = Float64Array.from(all, ({ at }) => at).sort()
  let below = Number.POSITIVE_INFINITY
  for (let have = 0, size = wanted; have < all.length; size *= 4) {
    const from = times[Math.max(0, all.length - have - size)] ?? 0
    const slice = all.filter(({ at }) => at >= from && at < below).sort((a, b) => b.at - a.at)
    yield* slice
    below = from
    have += slice.length
  }
}
