import { expect, test } from 'vitest'
import { summaryOf, type Request, type RequestKind } from '../../src/protocol/request.ts'

test.each<
  [RequestKind, string, Record<string, unknown>, Partial<Pick<Request, 'questions' | 'plan'>>, string]
>([
  ['permission', 'Bash', { command: 'npm test' }, {}, 'Bash: npm test'],
  ['permission', 'Edit', { file_path: '/src/shop/api/cart.ts' }, {}, 'Edit: api/cart.ts'],
  ['permission', 'Edit', { file_path: '/src/shop-old/cart.ts' }, {}, 'Edit: /src/shop-old/cart.ts'],
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
  expect(summaryOf({ kind, tool, input, cwd: '/src/shop', ...more })).toBe(line)
})
