import { statSync } from 'node:fs'
import { pricesWith, type Prices } from '../agents/cost.ts'
import { loadConfig } from '../store/config.ts'
import type { Config } from '../store/settings.ts'
import { agentsWith, type Agents } from '../agents/all.ts'
import type { Log } from '../store/log.ts'
import type { Paths } from '../store/paths.ts'

/** The person's config, read again when its file has changed: a new rule holds from the next call on. */
export function createPreferences({ paths, log }: { paths: Paths; log: Log }): () => Config {
  let stamp: string | undefined
  let config = loadConfig(paths).config
  let isFresh = false
  return () => {
    // A list of a thousand sessions asks as often: one look is enough for what is done in one go.
    if (isFresh) return config
    isFresh = true
    queueMicrotask(() => (isFresh = false))
    const there = statSync(paths.config, { throwIfNoEntry: false })
    const now = there ? `${there.mtimeMs} ${there.size} ${there.ino}` : 'none'
    if (now === stamp) return config
    const loaded = loadConfig(paths)
    for (const problem of loaded.problems) log.warn('config', { problem })
    config = loaded.config
    stamp = now
    return config
  }
}

/** The agents there are: ours and those the config describes now. */
export const createAgents = (preferences: () => Config): (() => Agents) =>
  derived(preferences, ({ agents }) => agentsWith(agents.custom))

/** What models cost: the person's own prices first. */
export const createPrices = (preferences: () => Config): (() => Prices) =>
  derived(preferences, ({ prices }) => pricesWith(prices))

/** Made anew only when the config has changed. */
function derived<T>(preferences: () => Config, make: (config: Config) => T): () => T {
  let of = preferences()
  let made = make(of)
  return () => {
    const now = preferences()
    if (now !== of) made = make(now)
    of = now
    return made
  }
}
