import { forEach } from './io/each.ts'

const help = `usage: roost resume [--json] <id|name>…

Goes on with the conversation of a session that has ended, under the same id.`

export const run = (argv: string[]): Promise<number> =>
  forEach(argv, {
    help,
    done: 'resumed',
    act: (control, { id }) => control.call('session.resume', { id }),
  })
