import { forEach } from './io/each.ts'

const help = `usage: roost unpin [--all] [--json] <id|name>…

Takes the pin off.`

export const run = (argv: string[]): Promise<number> =>
  forEach(argv, {
    help,
    all: ({ pinned }) => pinned,
    done: 'unpinned',
    act: (control, { id }) => control.call('session.pin', { id, pinned: false }),
  })
