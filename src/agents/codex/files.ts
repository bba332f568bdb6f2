import { homedir } from 'node:os'
import { join } from 'node:path'
import { namesIn } from '../read.ts'

/** Where Codex keeps its files in that environment: `$CODEX_HOME` or `~/.codex`. */
export function codexFolder(env: Record<string, string>): string {
  return env.CODEX_HOME || join(env.HOME || homedir(), '.codex')
}

const DAY_MS = 86_400_000
const ROLLOUT = /^rollout-.*-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.jsonl$/

/** The id in a rollout's name, `rollout-<local time>-<uuid>.jsonl`; undefined for other files. */
export const idOfRollout = (name: string): string | undefined => ROLLOUT.exec(name)?.[1]

/** The file of a conversation. Its folder is the day it began, which its id tells; in the writer's time zone. */
export function rolloutOf(id: string, env: Record<string, string>): string | undefined {
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined // it becomes part of a search
  const began = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) // RFC 9562, UUID version 7
  for (const day of [began, began - DAY_MS, began + DAY_MS].map((at) => new Date(at))) {
    if (Number.isNaN(day.getTime())) continue
    const parts = day.toISOString().slice(0, 10).split('-')
    const folder = join(codexFolder(env), 'sessions', ...parts)
    const name = namesIn(folder).find((each) => idOfRollout(each) === id)
    if (name !== undefined) return join(folder, name)
  }
  return undefined
}

/** All rollouts, newest day first; within a day the latest begun first. */
export function* rollouts(env: Record<string, string>): Generator<string> {
  const root = join(codexFolder(env), 'sessions')
  for (const year of latestFirst(root))
    for (const month of latestFirst(join(root, year)))
      for (const day of latestFirst(join(root, year, month)))
        for (const name of latestFirst(join(root, year, month, day)))
          if (idOfRollout(name) !== undefined) yield join(root, year, month, day, name)
}

const latestFirst = (folder: string): string[] => namesIn(folder).sort().reverse()
