import type { SessionView } from '../../protocol/session.ts'

/** Whether the process behind a session lives: then it can be attached, else it must be brought back. */
export const runs = ({ life }: Pick<SessionView, 'life'>): boolean =>
  life.status === 'running' || life.status === 'starting' || life.status === 'stopping'
