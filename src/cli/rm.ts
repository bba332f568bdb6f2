import { groupOf } from '../protocol/session.ts'
import { short } from './io/out.ts'
import { forEach } from './io/each.ts'

const help = `usage: roost rm [--all] [--worktree] [--forever] [--json] <id|name>…

Takes sessions off the list, with their log. One that runs is stopped first. The agent's own conversation file
stays where the agent keeps it. With --all, those that have ended. For a day roost undo brings them back.

  --worktree   remove the git worktree that was made for it too; refused when work in it would be lost
  --forever    delete at once: nothing can be brought back`

export const run = (argv: string[]): Promise<number> =>
  forEach(argv, {
    help,
    all: (session) => ['done', 'failed'].includes(groupOf(session)) && session.life.status !== 'stopping',
    flags: ['worktree', 'forever'],
    done: ({ worktree }, flags) =>
      worktree && !flags.has('worktree')
        ? `removed (its worktree stays: ${short(worktree.path)})`
        : 'removed',
    hint: (flags) => (flags.has('forever') ? undefined : 'to bring back: roost undo'),
    act: async (control, { id }, flags) => {
      await control.call('session.remove', {
        id,
        worktree: flags.has('worktree'),
        forever: flags.has('forever'),
      })
      return undefined
    },
  })
