import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { cleanLine } from '../../protocol/clean.ts'
import type { Past } from '../agent.ts'
import { countOf, fieldsOf, textOf } from '../fields.ts'
import { TITLE_CHARS } from '../newest.ts'

/** A title OpenCode gives before the first prompt was understood. */
export const UNTITLED = /^(New session|Child session) - \d{4}-/

/** OpenCode's store: `$OPENCODE_DB`, else in its data folder (1.18.33). */
function storePath(env: Record<string, string>): string {
  const data = join(env.XDG_DATA_HOME || join(env.HOME || homedir(), '.local', 'share'), 'opencode')
  const given = env.OPENCODE_DB
  return given ? (isAbsolute(given) ? given : join(data, given)) : join(data, 'opencode.db')
}

/** Conversations of all folders, newest first, without those of subagents. */
export function listOpencode(env: Record<string, string>, limit: number, begins = ''): Past[] {
  return (
    query(
      env,
      `SELECT id, title, directory, time_updated FROM session
       WHERE parent_id IS NULL AND time_archived IS NULL AND substr(id, 1, ?) = ?
       ORDER BY time_updated DESC LIMIT ?`,
      [begins.length, begins, limit],
    ) ?? []
  )
}

/** One conversation by its id; `gone` when the store is there and does not know it, undefined when it cannot tell. */
export function oneOpencode(resumeId: string, env: Record<string, string>): Past | 'gone' | undefined {
  const found = query(env, 'SELECT id, title, directory, time_updated FROM session WHERE id = ?', [resumeId])
  return found && (found[0] ?? 'gone')
}

/** Undefined when there is no store, or not one this reads: it is OpenCode's to change. */
function query(env: Record<string, string>, sql: string, values: (string | number)[]): Past[] | undefined {
  const path = storePath(env)
  if (!existsSync(path)) return undefined
  let store: DatabaseSync | undefined
  try {
    // Loaded when first needed: most daemons never do.
    const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
    store = new DatabaseSync(path, { readOnly: true })
    return store
      .prepare(sql)
      .all(...values)
      .flatMap(pastOf)
  } catch {
    return undefined
  } finally {
    store?.close()
  }
}

function pastOf(row: unknown): Past[] {
  const { id, title, directory, time_updated: at } = fieldsOf(row)
  const [resumeId, cwd, name = ''] = [textOf(id), textOf(directory), textOf(title)]
  if (!resumeId || !cwd) return []
  return [{ resumeId, cwd, title: UNTITLED.test(name) ? '' : cleanLine(name, TITLE_CHARS), at: countOf(at) }]
}
