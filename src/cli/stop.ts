import { forEach } from './io/each.ts'

const help = `usage: roost stop [--all] [--json] <id|name>…

Ends the agent its own way, by force if it will not. A stopped session never comes back by itself; its
conversation is kept: roost resume`

export const run = (argv: string[]): Promise<number> =>
  forEach(argv, {
    help,
    all: ({ life }) => life.status === 'running' || life.status === 'stopping',
    done: 'stopped',
    act: (control, { id }) => control.call('session.stop', { id }),
  })
