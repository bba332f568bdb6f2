import type { Usage } from '../protocol/usage.ts'
import type { Digest } from './agent.ts'

/** What a fold starts from: it must not change what it was given. */
export const unfolded = (before: Digest): Digest => ({
  ...before,
  counted: new Map(before.counted),
  pending: new Map(before.pending),
})

/** What a fold gives back: the newest call without a result is what runs now. */
export function folded(digest: Digest, usage: Usage): Digest {
  const { tool: _, ...rest } = digest
  const tool = [...(digest.pending?.values() ?? [])].at(-1)
  return { ...rest, usage, ...(tool !== undefined && { tool }) }
}

/** Of the last request of the main agent: what it says until a newer one is read. */
export const lastRequest = ({ contextTokens, model }: Usage): Pick<Usage, 'contextTokens' | 'model'> => ({
  ...(contextTokens !== undefined && { contextTokens }),
  ...(model !== undefined && { model }),
})
