import { expect, test } from 'vitest'
import { refuseRule } from '../../src/policy/vet.ts'
import type { PolicyContext } from '../../src/policy/verdict.ts'

const context: PolicyContext = { cwd: '/home/me/project', home: '/home/me', gitConfig: () => '' }
const bash = (command: string) => ({ tool: 'Bash', input: { command } })
const edit = { tool: 'Edit', input: { file_path: '/home/me/project/src/a.ts' } }
const fetch = { tool: 'WebFetch', input: { url: 'https://docs.example.org/x' } }
const mcp = { tool: 'mcp__db__query', input: {} }

test.each([
  ['Bash(npm run build)', bash('npm run build')],
  ['Bash(npm run *)', bash('npm run build')],
  ['Bash(npm run:*)', bash('npm run build')],
  ['Bash(npm *)', bash('npm run build | head')],
  ['Edit(src/**)', edit],
  ['Edit(//home/me/project/src/a.ts)', edit],
  ['WebFetch(domain:docs.example.org)', fetch],
  ['WebFetch(domain:*.example.org)', fetch],
  ['mcp__db__query', mcp],
  ['mcp__db', mcp],
])('%s is taken for what it covers', (rule, ask) => {
  expect(refuseRule(rule, ask, context)).toBeUndefined()
})

test.each<[string, { tool: string; input: Record<string, unknown> }, RegExp]>([
  ['npm run build', bash('npm run build'), /a tool’s name|a rule is/],
  ['Bash(', bash('npm run build'), /a rule is/],
  ['Bash()', bash('npm run build'), /nothing stands between/],
  ['Bash', bash('npm run build'), /every call of that tool/],
  ['Bash(*)', bash('npm run build'), /every call of that tool/],
  ['Bash(* run build)', bash('npm run build'), /any program/],
  ['Bash(npm*)', bash('npm run build'), /without a blank/],
  ['Bash(bash *)', bash('bash x.sh'), /runs any other program/],
  ['Bash(sudo:*)', bash('sudo ls /root'), /runs any other program/],
  ['Bash(/usr/bin/env *)', bash('/usr/bin/env node x.js'), /runs any other program/],
  ['Bash(npm test)', bash('npm run build'), /not be covered/],
  ['Bash(npm run build && rm x)', bash('npm run build'), /each command of a line/],
  ['bash(npm run build)', bash('npm run build'), /write Bash/],
  ['Edit(**)', edit, /every file/],
  ['Edit(//**)', edit, /every file/],
  ['Edit', edit, /every call of that tool/],
  ['Edit(/etc/**)', edit, /one slash/],
  ['Edit(docs/**)', edit, /not be covered/],
  ['WebFetch(domain:*)', fetch, /more than one site/],
  ['WebFetch(domain:*.org)', fetch, /more than one site/],
  ['WebFetch(docs.example.org)', fetch, /must be a domain/],
  ['mcp__*', mcp, /must name the server/],
])('%s is not', (rule, ask, why) => {
  expect(refuseRule(rule, ask, context)).toMatch(why)
})
