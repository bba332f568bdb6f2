import { cleanLine } from '../protocol/clean.ts'
import type { HostEvent } from '../protocol/host.ts'
import type { Session } from '../protocol/session.ts'
import type { Agent, Learned, Plan, StartContext } from './agent.ts'
import { learnStatus } from './osc.ts'

/**
 * Any program. `args[0]` is its name; a prompt without args is a shell command line; neither means the
 * person's shell. There is no conversation to go on with: a resume starts the same command again.
 */
export const command: Agent = {
  name: 'command',
  again: true,
  signals: ['osc', 'output'],
  start: plan,
  resume: plan,
  learn: learnCommand,
  exit: [
    // Interactive shells ignore SIGTERM; SIGHUP is how a terminal says goodbye.
    { type: 'signal', signal: 'SIGHUP', waitMs: 2000 },
    { type: 'signal', signal: 'SIGTERM', waitMs: 3000 },
    { type: 'signal', signal: 'SIGKILL', waitMs: 2000 },
  ],
}

function plan({ session, file, env }: StartContext): Plan {
  const { args, prompt } = session
  const nothing = { env: {}, files: [] }
  if (args.length > 0)
    return { ...nothing, file, args: [...args.slice(1), ...(prompt === '' ? [] : [prompt])] }
  if (prompt !== '') return { ...nothing, file: '/bin/sh', args: ['-c', prompt] }
  return { ...nothing, file: env.SHELL?.startsWith('/') ? env.SHELL : '/bin/sh', args: [] }
}

export function learnCommand(event: HostEvent, session: Session): Learned[] {
  switch (event.type) {
    case 'status':
      return learnStatus(event, session)
    case 'output':
      return [
        {
          type: 'activity',
          source: 'output',
          says: event.active ? 'prints' : 'prints nothing',
          activity: { kind: event.active ? 'working' : 'idle' },
        },
      ]
    case 'title': {
      const title = cleanLine(event.title)
      return title === '' ? [] : [{ type: 'title', source: 'title', says: `title ${title}`, title }]
    }
    default:
      return []
  }
}
