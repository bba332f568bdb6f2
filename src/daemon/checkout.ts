import { execFile } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { cleanLine } from '../protocol/clean.ts'
import type { Checkout } from '../protocol/session.ts'
import { localGitConfig } from '../store/git-config.ts'

/** A status that takes longer is not worth a number in a row, ms. */
const STATUS_MS = 2000
const OUTPUT_BYTES = 256 * 1024
const BRANCH_CHARS = 60
const SMALL_BYTES = 4096

/** Settings of a repository by which a mere `git status` may run a program, or that bring in others. */
const RUNS = /^(?:filter\.|core\.fsmonitor=|include|extensions\.|core\.(?:hookspath|sshcommand|gitproxy)=)/im

/**
 * Which branch a folder is on, and how many files are changed; undefined outside a repository. The branch is read
 * from its file. The files are only counted where the repository's own settings can run nothing: it may have come from
 * anywhere. Nothing is locked and nothing is written.
 */
export async function checkoutOf(folder: string, env: Record<string, string>): Promise<Checkout | undefined> {
  const branch = branchOf(folder)
  if (branch === undefined) return undefined
  const settings = localGitConfig(folder, env)
  if (settings === undefined || RUNS.test(settings)) return { branch }
  const changed = await changedIn(folder, env)
  return changed === undefined ? { branch } : { branch, changed }
}

/** As in HEAD: the branch, or the first letters of a commit. */
function branchOf(folder: string): string | undefined {
  try {
    for (let at = folder; ; at = dirname(at)) {
      const git = join(at, '.git')
      if (existsSync(git)) return nameIn(smallFile(join(gitFolder(git), 'HEAD')))
      if (dirname(at) === at) return undefined
    }
  } catch {
    return undefined // gone meanwhile, or not ours to read
  }
}

/** A linked worktree has a file there that names the folder (gitrepository-layout(5)). */
function gitFolder(git: string): string {
  if (statSync(git).isDirectory()) return git
  const [, path] = /^gitdir: (.+)$/m.exec(smallFile(git)) ?? []
  return path === undefined ? git : isAbsolute(path) ? path : resolve(dirname(git), path)
}

/** The repository may have come from anywhere: reading a pipe would wait for ever, a device would never end. */
function smallFile(path: string): string {
  const found = statSync(path)
  if (!found.isFile() || found.size > SMALL_BYTES) throw new Error(`${path} is no small file`)
  return readFileSync(path, 'utf8')
}

function nameIn(head: string): string | undefined {
  const [, branch] = /^ref: refs\/heads\/(.+)$/m.exec(head) ?? []
  const name = branch ?? /^[0-9a-f]{7}/.exec(head)?.[0]
  return name === undefined ? undefined : cleanLine(name, BRANCH_CHARS)
}

function changedIn(folder: string, env: Record<string, string>): Promise<number | undefined> {
  const args = [
    ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.untrackedCache=keep'].flatMap((each) => [
      '-c',
      each,
    ]),
    'status',
    '--porcelain',
    '--no-renames',
    '--untracked-files=normal',
    '--ignore-submodules=all',
  ]
  const own = {
    PATH: env.PATH ?? '/usr/bin:/bin',
    HOME: env.HOME ?? '/',
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
  }
  const options = {
    cwd: folder,
    env: own,
    encoding: 'utf8',
    timeout: STATUS_MS,
    maxBuffer: OUTPUT_BYTES,
  } as const
  return new Promise((done) => {
    execFile('git', args, options, (error, stdout) =>
      done(error ? undefined : stdout.split('\n').filter((line) => line !== '').length),
    )
  })
}
