import { accessSync, constants, existsSync, lstatSync, statfsSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import { isCode, paths, roostHome } from '../../store/paths.ts'
import { userName } from '../../store/service.ts'
import type { Finding } from './finding.ts'
import { short } from './out.ts'

/** With less left a start is refused, and what is chosen may be too. */
const LEAST_BYTES = 1024 * 1024

/** The folders Roost keeps its state in: whether they are ours, closed to others, and can be written. */
export function folders(): Finding[] {
  const at = paths(roostHome())
  return [
    folder('home', at.home),
    folder('sockets', at.run),
    ...(existsSync(at.jobs) ? [folder('sessions', at.jobs)] : []),
    ...disk(at.home),
  ]
}

function folder(what: string, path: string): Finding {
  const there = entryAt(path)
  const says = (text: string, fix: string): Finding => ({
    what,
    level: 'bad',
    says: `${short(path)} ${text}`,
    fix,
  })
  if (!there)
    return isWritable(nearest(path))
      ? { what, level: 'ok', says: `${short(path)} (made when needed)` }
      : says('cannot be made', 'set ROOST_HOME to a folder you may write to')
  if (there.isSymbolicLink())
    return says('is a symlink', `remove it, or set ROOST_HOME to a folder of your own`)
  const uid = process.getuid?.() ?? 0
  if (there.uid !== uid)
    return says(`belongs to user ${there.uid}`, `remove it or give it back: sudo chown ${userName()} ${path}`)
  if ((there.mode & 0o077) !== 0) return says('is open to other users', `chmod 700 ${path}`)
  if (!isWritable(path)) return says('cannot be written', `chmod 700 ${path}`)
  return { what, level: 'ok', says: short(path) }
}

/** Also of a link that leads nowhere. Undefined when nothing is there, or what should hold it is a file. */
function entryAt(path: string): Stats | undefined {
  try {
    return lstatSync(path)
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw error
  }
}

/** The first folder on the way up that is there. */
const nearest = (path: string): string => (existsSync(path) ? path : nearest(dirname(path)))

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

function disk(home: string): Finding[] {
  const { bavail, bsize } = statfsSync(nearest(home))
  const left = bavail * bsize
  if (left >= LEAST_BYTES) return []
  return [
    {
      what: 'disk',
      level: 'bad',
      says: `full: ${Math.floor(left / 1024)} KB left for ${short(home)}; nothing new can be started, and output is not kept`,
      fix: 'make room; sessions go on meanwhile, and can be stopped',
    },
  ]
}
