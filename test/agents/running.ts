import type { Activity, Session } from '../../src/protocol/session.ts'
import { newSession } from '../real/support/sessions.ts'

type Now<A> = A extends Activity ? Omit<A, 'since'> : never

export const SINCE = 1_000_000

/** A session whose agent runs as pid 41 and does `activity`. */
export function running(activity: Now<Activity>, given: Partial<Session> = {}): Session {
  return newSession({
    agent: 'claude',
    cwd: '/work',
    resumeId: 'c1',
    life: {
      status: 'running',
      since: SINCE,
      host: { pid: 40, start: '1', boot: 'b' },
      agentPid: 41,
      activity: { ...activity, since: SINCE },
    },
    ...given,
  })
}
