import type { ExitStep } from './agent.ts'

/** For an agent that ends its tools and keeps its conversation on SIGTERM; SIGKILL would leave tools running. */
export const exitOnTerm = (waitMs: number): ExitStep[] => [
  { type: 'signal', signal: 'SIGTERM', waitMs },
  { type: 'signal', signal: 'SIGKILL', waitMs: 2000 },
]
