import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Agent } from '../../src/agents/agent.ts'
import { command } from '../../src/agents/command.ts'
import { noneInstalled, pickAgent } from '../../src/agents/pick.ts'

const coding = (name: string, mark: string): Agent => ({
  ...command,
  name,
  command: name,
  install: `npm install -g ${name}`,
  marks: [mark],
})
const agents = [
  coding('first', 'FIRST.md'),
  coding('second', 'SECOND.md'),
  coding('third', 'THIRD.md'),
  command,
]

let folder = ''
beforeEach(() => {
  folder = mkdtempSync('/tmp/roost-pick-')
  for (const name of ['bin', 'repo/.git', 'repo/src/deep']) mkdirSync(join(folder, name), { recursive: true })
  for (const name of ['first', 'second']) {
    writeFileSync(join(folder, 'bin', name), '')
    chmodSync(join(folder, 'bin', name), 0o755)
  }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const pick = (cwd: string, config: object = {}) =>
  pickAgent({
    cwd: join(folder, cwd),
    env: { PATH: join(folder, 'bin') },
    agents,
    config: { agents: {}, folders: {}, ...config },
  })
const file = (name: string) => writeFileSync(join(folder, name), '')

test('what the person set for the nearest folder comes first, then the default', () => {
  const set = {
    agents: { default: 'third' },
    folders: { [folder]: { agent: 'first' }, [join(folder, 'repo')]: { agent: 'second' } },
  }
  expect(pick('repo/src', set)).toEqual({ agent: 'second', why: `set for ${join(folder, 'repo')}` })
  expect(pick('bin', set)?.agent).toBe('first')
  expect(pick('repo', { agents: { default: 'third' } })).toEqual({ agent: 'third', why: 'your default' })
})

test("of those installed, the one whose files lie here or above, up to the repository's root", () => {
  expect(pick('repo/src/deep')).toEqual({ agent: 'first', why: 'the first installed' })
  file('SECOND.md') // outside the repository
  expect(pick('repo/src/deep')?.agent).toBe('first')
  file('repo/THIRD.md') // not installed
  file('repo/SECOND.md')
  expect(pick('repo/src/deep')).toEqual({ agent: 'second', why: 'SECOND.md is here' })
  file('repo/src/FIRST.md') // nearer
  expect(pick('repo/src/deep')?.agent).toBe('first')
})

test('without any, the ways to get one are said', () => {
  rmSync(join(folder, 'bin'), { recursive: true })
  expect(pick('repo')).toBeUndefined()
  expect(noneInstalled(agents)).toMatch(
    /^no coding agent is on the PATH.*-a command\n {2}npm install -g first\n/,
  )
})
