import type { Live } from './live.ts'

// What a peeked row holds beside text (protocol/host.ts).
const SGR = /\u001b\[[0-9;:]*m/g

/** The session's screen as plain text, row by row; empty when its host does not answer. */
export async function rowsOf(live: Live): Promise<string[]> {
  const { lines = [] } = (await live.link?.call('screen', {}).catch(() => undefined)) ?? {}
  return lines.map((line) => line.replace(SGR, ''))
}
