import { forEach } from './io/each.ts'

const help = `usage: roost respawn [--all] [--json] <id|name>…

Ends the agent and starts it again with the same conversation, for example after an upgrade of the agent. With
--all each one that has a conversation: those that are idle now, the others once they are.`

export const run = (argv: string[]): Promise<number> =>
  forEach(argv, {
    help,
    all: ({ life, resumeId }) => life.status === 'running' && resumeId !== undefined,
    done: ({ rolls }) => (rolls ? 'when idle:' : 'respawned'),
    act: (control, { id }) =>
      control.call('session.respawn', { id, ...(argv.includes('--all') && { when: 'idle' as const }) }),
  })
