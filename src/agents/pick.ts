import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Agent } from './agent.ts'
import { findProgram } from './find.ts'

export type Picked = { agent: string /** In a few words. */; why: string }

/**
 * The agent to start where none is named: what the person set for the folder, else for everywhere; else one
 * that is installed, and of several the one whose own files lie in the folder or above it, up to the repository's
 * root. Undefined when no coding agent is installed.
 */
export function pickAgent(options: {
  cwd: string
  env: Record<string, string | undefined>
  agents: readonly Agent[]
  config: { agents: { default?: string }; folders: Record<string, { agent?: string }> }
}): Picked | undefined {
  const { cwd, env, agents, config } = options
  const above = foldersUp(cwd)
  for (const folder of above) {
    const agent = config.folders[folder]?.agent
    if (agent !== undefined) return { agent, why: `set for ${folder}` }
  }
  if (config.agents.default !== undefined) return { agent: config.agents.default, why: 'your default' }
  const installed = agents.filter(
    ({ command, marks }) => marks !== undefined && command !== undefined && findProgram(command, env),
  )
  for (const folder of upToRepository(above))
    for (const { name, marks = [] } of installed) {
      const mark = marks.find((file) => existsSync(join(folder, file)))
      if (mark !== undefined) return { agent: name, why: `${mark} is here` }
    }
  const [first] = installed
  return first && { agent: first.name, why: installed.length > 1 ? 'the first installed' : 'it is installed' }
}

/** What to say when there is none. */
export function noneInstalled(agents: readonly Agent[]): string {
  const ways = agents.flatMap(({ marks, install }) => (marks && install ? [`  ${install}`] : []))
  return `no coding agent is on the PATH of this shell; install one, or run any program with -a command\n${ways.join('\n')}\nto look around without one: roost demo`
}

function foldersUp(cwd: string): string[] {
  const folders = [cwd]
  for (let at = cwd; dirname(at) !== at; ) folders.push((at = dirname(at)))
  return folders
}

function upToRepository(above: string[]): string[] {
  const root = above.findIndex((folder) => existsSync(join(folder, '.git')))
  return root === -1 ? above.slice(0, 1) : above.slice(0, root + 1)
}
