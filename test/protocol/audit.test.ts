import { expect, test } from 'vitest'
import { lineOf } from '../../src/cli/io/audit-line.ts'
import { deedOf, type AuditEntry } from '../../src/protocol/audit.ts'

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
