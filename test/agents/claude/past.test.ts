import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listPast, liveElsewhere, onePast } from '../../../src/agents/claude/past.ts'

let home = ''
let env: Record<string, string> = {}
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'roost.past_'))
  env = { CLAUDE_CONFIG_DIR: home }
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const user = (text: string, cwd: string) =>
  JSON.stringify({ type: 'user', cwd, message: { role: 'user', content: text } })

function write(folder: string, id: string, lines: string[], at: number): string {
  const path = join(home, 'projects', folder, `${id}.jsonl`)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
  utimesSync(path, at, at)
  return path
}

test('conversations of all projects are listed newest first, with folder and title', () => {
  const old = write('-a', 'c-old', [user('fix the flaky test', '/a')], 1000)
  const named = write(
    '-b',
    'c-new',
    [user('hi', '/b'), JSON.stringify({ type: 'ai-title', aiTitle: 'Greeting' })],
    2000,
  )
  write('-b', 'c-empty', [], 3000)
  write('-b', 'c-foreign', ['{"type":"snapshot"}', 'no json'], 3000)
  writeFileSync(join(home, 'projects', 'a-file'), '')
  expect(listPast(env, 10)).toEqual([
    { resumeId: 'c-new', path: named, cwd: '/b', title: 'Greeting', at: 2_000_000 },
    { resumeId: 'c-old', path: old, cwd: '/a', title: 'fix the flaky test', at: 1_000_000 },
  ])
  expect(listPast(env, 1).map(({ resumeId }) => resumeId)).toEqual(['c-new'])
  expect(listPast(env, 10, 'c-o').map(({ resumeId }) => resumeId)).toEqual(['c-old'])
  expect(onePast('c-old', env)?.cwd).toBe('/a')
  expect(onePast('../../etc/passwd', env)).toBeUndefined()
})

test('of a large conversation both ends are read, and only those', () => {
  const filler = Array.from({ length: 4000 }, (_, n) => user(`${n} ${'x'.repeat(500)}`, '/a'))
  write(
    '-a',
    'big',
    [
      user('the first words', '/a'),
      ...filler,
      JSON.stringify({ type: 'custom-title', customTitle: 'Named at the end' }),
    ],
    1,
  )
  expect(listPast(env, 1)[0]).toMatchObject({ cwd: '/a', title: 'Named at the end' })
})

test('a title cannot carry control characters into a terminal', () => {
  write('-a', 'evil', [user('\u001b[2Jgone\u202e', '/a')], 1)
  expect(listPast(env, 1)[0]?.title).toBe('gone')
})

test('ten thousand conversations in five hundred folders are all looked at', () => {
  for (let folder = 0; folder < 500; folder++)
    for (let n = 0; n < 20; n++)
      write(`-p${folder}`, `c${folder}-${n}`, [user('hi', `/p${folder}`)], 1000 + folder * 20 + n)
  expect(listPast(env, 3).map(({ resumeId }) => resumeId)).toEqual(['c499-19', 'c499-18', 'c499-17'])
})

test('what the agent notes of its live processes is read, and nothing else', () => {
  mkdirSync(join(home, 'sessions'))
  writeFileSync(join(home, 'sessions', '77.json'), '{"pid":77,"sessionId":"c1","startedAt":5}')
  writeFileSync(join(home, 'sessions', '78.json'), '{"torn')
  writeFileSync(join(home, 'sessions', 'notes.txt'), '{"pid":79,"sessionId":"c2"}')
  expect(liveElsewhere(env)).toEqual([{ resumeId: 'c1', pid: 77, since: 5 }])
})
