import { statSync } from 'node:fs'
import { join } from 'node:path'
import { cleanLine } from '../../protocol/clean.ts'
import type { LiveElsewhere, Past } from '../agent.ts'
import { eventsOf, sessionsFolder } from './files.ts'
import { newest, TITLE_CHARS } from '../newest.ts'
import { namesIn, textAt } from '../read.ts'

/** Conversations of all folders, newest first; those that never took a prompt are left out. */
export function listPast(env: Record<string, string>, limit: number, begins = ''): Past[] {
  const files = namesIn(sessionsFolder(env))
    .filter((id) => id.startsWith(begins))
    .flatMap((resumeId) => {
      const path = eventsOf(resumeId, env)
      return path === undefined ? [] : [{ resumeId, path }]
    })
  return newest(files, limit, (file, at) => describe({ ...file, at }, env))
}

export function onePast(resumeId: string, env: Record<string, string>): Past | undefined {
  return listPast(env, 1, resumeId).find((past) => past.resumeId === resumeId)
}

/** A running Copilot notes itself as `inuse.<pid>.lock` in its conversation's folder; a killed one leaves the note. */
export function liveElsewhere(env: Record<string, string>): LiveElsewhere[] {
  const root = sessionsFolder(env)
  return namesIn(root).flatMap((resumeId) =>
    namesIn(join(root, resumeId)).flatMap((name) => {
      const pid = Number(/^inuse\.(\d+)\.lock$/.exec(name)?.[1] ?? 0)
      const since = statSync(join(root, resumeId, name), { throwIfNoEntry: false })?.mtimeMs
      return pid > 0 && since !== undefined ? [{ resumeId, pid, since }] : []
    }),
  )
}

function describe(
  file: { resumeId: string; path: string; at: number },
  env: Record<string, string>,
): Past | undefined {
  const about = textAt(join(sessionsFolder(env), file.resumeId, 'workspace.yaml'))
  const cwd = scalarIn(about, 'cwd')
  if (!cwd) return undefined
  return { ...file, cwd, title: cleanLine(scalarIn(about, 'name') ?? '', TITLE_CHARS) }
}

/** One line `key: value` of a flat YAML file, with the quotes that JSON has too. */
function scalarIn(yaml: string, key: string): string | undefined {
  const value = new RegExp(`^${key}: (.*)$`, 'm').exec(yaml)?.[1]?.trim()
  if (value === undefined || !value.startsWith('"')) return value?.replace(/^'(.*)'$/, '$1')
  try {
    const parsed: unknown = JSON.parse(value)
    return typeof parsed === 'string' ? parsed : undefined
  } catch {
    return undefined
  }
}
