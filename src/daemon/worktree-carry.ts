import { constants, cpSync, existsSync, globSync, lstatSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** More than this is no handful of settings, bytes. */
const FILE_MAX = 64 * 1024 * 1024

/**
 * Copies files that git does not know, such as `.env.local`, into a new worktree. What is there already stays.
 * Patterns are relative to the repository and checked where the config was read: they cannot lead out of it.
 * @returns the names of those copied. @throws when one cannot be copied.
 */
export function carryFiles({
  from,
  to,
  patterns,
}: {
  from: string
  to: string
  patterns: string[]
}): string[] {
  const carried: string[] = []
  for (const name of globSync(patterns, { cwd: from, exclude: ['.git', '.git/**'] })) {
    const [source, target] = [join(from, name), join(to, name)]
    if (existsSync(target) || !lstatSync(source).isFile()) continue
    if (lstatSync(source).size > FILE_MAX) throw new Error(`${name} is larger than 64 MiB`)
    mkdirSync(dirname(target), { recursive: true })
    cpSync(source, target, { mode: constants.COPYFILE_FICLONE, preserveTimestamps: true })
    carried.push(name)
  }
  return carried
}
