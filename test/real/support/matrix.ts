import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What is tried with every agent, in the order of the table in README.md. */
export const JOURNEYS = {
  start: 'start with a prompt, working → idle',
  send: 'prompt from a script',
  approve: 'approve from the card',
  deny: 'deny, the agent reads why',
  dialog: 'answer in its own dialog instead',
  trust: 'unknown folder: asks you, never answered',
  stop: 'stop, resume the same conversation',
  kill: 'kill -9, resume the same conversation',
  usage: 'tokens',
  adopt: 'go on with a conversation begun elsewhere',
} as const
export type Journey = keyof typeof JOURNEYS

/** One agent's results, as kept in `.cache/matrix/<agent>.json` for scripts/matrix.ts. */
export type AgentRecord = {
  agent: string
  version: string
  /** True: it passed. A text: the agent offers no way, and why. */
  results: Partial<Record<Journey, boolean | string>>
}

const folder = join(import.meta.dirname, '../../../.cache/matrix')

export function openRecord({ name, version }: { name: string; version: string }) {
  const record: AgentRecord = { agent: name, version, results: {} }
  return {
    result(journey: Journey, passed: boolean): void {
      record.results[journey] = passed
    },
    cannot(journey: Journey, why: string): void {
      record.results[journey] = why
    },
    /** Only a whole run is a result: one that a filter left incomplete says nothing of the rest. */
    save(): void {
      if (Object.keys(JOURNEYS).some((key) => !(key in record.results))) return
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(record, null, 1)}\n`)
    },
  }
}
