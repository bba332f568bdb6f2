import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readAgents } from '../../src/store/agents-config.ts'

test('every description in docs/agents.md is one that Roost takes', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/agents.md'), 'utf8')
  const examples = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(
    ([, json = '']) => JSON.parse(json).agents,
  )
  const problems: string[] = []
  const names = examples.flatMap((agents) => Object.keys(readAgents(agents, 'docs', problems).custom))
  expect(problems).toEqual([])
  expect(names).toEqual(['tsc', 'python', 'repl'])
})
