import type { SessionView } from '../../protocol/session.ts'

/** It waits for an answer that no card can give: its own screen asks, and only there it is answered. */
export const asksInside = ({ life, requests }: Pick<SessionView, 'life' | 'requests'>): boolean =>
  life.status === 'running' && life.activity.kind === 'needs-input' && requests.length === 0
