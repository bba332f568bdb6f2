import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worktree } from '../protocol/session.ts'
import { git } from './git.ts'
import { Refusal } from './server.ts'

/** Files named in a refusal. */
const NAMED = 5

/**
 * What would be lost with a worktree, in words; empty when nothing would: files that are changed or that git does
 * not know, carried files that differ from where they came from, and commits that are on no other branch.
 */
async function lostWith(
  { root, path, branch, carried = [] }: Worktree,
  env: Record<string, string>,
): Promise<string[]> {
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
  const edited = carried.filter((name) => !sameFile(join(root, name), join(path, name)))
  const commits = await git(path, env, [
    'rev-list',
    '--count',
    'HEAD',
    '--not',
    `--exclude=${branch}`,
    '--branches',
    '--remotes',
    '--tags',
  ])
  const count = Number(commits.stdout.trim())
  return [
    ...named(changed, 'changed'),
    ...named(unknown, 'that git does not know'),
    ...named(edited, 'that was carried over and edited'),
    ...(commits.code !== 0
      ? [`git cannot tell which commits are elsewhere: ${commits.says}`]
      : count > 0
        ? [`${count} ${count === 1 ? 'commit' : 'commits'} of ${branch} on no other branch`]
        : []),
  ]
}

/** @throws Refusal `conflict` with what would be lost. */
export async function mustLoseNothing(worktree: Worktree, env: Record<string, string>): Promise<void> {
  const lost = await lostWith(worktree, env)
  if (lost.length === 0) return
  throw new Refusal(
    'conflict',
    `its worktree stays, since this would be lost: ${lost.join('; ')}. Commit, merge or push it (in ${worktree.path}), or remove the session without --worktree`,
  )
}

/** Removes it, and its branch if that was made with it. @throws Refusal `conflict` with what would be lost. */
export async function removeWorktree(worktree: Worktree, env: Record<string, string>): Promise<void> {
  await mustLoseNothing(worktree, env)
  const { root, path, branch, made } = worktree
  if (existsSync(path)) {
    // Only what git ignores is left in it, and copies that were carried over.
    const removed = await git(root, env, ['worktree', 'remove', path])
    if (removed.code !== 0)
      throw new Refusal('conflict', `its worktree stays: git says: ${removed.says} (${path})`)
  } else await git(root, env, ['worktree', 'prune'])
  // Its commits are on another branch. Where git does not see that (a squash, another remote) the branch stays.
  if (made) await git(root, env, ['branch', '-d', branch])
}

function named(files: string[], how: string): string[] {
  if (files.length === 0) return []
  const more = files.length > NAMED ? ` and ${files.length - NAMED} more` : ''
  return [
    `${files.length === 1 ? 'a file' : `${files.length} files`} ${how} (${files.slice(0, NAMED).join(', ')}${more})`,
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
