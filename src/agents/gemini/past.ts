import { cleanLine } from '../../protocol/clean.ts'
import type { Past } from '../agent.ts'
import { endsOf } from '../ends.ts'
import { parseFields, textOf } from '../fields.ts'
import { chatsOf, projectsOf } from './files.ts'
import { messagesGemini } from './transcript.ts'
import { newest, TITLE_CHARS } from '../newest.ts'

/** The first prompt stands behind what Gemini tells its model of the folder. */
const HEAD_BYTES = 256 * 1024

/** Conversations of all folders, newest first; only those that are listed are read. */
export function listGemini(env: Record<string, string>, limit: number, begins = ''): Past[] {
  return newest(files(env, begins), limit, ({ path, cwd }, at) => {
    const one = describe(path, cwd, at)
    return one?.resumeId.startsWith(begins) ? one : undefined
  })
}

export const oneGemini = (resumeId: string, env: Record<string, string>): Past | undefined =>
  listGemini(env, 1, resumeId).find((past) => past.resumeId === resumeId)

function files(env: Record<string, string>, begins: string): { path: string; cwd: string }[] {
  const start = begins.slice(0, 8)
  return Array.from(projectsOf(env))
    .flatMap(([cwd, slug]) => chatsOf(slug, env).map((path) => ({ path, cwd })))
    .filter(({ path }) => /-([0-9a-f]{8})\.jsonl$/.exec(path)?.[1]?.startsWith(start))
}

/** Undefined for what was never talked in. */
function describe(path: string, cwd: string, at: number): Past | undefined {
  const { head } = endsOf(path, HEAD_BYTES)
  const { sessionId, kind } = parseFields(head[0] ?? '')
  const resumeId = textOf(sessionId)
  const prompt = messagesGemini(head).find(({ role }) => role === 'user')?.text
  if (!resumeId || prompt === undefined || kind === 'subagent') return undefined
  return { resumeId, path, cwd, title: cleanLine(prompt, TITLE_CHARS), at }
}
