import type { Arg, Judge, Scope } from './judge.ts'
import { HOLE, LISTED, MARKS, note } from './judge.ts'
import { secretFile } from './secrets.ts'
import type { PolicyContext } from './verdict.ts'

/**
 * What a command does with a path it is given:
 * names: looks at names and sizes only · search: prints a part, or a number · content: prints the whole ·
 * tree: prints from every file below.
 */
export type Use = 'names' | 'search' | 'content' | 'tree'

/** Reading this argument as a path asks when it is, or may be, one of the secret places. */
export function checkPath(judge: Judge, scope: Scope, arg: Arg, use: Use): void {
  if (use === 'names') return
  for (const text of pathsIn(arg.text)) {
    const why = refusal(judge, scope, text, use)
    if (why) {
      note(judge, why.text, arg.piece, why.level)
      return
    }
  }
}

/** The texts in a word that the command may take as a path: the word, what follows `=`, `:`, `@`, a short flag. */
export function pathsIn(text: string): string[] {
  const found = [text]
  const flag = /^--?[\w-]*=(.*)$/s.exec(text) ?? /^\w+=(.*)$/s.exec(text)
  if (flag?.[1] !== undefined) found.push(flag[1])
  const short = /^-[a-zA-Z](.+)$/s.exec(text)
  if (short?.[1] !== undefined && !text.startsWith('--')) found.push(short[1])
  for (const cut of [':', '@', ',']) {
    const at = text.lastIndexOf(cut)
    if (at >= 0 && at < text.length - 1) found.push(text.slice(at + 1))
  }
  return found
}

function refusal(
  judge: Judge,
  scope: Scope,
  text: string,
  use: Use,
): { text: string; level: 'low' | 'high' } | undefined {
  const { home } = judge.context
  if (text.includes(HOLE)) return { text: 'which file it reads is known only when it runs', level: 'low' }
  // A listed name glued to other text is a name nobody checked.
  if (/[^/][\u0004\u0005]|[\u0004\u0005][^/]/.test(text))
    return { text: 'which file it reads is known only when it runs', level: 'low' }
  if (use === 'content' && text.includes(LISTED))
    return { text: 'it prints every file of a listing, whatever those are', level: 'low' }
  const named = /[\u0004\u0005]/.test(text)
  if (named && /[\u0004\u0005]\//.test(text))
    return { text: 'which file it reads is known only when it runs', level: 'low' }
  for (const cwd of scope.cwds) {
    const written = resolvePath(text, cwd, home)
    const path = MARKS.test(written) ? written : followed(written, judge.context)
    const folder = path.slice(0, path.lastIndexOf('/')) || '/'
    // `/proc/self/$x` with a name that was only checked where it stood.
    if (named && !isBelow(folder, judge.context.cwd) && ANCHORED.test(folder.replace(home, '~')))
      return { text: 'it may read any file of a folder that holds secrets', level: 'high' }
    if (((named && text.includes('/')) || /\/\u0001+$/.test(path)) && holdsSecrets(folder, home))
      return { text: 'it may read any file of a folder that holds secrets', level: 'high' }
    if (path.startsWith(HOLE))
      return { text: 'which folder it reads in is known only when it runs', level: 'low' }
    const why = secretFile(written) ?? secretFile(path)
    if (why) return { text: why, level: 'high' }
    if (use === 'tree' && holdsSecrets(path, home))
      return { text: 'it searches through a folder that holds your secrets', level: 'high' }
  }
  return undefined
}

// Secrets in these are known by where they lie, not by their names.
const ANCHORED = /^\/(proc|etc|dev|run|var|sys|root|boot|private)(\/|$)|^~\/\./

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

/** Where a path without marks really leads; in the folder's and the home's own words as long as it stays in them. */
export function followed(path: string, { realPath, cwd, home }: PolicyContext): string {
  if (!realPath) return path
  const real = realPath(path)
  if (real === path) return path
  for (const folder of [cwd, home]) {
    const root = realPath(folder)
    if (real === root) return folder
    if (real.startsWith(root.endsWith('/') ? root : `${root}/`)) return `${folder}${real.slice(root.length)}`
  }
  return real
}

/** Absolute, with `.`, `..` and doubled slashes gone. Marks stay as they are; `~` at the start is the home. */
export function resolvePath(text: string, cwd: string, home: string): string {
  const full =
    text === '~' || text.startsWith('~/')
      ? home + text.slice(1)
      : text.startsWith('/') || text.startsWith(HOLE)
        ? text
        : `${cwd}/${text}`
  const parts: string[] = []
  for (const part of full.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  const absolute = parts.join('/')
  return full.startsWith(HOLE) ? absolute : `/${absolute}`
}

// Folders that by custom hold sources; `.env` files lie beside them.
const SOURCES =
  /(^|\/)(src|lib|libs|test|tests|spec|specs|__tests__|docs?|include|cmd|internal|scripts?|components|pages|public|assets|types|source|sources|examples?|node_modules|dist|build|target|vendor)(\/|$)/

/** A path below a folder that by custom holds sources and nothing secret. */
export function sourcesOnly(text: string): boolean {
  return SOURCES.test(text) && !text.includes('..')
}

/** A folder above the secret places: the home, all above it, and the folders in it that hold keys among other things. */
export function holdsSecrets(path: string, home: string): boolean {
  if (path === '/' || path === home || home.startsWith(`${path}/`)) return true
  if (/^\/(etc|root|home|Users|proc|run|var|var\/run|dev|sys)(\/[\u0001\u0002])?$/.test(path)) return true
  if (/^\/(home|Users)\/[^/]+$/.test(path)) return true
  return [
    `${home}/.config`,
    `${home}/.local`,
    `${home}/.local/share`,
    `${home}/Library`,
    `${home}/.docker`,
  ].includes(path)
}
