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

/** A clone of `shop` in a folder of the worktree that git ignores. */
const cloned = (worktree: Worktree, name: string, ...args: string[]) => {
  const at = join(worktree.path, 'node_modules', name)
  mkdirSync(join(worktree.path, 'node_modules'), { recursive: true })
  git(base, 'clone', '-q', ...args, repo, at)
  return at
}

test('a repository below what git ignores is named and kept, unless it is but a copy of a remote', async () => {
  const { worktree } = await make()
  cloned(worktree, 'copy')
  const clone = cloned(worktree, 'deep/clone')
  const lost = 'a folder below what git ignores that is a repository of its own (node_modules/deep/clone)'
  writeFileSync(join(clone, 'new.ts'), '')
  await expect(remove(worktree)).rejects.toThrow(lost)
  git(clone, 'add', '.')
  git(clone, 'commit', '-qm', 'nowhere else')
  await expect(remove(worktree)).rejects.toThrow(lost)
  git(clone, 'reset', '-q', '--hard', 'HEAD~1')
  writeFileSync(join(clone, 'web/src/a.ts'), 'stashed\n')
  git(clone, 'stash', '-q')
  await expect(remove(worktree)).rejects.toThrow(lost)
  git(clone, 'stash', 'drop', '-q')
  await remove(worktree)
  expect(existsSync(worktree.path)).toBe(false)
})

test('in a repository that was found git runs no program of its', async () => {
  const { worktree } = await make()
  const clone = cloned(worktree, 'trap')
  const ran = join(base, 'ran')
  git(clone, 'config', 'core.fsmonitor', `touch ${ran} #`)
  await expect(remove(worktree)).rejects.toThrow('node_modules/trap')
  expect(existsSync(ran)).toBe(false)
})

test('a repository without a checkout, and one with no remote, are named too', async () => {
  const { worktree } = await make()
  git(base, 'init', '-q', '--bare', join(worktree.path, 'node_modules/store.git'))
  git(base, 'init', '-q', join(worktree.path, 'node_modules/fresh'))
  writeFileSync(join(worktree.path, 'node_modules/HEAD'), 'no repository\n')
  await expect(remove(worktree)).rejects.toThrow(
    /2 folders below what git ignores .*\(node_modules\/(store\.git|fresh), node_modules\/(store\.git|fresh)\)/,
  )
})

test('a step of git that is not done is named and kept', async () => {
  const { worktree } = await make()
  git(worktree.path, 'commit', '-q', '--allow-empty', '-m', 'two')
  git(repo, 'merge', '-q', worktree.branch)
  git(
    worktree.path,
    '-c',
    'sequence.editor=sed -i.bak s/^pick/edit/',
    'rebase',
    '-q',
    '-i',
    '--keep-empty',
    'HEAD~1',
  )
  await expect(remove(worktree)).rejects.toThrow('this would be lost: a rebase that is under way')
  git(worktree.path, 'rebase', '--abort')
  git(worktree.path, 'bisect', 'start')
  await expect(remove(worktree)).rejects.toThrow('a bisection that is under way')
  git(worktree.path, 'bisect', 'reset')
  await remove(worktree)
  expect(existsSync(worktree.path)).toBe(false)
})

test('commits that hang on no branch are kept; those of a branch that was there before stay with it', async () => {
  git(repo, 'branch', 'topic')
  const { worktree } = await make({ branch: 'topic' })
  git(worktree.path, 'commit', '-q', '--allow-empty', '-m', 'on topic')
  git(worktree.path, 'checkout', '-q', '--detach')
  git(worktree.path, 'commit', '-q', '--allow-empty', '-m', 'on nothing')
  await expect(remove(worktree)).rejects.toThrow('1 commit of no branch on no other branch')
  git(worktree.path, 'checkout', '-q', 'topic')
  await remove(worktree)
  expect(existsSync(worktree.path)).toBe(false)
  expect(git(repo, 'log', '-1', '--format=%s', 'topic').trim()).toBe('on topic')
})

test('where git would refuse, nothing is touched and the way is said', async () => {
  const { worktree } = await make()
  git(repo, 'worktree', 'lock', '--reason', 'on a stick', worktree.path)
  await expect(remove(worktree)).rejects.toThrow(
    `it is locked (on a stick). Unlock it (git worktree unlock ${worktree.path})`,
  )
  git(repo, 'worktree', 'unlock', worktree.path)
  const other = join(base, 'other')
  git(base, 'clone', '-q', repo, other)
  const allow = ['-c', 'protocol.file.allow=always']
  git(worktree.path, ...allow, 'submodule', 'add', '-q', other, 'sub')
  git(worktree.path, 'commit', '-qm', 'sub')
  git(repo, 'merge', '-q', worktree.branch)
  await expect(remove(worktree)).rejects.toThrow(
    `git removes none with submodules in it (sub). Push what is in them, then: git worktree remove --force`,
  )
  expect(existsSync(join(worktree.path, 'sub/web'))).toBe(true)
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
