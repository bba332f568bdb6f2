import { forEach } from './io/each.ts'

const help = `usage: roost respawn [--all] [--json] <id|name>…

Ends the agent and starts it again with the same conversation, for example after an upgrade of the agent.`

export const run = (argv: string[]): Promise<number> =>
  forEach(argv, {
    help,
    all: ({ life }) => life.status === 'running',
    done: 'respawned',
    act: (control, { id }) => control.call('session.respawn', { id }),
  })
