import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Session } from '../protocol/session.ts'

/**
 * The id of the conversation a start begins: the same for the same start, so a plan made twice is the same plan;
 * another for each generation, since agents refuse an id that was used.
 */
export function conversationId(session: Pick<Session, 'id' | 'createdAt'>, generation: number): string {
  const hex = createHash('sha256').update(`${session.id}/${session.createdAt}/${generation}`).digest('hex')
  // The bits of a version 8 UUID (RFC 9562: custom).
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/**
 * Whether a conversation can be gone on with, by its file. `never`: it has none, since it never took a prompt; then
 * a resume starts afresh. `find` looks where the agent itself would.
 */
export function keptOf(
  { transcript }: Session,
  find: () => string | undefined,
): 'there' | 'never' | { cannot: string } {
  if ((transcript !== undefined && existsSync(transcript)) || find() !== undefined) return 'there'
  return transcript === undefined ? 'never' : fileGone(transcript)
}

export const fileGone = (transcript: string | undefined): { cannot: string } => ({
  cannot: `the conversation's file is gone (${transcript}); start a new session`,
})
