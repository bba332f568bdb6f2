import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { cleanLine } from '../../protocol/clean.ts'
import type { Past } from '../agent.ts'
import { codexFolder, idOfRollout, rolloutOf, rollouts } from './files.ts'
import { messagesCodex } from './transcript.ts'
import { fieldsOf, parseFields, textOf } from '../fields.ts'
import { endsOf } from '../ends.ts'
import { newest, TITLE_CHARS } from '../newest.ts'
import { textAt } from '../read.ts'

/** Of the newest days, read while looking for the newest: those begun long ago may have been written to since. */
const LOOKED_AT = 2000
/** The first prompt stands behind all that Codex tells its model, AGENTS.md included. */
const HEAD_BYTES = 256 * 1024

/** Conversations begun in a terminal, newest first. Those that Codex has packed away (`.jsonl.zst`) are left out. */
export function listPast(env: Record<string, string>, limit: number, begins = ''): Past[] {
  const files: { path: string }[] = []
  let looked = 0
  for (const path of rollouts(env)) {
    if ((looked += 1) > LOOKED_AT && begins === '') break
    if (idOfRollout(basename(path))?.startsWith(begins)) files.push({ path })
  }
  const names = namesOf(env)
  return newest(files, limit, ({ path }, at) => describe(path, at, names))
}

export function onePast(resumeId: string, env: Record<string, string>): Past | undefined {
  const path = rolloutOf(resumeId, env)
  const found = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })
  return path !== undefined && found ? describe(path, found.mtimeMs, namesOf(env)) : undefined
}

/** Names of conversations; the last one of an id counts. */
function namesOf(env: Record<string, string>): Map<string, string> {
  const lines = textAt(join(codexFolder(env), 'session_index.jsonl'))
    .split('\n')
    .map(parseFields)
  return new Map(lines.map((line) => [textOf(line.id) ?? '', textOf(line.thread_name) ?? '']))
}

/** Undefined for a subagent's, and for what was run by a script (`codex exec`) or never talked in. */
function describe(path: string, at: number, names: Map<string, string>): Past | undefined {
  const { head } = endsOf(path, HEAD_BYTES)
  const meta = fieldsOf(parseFields(head[0] ?? '').payload)
  const [resumeId, cwd] = [idOfRollout(basename(path)), textOf(meta.cwd)]
  if (resumeId === undefined || !cwd || meta.source === 'exec' || typeof meta.source === 'object')
    return undefined
  const prompt = messagesCodex(head).find(({ role }) => role === 'user')?.text
  if (prompt === undefined) return undefined
  return { resumeId, path, cwd, title: cleanLine(names.get(resumeId) || prompt, TITLE_CHARS), at }
}
