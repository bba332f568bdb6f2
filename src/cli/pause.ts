import { forEach } from './io/each.ts'

const help = `usage: roost pause [--all] [--json] <id|name>…

Takes an agent's autonomy away at its next tool call: everything asks, nothing passes silently, until roost unpause.`

export const run = (argv: string[]): Promise<number> =>
  forEach(argv, {
    help,
    all: ({ life }) => life.status === 'running',
    done: 'paused',
    act: (control, { id }) => control.call('session.pause', { id, paused: true }),
  })
