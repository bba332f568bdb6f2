import { expect, test } from 'vitest'
import { summaryOf, type Request, type RequestKind } from '../../src/protocol/request.ts'

test.each<[RequestKind, string, Record<string, unknown>, Partial<Request>, string]>([
  ['permission', 'Bash', { command: 'npm test' }, {}, 'Bash: npm test'],
  ['permission', 'mcp__x__y', { odd: 1 }, {}, 'mcp__x__y'],
  [
    'question',
    'AskUserQuestion',
    {},
    { questions: [{ question: 'Which?', multiSelect: false, options: [] }] },
    'Which?',
  ],
  ['plan', 'ExitPlanMode', {}, { plan: '\n# Split the parser\n\n1. …' }, 'Split the parser'],
  ['plan', 'ExitPlanMode', {}, { plan: '' }, 'ExitPlanMode'],
])('a %s of %s is summed up in a line', (kind, tool, input, more, line) => {
  expect(summaryOf({ kind, tool, input, ...more, ...more })).toBe(line)
})
