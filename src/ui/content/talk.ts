import { cleanText } from '../../protocol/clean.ts'
import type { Message } from '../../protocol/control.ts'
import { settle } from '../text.ts'

/** Who says it, in the two cells before it. */
export const WHO: Record<Message['role'], string> = { user: '› ', assistant: '  ', tool: '● ', system: '· ' }

/** A message's own lines, free of escapes. */
export const saidLines = ({ text }: Message): string[] => settle(cleanText(text)).trim().split('\n')

/** A conversation as lines, a blank one before each turn of the person's. */
export function talkLines(messages: readonly Message[]): string[] {
  const out: string[] = []
  for (const message of messages) {
    if (message.role === 'user' && out.length > 0) out.push('')
    for (const [i, row] of saidLines(message).entries()) out.push((i === 0 ? WHO[message.role] : '  ') + row)
  }
  return out
}
