import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { cleanLine } from '../../protocol/clean.ts'
import { emptyDigest, type LiveElsewhere, type Past } from '../agent.ts'
import { claudeFolder, transcriptOf } from './files.ts'
import { foldClaude, messagesClaude } from './transcript.ts'
import { endsOf } from '../ends.ts'
import { countOf, parseFields, textOf } from '../fields.ts'
import { newest, TITLE_CHARS } from '../newest.ts'
import { namesIn, textAt } from '../read.ts'

/**
 * Conversations of all projects, newest first. Every file is looked at (name, time), only the first `limit` are
 * read, and of those a bounded part: ten thousand of them cost about a tenth of a second.
 */
export function listPast(env: Record<string, string>, limit: number, begins = ''): Past[] {
  const projects = join(claudeFolder(env), 'projects')
  const files: { path: string }[] = []
  for (const name of namesIn(projects)) {
    const folder = join(projects, name)
    for (const file of namesIn(folder))
      if (file.endsWith('.jsonl') && file.startsWith(begins)) files.push({ path: `${folder}/${file}` }) // `join` would take as long as the look at its time
  }
  return newest(files, limit, ({ path }, at) => describe(path, at))
}

/** One conversation by its id, wherever it was begun. */
export function onePast(resumeId: string, env: Record<string, string>): Past | undefined {
  const path = transcriptOf(resumeId, '/', env)
  const found = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })
  return path !== undefined && found ? describe(path, found.mtimeMs) : undefined
}

/** Conversations that a running Claude Code notes as its own. A killed one leaves its note: look at the process. */
export function liveElsewhere(env: Record<string, string>): LiveElsewhere[] {
  const folder = join(claudeFolder(env), 'sessions')
  return namesIn(folder)
    .filter((name) => /^\d+\.json$/.test(name))
    .flatMap((name) => {
      const entry = parseFields(textAt(join(folder, name)))
      const [resumeId, pid] = [textOf(entry.sessionId), countOf(entry.pid)]
      return resumeId && pid > 0 ? [{ resumeId, pid, since: countOf(entry.startedAt) }] : []
    })
}

/** Undefined for what was never talked in: it cannot be resumed. */
function describe(path: string, at: number): Past | undefined {
  const { head, tail } = endsOf(path)
  const cwd = [...head, ...tail].map((line) => textOf(parseFields(line).cwd)).find(Boolean)
  if (!cwd) return undefined
  const { title } = foldClaude(emptyDigest(), [...head, ...tail])
  const prompt = messagesClaude(head).find(({ role }) => role === 'user')?.text
  return {
    resumeId: basename(path, '.jsonl'),
    path,
    cwd,
    title: cleanLine(title ?? prompt ?? '', TITLE_CHARS),
    at,
  }
}
