import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { product } from '../helpers/product.ts'

async function place(config: object) {
  const roost = await product()
  writeFileSync(roost.paths.config, JSON.stringify(config))
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      cwd: roost.work,
      encoding: 'utf8',
    })
  git('init', '-q', '-b', 'main')
  writeFileSync(join(roost.work, '.gitignore'), '.env\n')
  writeFileSync(join(roost.work, '.env'), 'KEY=1\n')
  git('add', '.')
  git('commit', '-qm', 'first')
  return { roost, git, tree: `${roost.work}.worktrees` }
}

test('a session works in a worktree of its own, made ready before, and its work is never deleted', async () => {
  const { roost, git, tree } = await place({ worktree: { carry: ['.env'], setup: 'cat .env > ready; cd /' } })
  await using _ = roost
  const id = await roost.run(
    'command',
    '--worktree=topic',
    '--',
    'sh',
    '-c',
    'cat ready; pwd; exec sleep 1000',
  )
  const path = join(tree, 'topic')
  await roost.until('the program', async () => (await roost.roost(['logs', id])).stdout.includes(path))
  expect((await roost.roost(['logs', id])).stdout).toContain('KEY=1')
  expect(await roost.row(id)).toMatchObject({ cwd: path, worktree: { branch: 'topic', path } })

  const refused = await roost.roost(['rm', '--worktree', id])
  expect(refused).toMatchObject({ code: 4 })
  expect(refused.stderr).toContain('this would be lost: a file that git does not know (ready)')
  expect((await roost.row(id)).agentPid).not.toBeNull() // it was not even stopped

  execFileSync('rm', [join(path, 'ready')])
  const guest = await roost.run('command', '-C', path, '--', 'sleep', '1000')
  const shared = await roost.roost(['rm', '--worktree', id])
  expect(shared).toMatchObject({ code: 4 })
  expect(shared.stderr).toContain(`session ${guest} works in it too`)
  expect((await roost.row(id)).agentPid).not.toBeNull()
  await roost.roost(['stop', guest])

  expect(await roost.roost(['rm', '--worktree', id])).toMatchObject({ code: 0 })
  expect(existsSync(path)).toBe(false)
  expect(git('branch', '--list', 'topic')).toBe('')
})

test('without the word for it a worktree outlives its session', async () => {
  const { roost, tree } = await place({})
  await using _ = roost
  const id = await roost.run('command', '--worktree', 'sleep 1000')
  const removed = await roost.roost(['rm', id])
  expect(removed.stdout).toContain(`its worktree stays: ~/w.worktrees/roost-sleep-1000`)
  expect(existsSync(join(tree, 'roost-sleep-1000/.git'))).toBe(true)
})

test('a setup that fails ends the session with its exit code, and says so on its screen', async () => {
  const { roost } = await place({ worktree: { setup: 'echo no registry; exit 3' } })
  await using _ = roost
  const id = await roost.run('command', '--worktree', 'sleep 1000')
  const row = await roost.seen(id, 'its end', ({ exitCode }) => exitCode !== null)
  expect(row.exitCode).toBe(3)
  const { stdout } = await roost.roost(['logs', id])
  expect(stdout).toMatch(/no registry\s+setup failed with exit code 3; the agent was not started/)
})

test('outside a repository nothing is started', async () => {
  await using roost = await product()
  const ran = await roost.roost(['run', '--worktree', '-a', 'command', 'sleep 1000'])
  expect(ran).toMatchObject({ code: 2 })
  expect(ran.stderr).toContain('is not in a git repository')
  expect(await roost.ls()).toEqual([])
})
