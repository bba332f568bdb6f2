import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { namesIn, realOr } from '../read.ts'

/** Where Claude Code keeps its files in that environment: `$CLAUDE_CONFIG_DIR` or `~/.claude`. */
export function claudeFolder(env: Record<string, string>): string {
  return env.CLAUDE_CONFIG_DIR || join(env.HOME || homedir(), '.claude')
}

/** Longer folder names are cut there and end in `-<hash>` (seen on 2.1.329). */
const NAME_LIMIT = 200

/** The folder of conversations begun in `cwd`, if there is one. */
function projectFolder(cwd: string, env: Record<string, string>): string | undefined {
  const projects = join(claudeFolder(env), 'projects')
  const name = realOr(cwd).replace(/[^a-zA-Z0-9]/g, '-')
  if (name.length <= NAME_LIMIT) return join(projects, name)
  const cut = `${name.slice(0, NAME_LIMIT)}-`
  const found = namesIn(projects).find((folder) => folder.startsWith(cut))
  return found === undefined ? undefined : join(projects, found)
}

/**
 * The file of a conversation. First where `cwd` says it is; else anywhere, since a conversation that moved to a
 * worktree is kept under the folder it began in.
 */
export function transcriptOf(id: string, cwd: string, env: Record<string, string>): string | undefined {
  if (!/^[\w-]+$/.test(id)) return undefined // it becomes part of a path
  const here = projectFolder(cwd, env)
  const projects = join(claudeFolder(env), 'projects')
  const folders = [...(here ? [here] : []), ...namesIn(projects).map((folder) => join(projects, folder))]
  return folders.map((folder) => join(folder, `${id}.jsonl`)).find((path) => existsSync(path))
}

/** The conversation of `cwd` that was written to last. */
export function newestTranscript(
  cwd: string,
  env: Record<string, string>,
): { resumeId: string; path: string } | undefined {
  const folder = projectFolder(cwd, env)
  if (folder === undefined) return undefined
  const files = namesIn(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(folder, name))
    .map((path) => ({ path, at: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
  const newest = files.reduce((a, b) => (b.at > a.at ? b : a), { path: '', at: 0 })
  return newest.at === 0 ? undefined : { resumeId: basename(newest.path, '.jsonl'), path: newest.path }
}

/** Conversations of the subagents of one: `<id>/subagents/agent-*.jsonl` beside `<id>.jsonl`. */
export function subagentFiles(path: string): string[] {
  const folder = join(path.replace(/\.jsonl$/, ''), 'subagents')
  return namesIn(folder)
    .filter((name) => name.startsWith('agent-') && name.endsWith('.jsonl'))
    .map((name) => join(folder, name))
}
