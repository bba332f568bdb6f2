import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Plan } from '../agents/agent.ts'
import type { Worktree } from '../protocol/session.ts'
import { messageOf } from '../protocol/thrown.ts'
import type { Config, ConfigWorktree } from '../store/settings.ts'
import { carryFiles } from './worktree-carry.ts'
import { git } from './git.ts'
import { Refusal } from './server.ts'

/** A new checkout, and the folder in it that stands for the one it was asked for from. */
export type Made = { worktree: Worktree; cwd: string }

/**
 * Makes a git worktree for a session: beside the repository, or where the config says, on the branch that was
 * named (made if it is not there) or on one named after what the session is to do.
 * @throws Refusal `bad-request` when it cannot be made; then nothing is left of it.
 */
export async function makeWorktree(options: {
  cwd: string
  env: Record<string, string>
  /** Empty: one is made up. */
  branch: string
  /** What the session is called or is to do. */
  about: string
  config: ConfigWorktree
}): Promise<Made> {
  const { cwd, env, config } = options
  const found = await git(cwd, env, ['rev-parse', '--show-toplevel', '--show-prefix'])
  if (found.code !== 0)
    throw new Refusal('bad-request', `no worktree: ${cwd} is not in a git repository (${found.says})`)
  const [root = '', prefix = ''] = found.stdout.split('\n')
  const head = await git(root, env, ['rev-parse', '--verify', 'HEAD'])
  if (head.code !== 0) throw new Refusal('bad-request', `no worktree: ${root} has no commit yet`)

  const branch = options.branch || (await freeName(root, env, slugOf(options.about)))
  const there = await git(root, env, ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`])
  const parent = config.folder ?? join(dirname(root), `${basename(root)}.worktrees`)
  const path = freeFolder(join(parent, branch.replaceAll('/', '-')))
  const made = await git(root, env, [
    'worktree',
    'add',
    ...(there.code === 0 ? [path, branch] : ['-b', branch, path, 'HEAD']),
  ])
  if (made.code !== 0) throw new Refusal('bad-request', `no worktree: git says: ${made.says}`)
  const worktree: Worktree = { root, path, branch, ...(there.code !== 0 && { made: true }) }
  try {
    const carried = carryFiles({ from: root, to: path, patterns: config.carry ?? [] })
    return {
      worktree: { ...worktree, ...(carried.length > 0 && { carried }) },
      cwd: resolve(path, prefix),
    }
  } catch (cause) {
    await dropNew(worktree, env)
    const why = messageOf(cause)
    throw new Refusal('bad-request', `no worktree: files could not be carried over: ${why}`, { cause })
  }
}

/** The nearest folder's own settings, else the general ones. */
export function worktreeConfig(
  { worktree, folders }: Pick<Config, 'worktree' | 'folders'>,
  cwd: string,
): ConfigWorktree {
  const [nearest] = Object.entries(folders)
    .filter(([at, own]) => own.worktree && (cwd === at || cwd.startsWith(at.endsWith('/') ? at : `${at}/`)))
    .sort(([a], [b]) => b.length - a.length)
  return nearest?.[1].worktree ?? worktree
}

/**
 * The same start with a shell command before it, in the session's own terminal: what it prints is seen there,
 * and when it fails the session fails with its exit code. The agent then takes the shell's place.
 */
export function afterSetup(plan: Plan, setup: string): Plan {
  const failed =
    'code=$?; printf "\\nsetup failed with exit code %s; the agent was not started\\n" "$code"; exit "$code"'
  const script = `(\n${setup}\n) || { ${failed}; }\nexec "$@"`
  return { ...plan, file: '/bin/sh', args: ['-c', script, 'roost-setup', plan.file, ...plan.args] }
}

/** Takes back one that was made just now, for a session that could not start: there is no work in it. */
export async function dropNew(
  { root, path, branch, made }: Worktree,
  env: Record<string, string>,
): Promise<void> {
  await git(root, env, ['worktree', 'remove', '--force', path])
  if (made) await git(root, env, ['branch', '-d', branch])
}

/** `fix the flaky test!` → `fix-the-flaky-test`; five words at most. */
export function slugOf(about: string): string {
  const words = about
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  return words?.slice(0, 5).join('-').slice(0, 40).replace(/-$/, '') || 'session'
}

async function freeName(root: string, env: Record<string, string>, slug: string): Promise<string> {
  const { stdout } = await git(root, env, ['for-each-ref', '--format=%(refname:short)', 'refs/heads/roost'])
  const taken = new Set(stdout.split('\n'))
  for (let n = 1; ; n++) {
    const name = n === 1 ? `roost/${slug}` : `roost/${slug}-${n}`
    if (!taken.has(name)) return name
  }
}

function freeFolder(path: string): string {
  for (let n = 1; ; n++) {
    const at = n === 1 ? path : `${path}-${n}`
    if (!existsSync(at)) return at
  }
}
