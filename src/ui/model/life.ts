import type { SessionView } from '../../protocol/session.ts'

/** Whether the process behind a session lives: then it can be attached, else it must be brought back. */
export const runs = ({ life }: Pick<SessionView, 'life'>): boolean =>
  life.status === 'running' || life.status === 'starting' || life.status === 'stopping'

/** It waits for an answer that no card can give: its own screen asks, and only there it is answered. */
export const asksInside = ({ life, requests }: Pick<SessionView, 'life' | 'requests'>): boolean =>
  life.status === 'running' && life.activity.kind === 'needs-input' && requests.length === 0
