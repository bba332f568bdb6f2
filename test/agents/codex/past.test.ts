import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { liveElsewhere } from '../../../src/agents/codex/locks.ts'
import { listPast, onePast } from '../../../src/agents/codex/past.ts'

let home = ''
let env: Record<string, string> = {}
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'roost-codex-past-'))
  env = { CODEX_HOME: home }
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

// Begun on 2026-11-21, as UUIDs of version 7 tell.
const id = (n: number) => `01a1fe36-33e3-7171-a3ff-00000000000${n}`
function write(n: number, meta: object, prompt: string | undefined, at: number): string {
  const folder = join(home, 'sessions', '2026', '11', '21')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `rollout-2026-11-21T13-05-2${n}-${id(n)}.jsonl`)
  const lines: object[] = [{ type: 'session_meta', payload: { source: 'cli', cwd: `/w${n}`, ...meta } }]
  // What Codex tells its model stands first, and is long.
  lines.push({
    type: 'response_item',
    payload: { type: 'message', role: 'developer', text: 'x'.repeat(90_000) },
  })
  if (prompt !== undefined)
    lines.push({ type: 'event_msg', payload: { type: 'user_message', message: prompt } })
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  utimesSync(path, at, at)
  return path
}

test('conversations are listed newest first, by name or first prompt, without those of scripts and subagents', () => {
  const old = write(1, {}, 'fix the flaky test', 1000)
  const named = write(2, {}, 'hi', 2000)
  write(3, { source: 'exec' }, 'from a script', 3000)
  write(4, { source: { subagent: 'review' } }, 'from another agent', 3000)
  write(5, {}, undefined, 3000)
  writeFileSync(
    join(home, 'session_index.jsonl'),
    `{"id":"${id(2)}","thread_name":"Old name"}\n{"id":"${id(2)}","thread_name":"Greeting"}\nno json\n`,
  )
  expect(listPast(env, 10)).toEqual([
    { resumeId: id(2), path: named, cwd: '/w2', title: 'Greeting', at: 2_000_000 },
    { resumeId: id(1), path: old, cwd: '/w1', title: 'fix the flaky test', at: 1_000_000 },
  ])
  expect(listPast(env, 1).map(({ resumeId }) => resumeId)).toEqual([id(2)])
  expect(listPast(env, 10, id(1)).map(({ resumeId }) => resumeId)).toEqual([id(1)])
  expect(onePast(id(1), env)?.cwd).toBe('/w1')
  expect(onePast('../../etc/passwd', env)).toBeUndefined()
})

test('nobody holds a lock that lies about', () => {
  mkdirSync(join(home, 'thread-writer-locks'))
  writeFileSync(join(home, 'thread-writer-locks', `${id(1)}.lock`), '')
  expect(liveElsewhere(env)).toEqual([])
})
