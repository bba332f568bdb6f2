import { groupOf } from '../protocol/session.ts'
import { short } from './io/out.ts'
import { forEach } from './io/each.ts'

const help = `usage: roost rm [--all] [--worktree] [--json] <id|name>…

Takes sessions off the list, with their log. One that runs is stopped first. The agent's own conversation file
stays where the agent keeps it. With --all, those that have ended.

  --worktree   remove the git worktree that was made for it too; refused when work in it would be lost`

export const run = (argv: string[]): Promise<number> =>
  forEach(argv, {
    help,
    all: (session) => ['done', 'failed'].includes(groupOf(session)) && session.life.status !== 'stopping',
    option: 'worktree',
    done: ({ worktree }, withTree) =>
      worktree && !withTree ? `removed (its worktree stays: ${short(worktree.path)})` : 'removed',
    act: async (control, { id }, worktree) => {
      await control.call('session.remove', { id, ...(worktree && { worktree }) })
      return undefined
    },
  })
