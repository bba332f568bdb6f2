import { expect, test } from 'vitest'
import { readAgents } from '../../src/store/agents-config.ts'

const read = (value: unknown) => {
  const problems: string[] = []
  return { agents: readAgents(value, 'config', problems), problems }
}

test('an agent a person describes is taken as it stands', () => {
  const aider = {
    command: 'aider',
    args: ['--no-auto-commits'],
    prompt: ['--message', '{prompt}'],
    session: ['--id', '{id}'],
    resume: ['--restore', '{id}'],
    install: 'pip install aider-install',
    env: { AIDER_DARK_MODE: '1' },
    transcript: { glob: '{cwd}/.aider/*.md', id: '([a-z0-9]+)\\.md$' },
    states: [
      { state: 'needs-input', need: 'permission', what: 'asks', screen: '\\(Y\\)es/\\(N\\)o' },
      { state: 'idle', title: '^ready' },
      { state: 'working', osc: 'state=busy' },
    ],
    exit: { keys: '/exit\r', seconds: 3 },
  }
  expect(read({ default: 'aider', custom: { aider } })).toEqual({
    agents: { default: 'aider', custom: { aider } },
    problems: [],
  })
})

test.each([
  [{ x1: {} }, 'agents.custom.x1.command is missing'],
  [{ x1: 'aider' }, 'agents.custom.x1 must be an object'],
  [{ x1: { command: '' } }, 'agents.custom.x1.command must not be empty'],
  [{ x1: { command: 'a', comand: 'b' } }, 'agents.custom.x1.comand is no setting here'],
  [{ x1: { command: 'a', args: '-x' } }, 'agents.custom.x1.args must be a list of texts'],
  [{ x1: { command: 'a', args: [1] } }, 'agents.custom.x1.args[0] must be a text'],
  [
    { x1: { command: 'a', states: [{ state: 'busy', title: 'x' }] } },
    'agents.custom.x1.states[0].state must be one of working, idle, needs-input',
  ],
  [
    { x1: { command: 'a', states: [{ state: 'idle' }] } },
    'agents.custom.x1.states[0] must have exactly one of "title", "osc" and "screen"',
  ],
  [
    { x1: { command: 'a', states: [{ state: 'idle', title: 'a', screen: 'b' }] } },
    'agents.custom.x1.states[0] must have exactly one of "title", "osc" and "screen"',
  ],
  [
    { x1: { command: 'a', states: [{ state: 'idle', screen: '(' }] } },
    /^config: agents\.custom\.x1\.states\[0\]\.screen is no regular expression \(.*Unterminated group\)$/,
  ],
  [
    { x1: { command: 'a', transcript: { glob: '*.md' } } },
    'agents.custom.x1.transcript.glob must begin with "/", "~/", "{cwd}" or "{home}"',
  ],
  [{ 'My Agent': { command: 'a' } }, /^config: agents\.custom\.My Agent: a name is a small letter/],
])('%j is left out with a sentence, and the others stand', (custom, problem) => {
  expect(read({ custom: { ...custom, good: { command: 'good' } } })).toEqual({
    agents: { custom: { good: { command: 'good' } } },
    problems: [typeof problem === 'string' ? `config: ${problem}` : expect.stringMatching(problem)],
  })
})

test('an agent that is described one level too high is told its place', () => {
  expect(read({ aider: { command: 'aider' } }).problems).toEqual([
    'config: agents.aider is no setting; there are: default, custom (an agent of your own is agents.custom.aider)',
  ])
})
