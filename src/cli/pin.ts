import { forEach } from './io/each.ts'

const help = `usage: roost pin [--json] <id|name>…

A pinned session is never stopped for being idle, and last of all for want of memory.`

export const run = (argv: string[]): Promise<number> =>
  forEach(argv, {
    help,
    done: 'pinned',
    act: (control, { id }) => control.call('session.pin', { id, pinned: true }),
  })
