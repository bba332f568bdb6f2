import { expect, test } from 'vitest'
import { isOver } from '../../src/agents/over.ts'
import type { Over } from '../../src/agents/agent.ts'
import type { Request } from '../../src/protocol/request.ts'

const request = (given: Partial<Request> = {}): Request => ({
  id: 'abc123',
  session: 's',
  kind: 'permission',
  tool: 'Bash',
  input: { command: 'npm test\n  --all', description: 'Run' },
  inputHash: '',
  cwd: '/work',
  since: 0,
  risk: 'low',
  reasons: [],
  ...given,
})
const subagents = request({ subagent: 'helper 1' })
const plan = request({ kind: 'plan', tool: 'ExitPlanMode', input: {} })
const question = request({ kind: 'question', tool: 'AskUserQuestion', input: {} })
const other = request({ tool: 'mcp__x', input: { a: 1 } })

test.each<[Over, Request, boolean]>([
  [{}, request(), true],
  [{ tool: 'Bash' }, request(), true],
  [{ tool: 'Edit' }, request(), false],
  [{ subagent: '' }, request(), true],
  [{ subagent: '' }, subagents, false],
  [{ subagent: 'helper 1' }, subagents, true],
  [{ input: { description: 'Run', command: 'npm test\n  --all' } }, request(), true],
  [{ input: { description: 'Run', command: 'npm test' } }, request(), false],
  [{ input: { command: 'npm test\n  --all' } }, request(), false],
  [{ shown: 'approve Bash: npm test --all' }, request(), true],
  [{ shown: 'approve Bash: npm test…' }, request(), true],
  [{ shown: 'approve Bash: npm publish' }, request(), false],
  [{ shown: 'approve plan' }, request(), false],
  [{ shown: 'approve plan' }, plan, true],
  [{ shown: 'answer: Which? (A · B)' }, question, true],
  [{ shown: 'answer: Which? (A · B)' }, request(), false],
  [{ shown: 'approve x - tool (MCP)' }, other, true],
  [{ shown: 'approve Bash: ls' }, other, false],
])('%j of %j: %s', (over, of, is) => {
  expect(isOver(of, over)).toBe(is)
})
