import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { endOfProgram } from '../../src/daemon/last-words.ts'
import { detailOf, type Session } from '../../src/protocol/session.ts'
import { scratchHome } from '../store/scratch.ts'

const AT = Date.UTC(2026, 10, 21)
const base: Session = {
  id: '12345678', agent: 'command', name: '', title: '', cwd: '/', pinned: false, createdAt: AT, args: [], prompt: '',
  generation: 1, signals: [], life: { status: 'starting', since: AT },
} // biome-ignore format: the record is not the point

function said(lines: string[] | string, { code = 1, agent = 'command', late = 0 } = {}): string | undefined {
  const paths = scratchHome()
  const job = paths.job(base.id)
  mkdirSync(job.folder, { recursive: true })
  writeFileSync(job.screen, typeof lines === 'string' ? lines : JSON.stringify({ lines }))
  utimesSync(job.screen, (AT + late) / 1000, (AT + late) / 1000)
  return endOfProgram(paths, { ...base, agent }, { code, at: AT, generation: 1 }).said
}

test('what a program said last is the last line with a word in it, free of escapes', () => {
  expect(said(['$ check', '\u001b[31m3 dead links\u001b[0m', '─────', '>', ''])).toBe('3 dead links')
  expect(said(['\u001b]0;x\u0007all \u202efine'], { code: 0 })).toBe('all fine')
})

test('an agent that ended well is not quoted: its last line is how to go on', () => {
  expect(said(['Resume with: claude --resume 1'], { code: 0, agent: 'claude' })).toBeUndefined()
  expect(said(['Error: out of credit'], { agent: 'claude' })).toBe('Error: out of credit')
})

test.each([
  ['blank', ['', '  ', '─── ───']],
  ['torn', '{"lines": ["half'],
  ['of another shape', '{"rows": 3}'],
])('a screen that is %s says nothing', (_, lines) => {
  expect(said(lines)).toBeUndefined()
})

test('the screen of an earlier run is not taken for its own', () => {
  expect(said(['Old news'], { late: -60_000 })).toBeUndefined()
  expect(said(['fresh news'], { late: 5 })).toBe('fresh news')
})

test('without a screen the exit code is all there is', () => {
  expect(endOfProgram(scratchHome(), base, { code: 7, at: AT, generation: 1 })).toEqual({
    type: 'ended',
    exit: { code: 7, at: AT, generation: 1 },
  })
})

test.each([
  [{ code: 1, said: 'no such host' }, 'exit 1: no such host'],
  [{ code: 0, said: '8 tests pass' }, '8 tests pass'],
  [{ code: 0 }, 'exit 0'],
  [{ code: 137, signal: 'SIGKILL', said: 'step 4' }, 'ended by SIGKILL: step 4'],
])('%j is told as "%s"', (end, says) => {
  expect(detailOf({ life: { status: 'exited', since: AT, ...end } })).toBe(says)
})
