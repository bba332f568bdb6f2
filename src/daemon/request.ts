import { createHash } from 'node:crypto'
import type { Asked } from '../agents/agent.ts'
import type { HookEvent } from '../protocol/host.ts'
import type { Request, Risk, RiskReason } from '../protocol/request.ts'

/** A request as the daemon holds it: what clients see, and how its answer finds the agent. */
export type Open = {
  request: Request
  hold: string
  asked: Asked
  /** Its agent has hung up: it was left in the dialog there, or the agent is ending. */
  hungUp?: true
}

/** JSON with sorted keys: two equal inputs have equal text, whatever order the agent wrote them in. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, v]) => `${JSON.stringify(key)}:${canonical(v)}`).join(',')}}`
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The id comes from the hold, so a daemon that takes over shows the same request under the same id. */
export function openRequest(options: {
  session: string
  generation: number
  event: HookEvent
  hold: string
  asked: Asked
  judged: { risk: Risk; reasons: RiskReason[]; notes?: string[] }
}): Open {
  const { session, event, hold, asked, judged } = options
  const { raw: _, ...shown } = asked
  return {
    hold,
    asked,
    request: {
      ...shown,
      id: sha256(`${session}/${options.generation}/${hold}`).slice(0, 6),
      session,
      inputHash: sha256(canonical(asked.input)),
      since: event.at,
      ...judged,
    },
  }
}
