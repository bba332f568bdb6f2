import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fieldsOf, parseFields, textOf } from '../fields.ts'
import { namesIn, realOr, textAt } from '../read.ts'

/** Gemini CLI's own folder in that environment: `.gemini` in `$GEMINI_CLI_HOME`, else at home (0.61.0). */
export function geminiFolder(env: Record<string, string>): string {
  return join(env.GEMINI_CLI_HOME || env.HOME || homedir(), '.gemini')
}

/** Folders people worked in → the name of each one's folder below `tmp`. */
export function projectsOf(env: Record<string, string>): Map<string, string> {
  const { projects } = parseFields(textAt(join(geminiFolder(env), 'projects.json')))
  return new Map(
    Object.entries(fieldsOf(projects)).flatMap(([cwd, slug]) => (textOf(slug) ? [[cwd, String(slug)]] : [])),
  )
}

/** Files of conversations in one project, those of subagents left out. */
export function chatsOf(slug: string, env: Record<string, string>): string[] {
  if (slug.includes('/') || slug.startsWith('.')) return [] // it becomes part of a path
  const folder = join(geminiFolder(env), 'tmp', slug, 'chats')
  return namesIn(folder)
    .filter((name) => /^session-.*\.jsonl$/.test(name))
    .map((name) => join(folder, name))
}

/** The file of a conversation begun in `cwd`: named after the first 8 digits of its id, and its first line has all. */
export function chatOf(id: string, cwd: string, env: Record<string, string>): string | undefined {
  const projects = projectsOf(env)
  const slugs = [projects.get(realOr(cwd)) ?? projects.get(cwd), ...projects.values()]
  const end = `-${id.slice(0, 8)}.jsonl`
  for (const slug of new Set(slugs))
    for (const path of slug === undefined ? [] : chatsOf(slug, env))
      if (path.endsWith(end) && headOf(path).sessionId === id) return path
  return undefined
}

const headOf = (path: string) => parseFields(textAt(path).split('\n', 1)[0] ?? '')

/**
 * Whether Gemini will ask about this folder: no rule of the person's is about it or one above. The longest rule
 * counts, and one that forbids is an answer too.
 */
export function asksForTrust(cwd: string, env: Record<string, string>, args: string[]): boolean {
  if (args.includes('--skip-trust') || env.GEMINI_CLI_TRUST_WORKSPACE === 'true') return false
  const settings = parseFields(textAt(join(geminiFolder(env), 'settings.json')))
  if (fieldsOf(fieldsOf(settings.security).folderTrust).enabled === false) return false
  const path = env.GEMINI_CLI_TRUSTED_FOLDERS_PATH || join(geminiFolder(env), 'trustedFolders.json')
  const here = realOr(cwd)
  return !Object.entries(parseFields(textAt(path))).some(([rule, level]) => {
    const above = realOr(level === 'TRUST_PARENT' ? dirname(rule) : rule)
    return here === above || here.startsWith(above.endsWith('/') ? above : `${above}/`)
  })
}
