import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { localGitConfig } from '../../src/store/git-config.ts'
import { scratch } from './scratch.ts'

const path = process.env['PATH'] ?? '/usr/bin:/bin'

function world() {
  const folder = scratch()
  const home = scratch()
  const bin = scratch()
  const log = join(bin, 'log')
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim()
  // The real git, with a line for each time it is asked.
  writeFileSync(join(bin, 'git'), `#!/bin/sh\necho asked >> ${log}\nexec ${real} "$@"\n`)
  chmodSync(join(bin, 'git'), 0o755)
  writeFileSync(log, '')
  const env = { PATH: `${bin}:${path}`, HOME: home }
  return {
    folder,
    config: (at = folder) => localGitConfig(at, env),
    asked: () => readFileSync(log, 'utf8').split('\n').length - 1,
    git: (...args: string[]) =>
      void execFileSync(real, args, { cwd: folder, env: { PATH: path, HOME: home }, stdio: 'ignore' }),
  }
}

test('git is asked once for as long as nothing changes', () => {
  const w = world()
  expect([w.config(), w.config(), w.config()]).toEqual(['', '', ''])
  expect(w.asked()).toBe(1)
})

test('a repository made after the question is seen at the next one, below its folder too', () => {
  const w = world()
  mkdirSync(join(w.folder, 'sub'))
  expect(w.config(join(w.folder, 'sub'))).toBe('')
  w.git('init', '-q')
  w.git('config', 'core.fsmonitor', './evil')
  expect(w.config(join(w.folder, 'sub'))).toContain('core.fsmonitor=./evil')
})

test('an option set right after the question is seen at the next one', () => {
  const w = world()
  w.git('init', '-q')
  expect(w.config()).not.toContain('diff.external')
  w.git('config', 'diff.external', './evil')
  expect(w.config()).toContain('diff.external=./evil')
})

test('a folder that turns into a repository itself is seen', () => {
  const w = world()
  expect(w.config()).toBe('')
  w.git('init', '-q', '--bare')
  w.git('config', 'core.pager', './evil')
  expect(w.config()).toContain('core.pager=./evil')
})

test('what an included file says is never kept', () => {
  const w = world()
  w.git('init', '-q')
  w.git('config', 'include.path', '../more')
  expect(w.config()).not.toContain('core.pager')
  writeFileSync(join(w.folder, 'more'), '[core]\npager = ./evil\n')
  expect(w.config()).toContain('core.pager=./evil')
})

test('in a folder that is not there git runs nothing, and one that comes is looked at', () => {
  const w = world()
  const later = join(w.folder, 'later')
  expect(w.config(later)).toBe('')
  expect(w.asked()).toBe(0)
  w.git('init', '-q', 'later')
  w.git('-C', 'later', 'config', 'diff.external', './evil')
  expect(w.config(later)).toContain('diff.external=./evil')
})
