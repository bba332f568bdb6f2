import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where Copilot CLI keeps its files in that environment: `$COPILOT_HOME` or `~/.copilot`. */
function copilotFolder(env: Record<string, string>): string {
  return env.COPILOT_HOME || join(env.HOME || homedir(), '.copilot')
}

export const sessionsFolder = (env: Record<string, string>): string =>
  join(copilotFolder(env), 'session-state')

/** What happened in a conversation, one event a line; there from the first prompt on. */
export function eventsOf(id: string, env: Record<string, string>): string | undefined {
  if (!/^[\w-]+$/.test(id)) return undefined // it becomes part of a path
  const path = join(sessionsFolder(env), id, 'events.jsonl')
  return existsSync(path) ? path : undefined
}
