import { groupOf } from '../protocol/session.ts'
import { forEach } from './io/each.ts'

const help = `usage: roost rm [--all] [--json] <id|name>…

Takes sessions off the list, with their log. One that runs is stopped first. The agent's own conversation file
stays where the agent keeps it. With --all, those that have ended.`

export const run = (argv: string[]): Promise<number> =>
  forEach(argv, {
    help,
    all: (session) => ['done', 'failed'].includes(groupOf(session)) && session.life.status !== 'stopping',
    done: 'removed',
    act: async (control, { id }) => {
      await control.call('session.remove', { id })
      return undefined
    },
  })
