/** Tokens of one model, each API message counted once. */
export type ModelUsage = {
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
}

/** What a conversation has used. `contextTokens` is the size of the last request's whole prompt. */
export type Usage = {
  models: Record<string, ModelUsage>
  contextTokens?: number
  /** US dollars as the agent itself reports them; absent = unknown, never 0. */
  costUsd?: number
}
