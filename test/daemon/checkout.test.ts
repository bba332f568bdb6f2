import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { checkoutOf } from '../../src/daemon/checkout.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})
const env = { PATH: process.env.PATH ?? '', HOME: '/nonexistent' }

function folder(): string {
  const made = mkdtempSync('/tmp/roost-checkout-')
  folders.push(made)
  return made
}
function repository() {
  const at = folder()
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
      cwd: at,
      env,
      stdio: 'pipe',
    })
  git('init', '-q', '-b', 'trunk')
  writeFileSync(join(at, 'one'), '1\n')
  git('add', '.')
  git('commit', '-qm', 'one')
  return { at, git }
}

test('the branch and the number of changed files, also from a folder below', async () => {
  const { at } = repository()
  expect(await checkoutOf(at, env)).toEqual({ branch: 'trunk', changed: 0 })
  writeFileSync(join(at, 'one'), '2\n')
  mkdirSync(join(at, 'below/deep'), { recursive: true })
  writeFileSync(join(at, 'below/deep/two'), '2\n')
  expect(await checkoutOf(join(at, 'below/deep'), env)).toEqual({ branch: 'trunk', changed: 2 })
})

test('a linked worktree is on its own branch, a detached head is a commit', async () => {
  const { at, git } = repository()
  const other = join(folder(), 'other')
  git('worktree', 'add', '-q', '-b', 'feature/x', other)
  expect(await checkoutOf(other, env)).toMatchObject({ branch: 'feature/x' })
  git('checkout', '-q', '--detach')
  expect((await checkoutOf(at, env))?.branch).toMatch(/^[0-9a-f]{7}$/)
})

test('no repository, no word', async () => {
  expect(await checkoutOf(folder(), env)).toBeUndefined()
  expect(await checkoutOf('/nonexistent/folder', env)).toBeUndefined()
})

test.each([
  ['a monitor of the file system', (mark: string) => ['core.fsmonitor', `touch ${mark};:`]],
  ['a filter of contents', (mark: string) => ['filter.evil.clean', `touch ${mark}`]],
])('%s that came with the repository is not run', async (_, setting) => {
  const { at, git } = repository()
  const mark = join(folder(), 'ran')
  git('config', ...setting(mark))
  writeFileSync(join(at, '.gitattributes'), '* filter=evil\n')
  writeFileSync(join(at, 'one'), 'x\n') // the same size: git has to look into it
  expect(await checkoutOf(at, env)).toEqual({ branch: 'trunk' })
  expect(existsSync(mark)).toBe(false)
})

test('a head that is no small file is not read', async () => {
  const at = folder()
  mkdirSync(join(at, '.git'))
  symlinkSync('/dev/zero', join(at, '.git/HEAD'))
  expect(await checkoutOf(at, env)).toBeUndefined()
  rmSync(join(at, '.git/HEAD'))
  execFileSync('mkfifo', [join(at, '.git/HEAD')])
  expect(await checkoutOf(at, env)).toBeUndefined()
})

test('a branch with a name that is no text of a row is cleaned and cut', async () => {
  const at = folder()
  mkdirSync(join(at, '.git'))
  writeFileSync(join(at, '.git/HEAD'), `ref: refs/heads/\u001b[31m${'x'.repeat(300)}\n`)
  const branch = (await checkoutOf(at, env))?.branch ?? ''
  expect(branch.length).toBeLessThanOrEqual(60)
  expect(branch).not.toContain('\u001b')
})
