import { glob, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { AgentDefinition } from '../../protocol/agent-definition.ts'
import type { Agent } from '../agent.ts'

/** More files than this are not looked through: the pattern is too wide to be asked again and again. */
const FILES_MAX = 5000

type Newest = { path: string; at: number }

/** A conversation's file by a person's pattern: where it lies and which id it has. Its words are not understood. */
export function globTranscript({
  glob: pattern,
  id,
}: NonNullable<AgentDefinition['transcript']>): NonNullable<Agent['transcript']> {
  const idIn = id === undefined ? undefined : new RegExp(id, 'u')
  const idOf = (path: string): string | undefined => {
    const found = idIn?.exec(path)
    return found?.[1] ?? found?.[0]
  }
  return {
    async locate({ session: { cwd, resumeId, createdAt }, env, taken }) {
      const newest = await newestOf(fill(pattern, { cwd, home: env.HOME ?? '/', id: resumeId }), taken)
      // An older one is another session's.
      return newest && newest.at >= createdAt ? newest.path : undefined
    },
    async newest({ cwd, env }) {
      const newest = await newestOf(fill(pattern, { cwd, home: env.HOME ?? '/' }))
      const resumeId = newest && idOf(newest.path)
      return newest && resumeId !== undefined ? { resumeId, path: newest.path } : undefined
    },
    idOf,
    fold: (digest) => digest,
    messages: () => [],
  }
}

function fill(pattern: string, values: { cwd: string; home: string; id?: string | undefined }): string {
  return pattern
    .replace(/^~(?=\/)/, '{home}')
    .replace(/\{(cwd|home|id)\}/g, (_, name: 'cwd' | 'home' | 'id') => {
      const value = values[name]
      return value === undefined ? '*' : value.replace(/[*?[\]{}!()]/g, '[$&]')
    })
}

async function newestOf(pattern: string, not: ReadonlySet<string> = new Set()): Promise<Newest | undefined> {
  if (!isAbsolute(pattern)) return undefined
  let newest: Newest | undefined
  let count = 0
  for await (const path of glob(pattern)) {
    if (++count > FILES_MAX) break
    if (not.has(path)) continue
    const there = await stat(path).catch(() => undefined) // gone meanwhile
    if (there?.isFile() && there.mtimeMs > (newest?.at ?? -1)) newest = { path, at: there.mtimeMs }
  }
  return newest
}
