import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'

const GIT_MS = 1000
/** Folders kept; sessions work in few, this only bounds a long life. */
const KEPT_LIMIT = 200
/** A file this young may change again without its times telling: some file systems keep whole seconds. ms */
const SETTLED_MS = 2000

/** An answer, and what it rests on: each file as it stood before git was asked. */
type Kept = { files: ReadonlyMap<string, string>; text: string }
const kept = new Map<string, Kept>()

/**
 * Settings of the repository around a folder that may run programs when git only reads (core.fsmonitor, …):
 * lines of `key=value`, '' where there is no repository, undefined when git does not tell. Asking git costs
 * milliseconds, so an answer is kept for as long as no file it rests on has changed.
 */
export function localGitConfig(folder: string, env: Record<string, string>): string | undefined {
  const known = kept.get(folder)
  if (known && [...known.files].every(([path, stamp]) => stampOf(path) === stamp)) return known.text
  kept.delete(folder)
  const files = restsOn(folder)
  const text = askGit(folder, env)
  // What a config includes is not among the files.
  if (text === undefined || files === undefined || /^include(if\..*)?\.path=/im.test(text)) return text
  if (kept.size >= KEPT_LIMIT) kept.clear()
  kept.set(folder, { files, text })
  return text
}

function askGit(folder: string, env: Record<string, string>): string | undefined {
  // git could not be started there, nor can it be by anybody else.
  if (!statSync(folder, { throwIfNoEntry: false })) return ''
  const { status, stdout, stderr } = spawnSync('git', ['config', '--list', '--show-scope', '--includes'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: GIT_MS,
    env: { PATH: env.PATH ?? '/usr/bin:/bin', HOME: env.HOME ?? '/', LC_ALL: 'C' },
  })
  if (status !== 0) return stderr?.includes('not a git repository') ? '' : undefined
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('local\t') || line.startsWith('worktree\t'))
    .map((line) => line.slice(line.indexOf('\t') + 1))
    .join('\n')
}

/**
 * The files by which git finds a folder's repository and its settings; undefined when they cannot be told for sure:
 * a linked worktree, a bare repository, a file that was changed just now.
 */
function restsOn(folder: string): Map<string, string> | undefined {
  const files = new Map<string, string>()
  const look = (path: string): string => {
    const stamp = stampOf(path)
    files.set(path, stamp)
    return stamp
  }
  for (let at = folder; ; at = dirname(at)) {
    const git = look(join(at, '.git'))
    if (git.startsWith('folder')) {
      for (const name of ['config', 'config.worktree', 'commondir', 'HEAD']) look(join(at, '.git', name))
      break
    }
    if (git !== 'none' || look(join(at, 'HEAD')) !== 'none') return undefined
    if (at === dirname(at)) break
  }
  return [...files.values()].some(isYoung) ? undefined : files
}

/** A folder by its identity alone: git makes and removes files in its own all the time. */
function stampOf(path: string): string {
  const there = statSync(path, { throwIfNoEntry: false })
  if (!there) return 'none'
  if (there.isDirectory()) return `folder ${there.dev} ${there.ino}`
  return `file ${Math.max(there.mtimeMs, there.ctimeMs)} ${there.size} ${there.dev} ${there.ino}`
}

const isYoung = (stamp: string): boolean =>
  stamp.startsWith('file') && Date.now() - Number(stamp.split(' ')[1]) < SETTLED_MS
