import { readlinkSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** Linux follows no more links on one path (path_resolution(7)). */
const LINKS_MAX = 40
const PATH_MAX = 4096

/** An absolute path with every symbolic link on it followed, also where nothing is there yet. Never throws. */
export function realPath(path: string, links = 0): string {
  if (path.length > PATH_MAX) return path
  try {
    return realpathSync(path)
  } catch {
    // Not there, or a link to something that is not: writing would make that.
  }
  const folder = dirname(path)
  if (folder === path || links > LINKS_MAX) return path
  try {
    return realPath(resolve(folder, readlinkSync(path)), links + 1)
  } catch {
    return join(realPath(folder, links), basename(path))
  }
}
