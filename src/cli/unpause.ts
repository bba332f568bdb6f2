import { forEach } from './io/each.ts'

const help = `usage: roost unpause [--all] [--json] <id|name>…

Gives a paused agent its autonomy back.`

export const run = (argv: string[]): Promise<number> =>
  forEach(argv, {
    help,
    all: ({ paused }) => paused === true,
    done: 'no longer paused',
    act: (control, { id }) => control.call('session.pause', { id, paused: false }),
  })
