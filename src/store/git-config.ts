import { spawnSync } from 'node:child_process'

const GIT_MS = 1000

/**
 * Settings of the repository around a folder that may run programs when git only reads (core.fsmonitor, …):
 * lines of `key=value`, '' where there is no repository, undefined when git does not tell.
 */
export function localGitConfig(folder: string, env: Record<string, string>): string | undefined {
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
