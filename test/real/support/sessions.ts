import { randomBytes } from 'node:crypto'
import type { Session } from '../../../src/protocol/session.ts'

/** A record as the daemon makes it just before a start. */
export function newSession(given: Partial<Session> & Pick<Session, 'agent' | 'cwd'>): Session {
  return {
    id: randomBytes(4).toString('hex'),
    name: '',
    title: '',
    pinned: false,
    createdAt: Date.now(),
    args: [],
    prompt: '',
    generation: 1,
    life: { status: 'starting', since: Date.now() },
    signals: [],
    ...given,
  }
}
