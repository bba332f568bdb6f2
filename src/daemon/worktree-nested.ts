import { execFile } from 'node:child_process'
import { lstatSync, realpathSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { git } from './git.ts'

/** A search that is not done by then is not waited for: what it did not see may be work, ms. */
const FIND_MS = 30_000
const FOUND_BYTES = 4 * 1024 * 1024
/** Of these each is looked into; more are named unseen. */
const LOOKED_AT = 200

/**
 * Git repositories below what git ignores in a worktree, where its own status does not look (build/, vendor/, a clone
 * made in passing). One that is a plain copy of a remote, with nothing of its own, is not among them. Paths are
 * relative to `path`.
 */
export async function nestedWork(
  path: string,
  env: Record<string, string>,
): Promise<{ names: string[] } | { cannot: string }> {
  const listing = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z']
  const ignored = await git(path, env, listing)
  if (ignored.code !== 0) return { cannot: ignored.says }
  const folders = ignored.stdout.split('\0').filter((name) => name.endsWith('/'))
  if (folders.length === 0) return { names: [] }
  const found = await find(path, env, folders)
  if (typeof found === 'string') return { cannot: `${found} (${folders.slice(0, 3).join(', ')})` }
  const work: string[] = []
  for (const [n, repository] of found.entries())
    if (n >= LOOKED_AT || !(await isPlainCopy(repository, path, env))) work.push(relative(path, repository))
  return { names: work }
}

/** Folders that hold a `.git`, and bare repositories; or why that could not be found out. */
function find(path: string, env: Record<string, string>, folders: string[]): Promise<string[] | string> {
  const where = folders.map((name) => `./${name}`)
  const what = ['(', '-name', '.git', '-prune', '-o', '-name', 'HEAD', '-type', 'f', ')', '-print0']
  const options = { cwd: path, env, encoding: 'utf8', timeout: FIND_MS, maxBuffer: FOUND_BYTES } as const
  return new Promise((resolve) =>
    execFile('find', [...where, ...what], options, (error, stdout) => {
      // A folder that may not be read gives code 1: its names are told nevertheless, and git could not remove it.
      if (error?.killed) return resolve('there is too much in it')
      if (error && error.code !== 1) return resolve(error.message)
      const names = stdout.split('\0').filter(Boolean)
      resolve([...new Set(names.map((name) => join(path, dirname(name))).filter(isRepository))])
    }),
  )
}

const isRepository = (folder: string): boolean =>
  isThere(join(folder, '.git')) || (isThere(join(folder, 'objects')) && isThere(join(folder, 'refs')))

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined

/**
 * What a clone writes into its config. With any other key git may run programs of that repository's (filters, monitors)
 * when it is asked about its files, so it is not asked.
 */
const PLAIN =
  /^(core\.(repositoryformatversion|filemode|bare|logallrefupdates|ignorecase|precomposeunicode|symlinks)|remote\.[^=]*\.(url|fetch)|branch\.[^=]*\.(remote|merge))$/

/** Every commit is on a remote, and no file is changed. Of a worktree of another repository its commits stay there. */
async function isPlainCopy(folder: string, path: string, env: Record<string, string>): Promise<boolean> {
  const keys = await git(folder, env, ['config', '--local', '--name-only', '--list', '-z'])
  const names = keys.stdout.split('\0').filter(Boolean)
  if (keys.code !== 0 || !names.every((key) => PLAIN.test(key))) return false
  const common = await git(folder, env, ['rev-parse', '--path-format=absolute', '--git-common-dir'])
  const isOwn = `${common.stdout.trim()}${sep}`.startsWith(`${realpathSync(path)}${sep}`)
  const tips = isOwn ? ['HEAD', '--all'] : ['HEAD']
  const elsewhere = isOwn ? ['--remotes'] : ['--branches', '--remotes', '--tags']
  const commits = await git(folder, env, ['rev-list', '--count', ...tips, '--not', ...elsewhere])
  if (common.code !== 0 || commits.code !== 0 || commits.stdout.trim() !== '0') return false
  const bare = await git(folder, env, ['rev-parse', '--is-bare-repository'])
  if (bare.stdout.trim() === 'true') return true
  const status = await git(folder, env, ['status', '--porcelain', '--untracked-files=all'])
  return status.code === 0 && status.stdout === ''
}
