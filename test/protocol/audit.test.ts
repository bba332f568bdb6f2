import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { lineOf } from '../../src/cli/io/audit-line.ts'
import { deedOf, type AuditEntry } from '../../src/protocol/audit.ts'

beforeEach(() => void vi.stubEnv('TZ', 'UTC'))
afterEach(() => void vi.unstubAllEnvs())

const entry = (kind: string, what: unknown): AuditEntry => ({
  at: 0,
  kind,
  session: '7c5daaaa',
  who: 'cli',
  what,
})

test.each<[string, unknown, string]>([
  ['start', { agent: 'claude', cwd: '/src/shop' }, 'claude in /src/shop'],
  ['resume', { resumeId: 'x' }, 'goes on with its conversation'],
  ['stop', { why: 'user' }, 'asked for'],
  ['stop', { why: 'evict', reason: 'memory is short: 200 MB left' }, 'memory is short: 200 MB left'],
  ['stop', { why: 'respawn' }, 'to start it again'],
  ['end', { status: 'stopped', since: 1, why: 'user' }, 'stopped'],
  ['end', { status: 'exited', since: 1, code: 3 }, 'exit 3'],
  ['end', { status: 'exited', since: 1, code: 137, signal: 'SIGKILL' }, 'SIGKILL'],
  ['end', { status: 'failed', since: 1, why: 'the machine restarted' }, 'the machine restarted'],
  ['remove', {}, 'off the list'],
  ['remove', { forever: true }, 'for good'],
  ['restore', {}, 'back on the list'],
  ['pause', { paused: false }, 'its rules hold again'],
  ['send', { text: 'hello' }, 'hello'],
])('%s %j is told in words', (kind, what, says) => {
  expect(deedOf(entry(kind, what))).toBe(says)
  expect(lineOf(entry(kind, what))).toBe(`1970-01-01 00:00:00  7c5daaaa  ${kind}  by cli  ${says}`)
})

test('what an agent asked or ran stays as it was, whole', () => {
  const asked = entry('request', { tool: 'Bash', input: { command: 'rm x' } })
  expect(deedOf(asked)).toBeUndefined()
  expect(lineOf(asked)).toContain('{"tool":"Bash","input":{"command":"rm x"}}')
})

test('times are by the clock of who reads, as everywhere else', () => {
  vi.stubEnv('TZ', 'Asia/Tokyo')
  expect(lineOf(entry('remove', {}))).toBe('1970-01-01 09:00:00  7c5daaaa  remove  by cli  off the list')
})

test('a line for people names the request that was answered, without the hash that is for programs', () => {
  const answered = entry('request', { request: '3e3797', tool: 'Bash', inputHash: 'f919' })
  expect(lineOf(answered)).toContain('by cli  {"request":"3e3797","tool":"Bash"}')
})
