import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorktree, slugOf, worktreeConfig } from '../../src/daemon/worktree.ts'
import { removeWorktree } from '../../src/daemon/worktree-remove.ts'
import type { Worktree } from '../../src/protocol/session.ts'

let base = ''
let repo = ''
const env = { PATH: process.env.PATH ?? '', HOME: '/nonexistent', GIT_DIR: '/elsewhere' }
const git = (folder: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
    cwd: folder,
    encoding: 'utf8',
  })
beforeEach(() => {
  base = mkdtempSync(join(realpathSync('/tmp'), 'roost-wt-'))
  repo = join(base, 'shop')
  mkdirSync(join(repo, 'web/src'), { recursive: true })
  git(repo, 'init', '-q', '-b', 'main')
  writeFileSync(join(repo, '.gitignore'), '.env*\nnode_modules\n')
  writeFileSync(join(repo, 'web/src/a.ts'), 'one\n')
  git(repo, 'add', '.')
  git(repo, 'commit', '-qm', 'first')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const make = (given: Partial<Parameters<typeof makeWorktree>[0]> = {}) =>
  makeWorktree({ cwd: repo, env, branch: '', about: 'Fix the flaky test, please!', config: {}, ...given })

const remove = (worktree: Worktree, carry: string[] = []) => removeWorktree({ worktree, env, carry })

test('a worktree is made beside the repository, on a branch named after the work', async () => {
  const { worktree, cwd } = await make({ cwd: join(repo, 'web/src') })
  const path = join(base, 'shop.worktrees/roost-fix-the-flaky-test-please')
  expect(worktree).toEqual({ root: repo, path, branch: 'roost/fix-the-flaky-test-please', made: true })
  expect(cwd).toBe(join(path, 'web/src'))
  expect(readFileSync(join(cwd, 'a.ts'), 'utf8')).toBe('one\n')
  expect((await make()).worktree.branch).toBe('roost/fix-the-flaky-test-please-2')
})

test('a branch that is there is taken; one that is checked out is refused in the words of git', async () => {
  git(repo, 'branch', 'topic')
  expect((await make({ branch: 'topic' })).worktree).toEqual({
    root: repo,
    path: join(base, 'shop.worktrees/topic'),
    branch: 'topic',
  })
  await expect(make({ branch: 'main' })).rejects.toThrow(/no worktree: git says: .*main.*/)
  await expect(make({ branch: 'no..good' })).rejects.toThrow(
    /no worktree: git says: .*not a valid branch name/,
  )
  await expect(make({ cwd: base })).rejects.toThrow(/is not in a git repository/)
})

test('files that git does not know come along, and what is there already stays', async () => {
  mkdirSync(join(repo, 'config'))
  writeFileSync(join(repo, '.env.local'), 'KEY=1\n')
  writeFileSync(join(repo, 'config/.env.test'), 'KEY=2\n')
  writeFileSync(join(repo, 'web/src/a.ts'), 'edited here\n')
  const { worktree } = await make({ config: { carry: ['.env*', '**/.env.test', 'web/src/a.ts', 'none'] } })
  expect(worktree.carried?.toSorted()).toEqual(['.env.local', 'config/.env.test'])
  expect(readFileSync(join(worktree.path, '.env.local'), 'utf8')).toBe('KEY=1\n')
  expect(readFileSync(join(worktree.path, 'web/src/a.ts'), 'utf8')).toBe('one\n')
})

test('with nothing to lose it goes, and its branch with it', async () => {
  const { worktree } = await make()
  mkdirSync(join(worktree.path, 'node_modules')) // ignored, and made again by the setup
  writeFileSync(join(worktree.path, 'node_modules/x'), '')
  await remove(worktree)
  expect(existsSync(worktree.path)).toBe(false)
  expect(git(repo, 'branch', '--list', 'roost/*')).toBe('')
})

test('work that is nowhere else is named and kept', async () => {
  writeFileSync(join(repo, '.env.local'), 'KEY=1\n')
  const { worktree } = await make({ config: { carry: ['.env.local'] } })
  const at = (name: string) => join(worktree.path, name)
  writeFileSync(at('web/src/a.ts'), 'two\n')
  writeFileSync(at('new.ts'), '')
  writeFileSync(at('.env.local'), 'KEY=mine\n')
  await expect(remove(worktree)).rejects.toThrow(
    'this would be lost: a file changed (web/src/a.ts); a file that git does not know (new.ts); a file that was carried over and edited (.env.local)',
  )
  git(worktree.path, 'add', '.')
  git(worktree.path, 'commit', '-qm', 'work')
  writeFileSync(at('.env.local'), 'KEY=1\n')
  await expect(remove(worktree)).rejects.toThrow(
    '1 commit of roost/fix-the-flaky-test-please on no other branch',
  )
  expect(existsSync(at('new.ts'))).toBe(true)
  git(repo, 'merge', '-q', worktree.branch)
  await remove(worktree)
  expect(existsSync(worktree.path)).toBe(false)
  expect(readFileSync(join(repo, 'new.ts'), 'utf8')).toBe('')
})

test('what git was told not to look at, or to ignore though it is of the kind carried over, is kept', async () => {
  const { worktree } = await make()
  const at = (name: string) => join(worktree.path, name)
  git(worktree.path, 'update-index', '--skip-worktree', 'web/src/a.ts')
  writeFileSync(at('web/src/a.ts'), 'mine alone\n')
  writeFileSync(at('.env.new'), 'KEY=made here\n')
  await expect(remove(worktree, ['.env*'])).rejects.toThrow(
    'a file of those that are carried over, made here (.env.new); a file that git was told not to look at (web/src/a.ts)',
  )
  git(worktree.path, 'update-index', '--no-skip-worktree', '--assume-unchanged', 'web/src/a.ts')
  await expect(remove(worktree)).rejects.toThrow('a file that git was told not to look at (web/src/a.ts)')
  expect(readFileSync(at('web/src/a.ts'), 'utf8')).toBe('mine alone\n')
})

test('one that has gone already takes no other with it that is only away', async () => {
  const gone = (await make()).worktree
  const away = (await make()).worktree
  writeFileSync(join(away.path, 'staged.ts'), '')
  git(away.path, 'add', '.')
  renameSync(away.path, `${away.path}.unmounted`)
  rmSync(gone.path, { recursive: true })
  await remove(gone)
  expect(git(repo, 'branch', '--list', 'roost/*').trim()).toBe(`+ ${away.branch}`)
  renameSync(`${away.path}.unmounted`, away.path)
  expect(git(away.path, 'status', '--porcelain')).toBe('A  staged.ts\n')
})

test.each([
  ['fix the flaky test!', 'fix-the-flaky-test'],
  ['Übergrößen: naïve café', 'ubergro-en-naive-cafe'],
  ['日本語', 'session'],
  ['a'.repeat(99), 'a'.repeat(40)],
])('%j is called %j', (about, slug) => {
  expect(slugOf(about)).toBe(slug)
})

test("the nearest folder's settings count", () => {
  const config = {
    worktree: { setup: 'general' },
    folders: {
      '/src': { worktree: { setup: 'src' } },
      '/src/shop': {},
      '/src/sho': { worktree: { setup: 'no' } },
    },
  }
  expect(worktreeConfig(config, '/src/shop/web').setup).toBe('src')
  expect(worktreeConfig(config, '/other').setup).toBe('general')
})
