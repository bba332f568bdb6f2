import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newestTranscript, subagentFiles, transcriptOf } from '../../../src/agents/claude/files.ts'

let home = ''
let env: Record<string, string> = {}
beforeEach(() => {
  home = mkdtempSync(join(realpathSync(tmpdir()), 'roost.files_'))
  env = { CLAUDE_CONFIG_DIR: join(home, 'config') }
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const nameOf = (cwd: string) => cwd.replace(/[^a-zA-Z0-9]/g, '-')
function write(folder: string, name: string, at = 1000): string {
  const path = join(home, 'config/projects', folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, '{}')
  utimesSync(path, at, at)
  return path
}

test('a conversation is found by the folder it began in, through links too', () => {
  const work = join(home, 'my work.ünï')
  mkdirSync(work)
  symlinkSync(work, join(home, 'link'))
  const path = write(nameOf(work), 'c1.jsonl')
  expect(transcriptOf('c1', work, env)).toBe(path)
  expect(transcriptOf('c1', join(home, 'link'), env)).toBe(path)
})

test('one that was begun elsewhere is found all the same', () => {
  const path = write('-some-worktree', 'c1.jsonl')
  expect(transcriptOf('c1', home, env)).toBe(path)
})

test('a folder name that was cut is found by its beginning', () => {
  const work = join(home, 'x'.repeat(120), 'y'.repeat(120))
  mkdirSync(work, { recursive: true })
  const path = write(`${nameOf(work).slice(0, 200)}-1a2b3c`, 'c1.jsonl')
  expect(newestTranscript(work, env)).toEqual({ resumeId: 'c1', path })
})

test('the newest conversation of a folder is the one written last', () => {
  write(nameOf(home), 'old.jsonl', 1000)
  const path = write(nameOf(home), 'new.jsonl', 2000)
  write(nameOf(home), 'notes.txt', 3000)
  expect(newestTranscript(home, env)).toEqual({ resumeId: 'new', path })
})

test('nothing is found where nothing is, and an id is never a path', () => {
  expect(transcriptOf('c1', home, env)).toBeUndefined()
  expect(newestTranscript(home, env)).toBeUndefined()
  write('x', 'c1.jsonl')
  expect(transcriptOf('../x/c1', home, env)).toBeUndefined()
})

test('the files of subagents lie beside the conversation', () => {
  const path = write('p', 'c1.jsonl')
  const sub = write('p', 'c1/subagents/agent-a1.jsonl')
  write('p', 'c1/subagents/agent-a1.meta.json')
  expect(subagentFiles(path)).toEqual([sub])
  expect(subagentFiles('/nowhere/c1.jsonl')).toEqual([])
})
