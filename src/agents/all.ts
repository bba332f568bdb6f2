import type { AgentDefinition } from '../protocol/agent-definition.ts'
import type { Agent } from './agent.ts'
import { claude } from './claude.ts'
import { codex } from './codex.ts'
import { copilot } from './copilot.ts'
import { command } from './command.ts'
import { customAgent } from './custom.ts'
import { demo } from './demo.ts'
import { gemini } from './gemini.ts'
import { opencode } from './opencode.ts'

/** The agents there are, in the order they are offered; `problems`: of those a person described, one sentence each. */
export type Agents = {
  all: readonly Agent[]
  named(name: string): Agent | undefined
  problems: string[]
}

/** Those that Roost knows by itself. */
export const builtIn: readonly Agent[] = [claude, codex, copilot, gemini, opencode, command, demo]

/** With those a person described; a name of ours stays ours. */
export function agentsWith(custom: Readonly<Record<string, AgentDefinition>>): Agents {
  const isOurs = (name: string) => builtIn.some((agent) => agent.name === name)
  const theirs = Object.entries(custom)
    .filter(([name]) => !isOurs(name))
    .map(([name, definition]) => customAgent(name, definition))
  const all = [...builtIn, ...theirs]
  const byName = new Map(all.map((agent) => [agent.name, agent]))
  const problems = Object.keys(custom)
    .filter(isOurs)
    .map((name) => `agents.custom.${name}: that name is taken by an agent Roost knows itself; choose another`)
  return { all, named: (name) => byName.get(name), problems }
}
