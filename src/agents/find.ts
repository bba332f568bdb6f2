import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import type { Agent } from './agent.ts'

/**
 * The file a shell would run for `command` in that environment: an executable regular file on PATH, or, when
 * it is a path, that path seen from `cwd` (by default the folder of the shell whose environment it is).
 */
export function findProgram(
  command: string,
  env: Record<string, string | undefined>,
  cwd = env.PWD ?? '/',
): string | undefined {
  if (command === '') return undefined
  if (command.includes('/')) {
    const path = resolve(cwd, command)
    return isProgram(path) ? path : undefined
  }
  // An empty entry means the working folder: a program lying there must not stand in for an agent.
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder))
  return folders.map((folder) => join(folder, command)).find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** What to tell a person whose machine lacks the agent: one sentence with the way out. */
export function missing(agent: Pick<Agent, 'name' | 'command' | 'install'>): string {
  const program = agent.command ?? agent.name
  const way = agent.install ? `install it with: ${agent.install}` : 'install it'
  return `${program} is not on the PATH of this shell; ${way}, then try again`
}
