import { join } from 'node:path'
import type { AgentDefinition } from '../../src/protocol/agent-definition.ts'

/** How a person would describe the REPL of repl.mjs in the config. */
export const repl: AgentDefinition = {
  command: process.execPath,
  args: [join(import.meta.dirname, 'repl.mjs')],
  prompt: ['--message', '{prompt}'],
  resume: ['--restore', '{id}'],
  transcript: { glob: '{cwd}/threads/T-*.txt', id: '(T-\\d+)\\.txt$' },
  states: [
    {
      state: 'needs-input',
      need: 'permission',
      what: 'asks to apply an edit',
      screen: '\\(Y\\)es/\\(N\\)o',
    },
    { state: 'idle', screen: 'ready>' },
  ],
  exit: { keys: '/quit\r', seconds: 5 },
}
