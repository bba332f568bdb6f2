import type { Agent } from './agent.ts'
import { claude } from './claude.ts'
import { command } from './command.ts'
import { demo } from './demo.ts'

/** Every agent Roost knows, in the order they are offered. */
export const agents: readonly Agent[] = [claude, command, demo]

export const agentNamed = (name: string): Agent | undefined => agents.find((agent) => agent.name === name)
