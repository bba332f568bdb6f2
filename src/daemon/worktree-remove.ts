import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worktree } from '../protocol/session.ts'
import type { ConfigWorktree } from '../store/settings.ts'
import { git } from './git.ts'
import { Refusal } from './server.ts'
import { nestedWork } from './worktree-nested.ts'

/** Files named in a refusal. */
const NAMED = 5

type Going = {
  worktree: Worktree
  env: Record<string, string>
  /** Which files that git ignores are worth carrying over: one that was made in the worktree is worth as much. */
  carry: NonNullable<ConfigWorktree['carry']>
}

/**
 * What would be lost with a worktree, in words; empty when nothing would: files that are changed, that git does
 * not know or was told not to look at, such as are carried over and differ from those in the repository, and
 * commits that are on no other branch, repositories below what git ignores, and a step of git that is not done.
 */
async function lostWith({ worktree, env, carry }: Going): Promise<string[]> {
  const { root, path, branch, made, carried = [] } = worktree
  if (!existsSync(path)) return []
  const status = await git(path, env, [
    'status',
    '--porcelain',
    '-z',
    '--untracked-files=all',
    '--ignore-submodules=none',
  ])
  if (status.code !== 0) return [`git cannot tell what is in it: ${status.says}`]
  const files = status.stdout.split('\0').flatMap((entry) => (/^.. ./.test(entry) ? [entry] : []))
  const unknown = files.filter((entry) => entry.startsWith('??')).map((entry) => entry.slice(3))
  const changed = files.filter((entry) => !entry.startsWith('??')).map((entry) => entry.slice(3))
  const ignored = await ignoredOf(path, env, carry)
  const kept = new Set([...carried, ...ignored])
  const edited = [...kept].filter((name) => !sameFile(join(root, name), join(path, name)))
  const unseen = await unseenOf(path, env)
  const commits = await git(path, env, [
    'rev-list',
    '--count',
    'HEAD',
    '--not',
    // One that was there before stays, and what is on it.
    ...(made ? [`--exclude=${branch}`] : []),
    '--branches',
    '--remotes',
    '--tags',
  ])
  const count = Number(commits.stdout.trim())
  const { stdout: name } = await git(path, env, ['symbolic-ref', '--quiet', '--short', 'HEAD'])
  const head = name.trim()
  const nested = await nestedWork(path, env)
  return [
    ...named(changed, 'changed'),
    ...named(unknown, 'that git does not know'),
    ...named(
      edited.filter((name) => carried.includes(name)),
      'that was carried over and edited',
    ),
    ...named(
      edited.filter((name) => !carried.includes(name)),
      'of those that are carried over, made here',
    ),
    ...named(unseen, 'that git was told not to look at'),
    ...(commits.code !== 0
      ? [`git cannot tell which commits are elsewhere: ${commits.says}`]
      : count > 0
        ? [`${count} ${count === 1 ? 'commit' : 'commits'} of ${head || 'no branch'} on no other branch`]
        : []),
    ...('cannot' in nested
      ? [`it cannot be told whether repositories lie in what git ignores: ${nested.cannot}`]
      : named(nested.names, 'below what git ignores that is a repository of its own', 'folder')),
    ...(await underWay(path, env)),
  ]
}

/** What git keeps of a step that is not done, beside the worktree's own index. */
const STEPS = [
  ['rebase-merge', 'a rebase'],
  ['rebase-apply', 'a rebase'],
  ['MERGE_HEAD', 'a merge'],
  ['CHERRY_PICK_HEAD', 'a cherry-pick'],
  ['REVERT_HEAD', 'a revert'],
  ['BISECT_LOG', 'a bisection'],
] as const

async function underWay(path: string, env: Record<string, string>): Promise<string[]> {
  const folder = await gitDirOf(path, env)
  const steps = STEPS.filter(([file]) => existsSync(join(folder, file)))
  return steps.map(([, what]) => `${what} that is under way`)
}

async function ignoredOf(path: string, env: Record<string, string>, carry: string[]): Promise<string[]> {
  if (carry.length === 0) return []
  const listing = ['ls-files', '--others', '--ignored', '--exclude-standard', '-z', '--']
  const { stdout } = await git(path, env, [...listing, ...carry.map((pattern) => `:(glob)${pattern}`)])
  return stdout.split('\0').filter(Boolean)
}

/** Files whose changes `git status` leaves out: `assume-unchanged` (a small letter) and `skip-worktree` (S). */
async function unseenOf(path: string, env: Record<string, string>): Promise<string[]> {
  const { stdout } = await git(path, env, ['ls-files', '-v', '-z'])
  return stdout
    .split('\0')
    .flatMap((entry) => (/^[a-zS] ./.test(entry) ? [entry.slice(2)] : []))
    .filter((name) => existsSync(join(path, name))) // a sparse checkout leaves out the others
}

/** @throws Refusal `conflict` with what would be lost. */
export async function mustLoseNothing(going: Going): Promise<void> {
  const { worktree } = going
  const lost = await lostWith(going)
  if (lost.length === 0) return existsSync(worktree.path) ? mustBeRemovable(going) : undefined
  throw new Refusal(
    'conflict',
    `its worktree stays, since this would be lost: ${lost.join('; ')}. Commit, merge or push it (in ${worktree.path}), or remove the session without --worktree`,
  )
}

/** Where git itself would refuse, found out before anything is touched. */
async function mustBeRemovable({ worktree: { path }, env }: Going): Promise<void> {
  const stays = (why: string, how: string) =>
    new Refusal('conflict', `its worktree stays: ${why}. ${how}, or remove the session without --worktree`)
  const lock = join(await gitDirOf(path, env), 'locked')
  if (existsSync(lock)) {
    const why = textAt(lock).trim()
    throw stays(`it is locked${why && ` (${why})`}`, `Unlock it (git worktree unlock ${path})`)
  }
  const staged = await git(path, env, ['ls-files', '--stage', '-z'])
  const modules = staged.stdout
    .split('\0')
    .flatMap((entry) => (entry.startsWith('160000 ') ? [entry.slice(entry.indexOf('\t') + 1)] : []))
    .filter((name) => existsSync(join(path, name, '.git')))
  if (modules.length > 0)
    throw stays(
      `git removes none with submodules in it (${modules.slice(0, NAMED).join(', ')})`,
      `Push what is in them, then: git worktree remove --force ${path}`,
    )
}

const gitDirOf = async (path: string, env: Record<string, string>): Promise<string> =>
  (await git(path, env, ['rev-parse', '--absolute-git-dir'])).stdout.trim()

function textAt(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Removes it, and its branch if that was made with it. @throws Refusal `conflict` with what would be lost. */
export async function removeWorktree(going: Going): Promise<void> {
  await mustLoseNothing(going)
  const { root, path, branch, made } = going.worktree
  const { env } = going
  // Only what git ignores is left in it, and copies that were carried over. One that has gone already is struck from
  // git's list alone: `prune` would strike all others that are not there just now, with what is staged in them.
  const removed = await git(root, env, ['worktree', 'remove', path])
  if (removed.code !== 0 && existsSync(path))
    throw new Refusal('conflict', `its worktree stays: git says: ${removed.says} (${path})`)
  // Its commits are on another branch. Where git does not see that (a squash, another remote) the branch stays.
  if (made) await git(root, env, ['branch', '-d', branch])
}

function named(files: string[], how: string, what = 'file'): string[] {
  if (files.length === 0) return []
  const more = files.length > NAMED ? ` and ${files.length - NAMED} more` : ''
  return [
    `${files.length === 1 ? `a ${what}` : `${files.length} ${what}s`} ${how} (${files.slice(0, NAMED).join(', ')}${more})`,
  ]
}

function sameFile(a: string, b: string): boolean {
  if (!existsSync(b)) return true // nothing of it is left to lose
  try {
    return readFileSync(a).equals(readFileSync(b))
  } catch {
    return false
  }
}
