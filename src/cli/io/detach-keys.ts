import { loadConfig } from '../../store/config.ts'
import type { Paths } from '../../store/paths.ts'

/** What the person's config says. A bundle of its own: to check a config takes as long as all else before an attach. */
export function configuredKeys(at: Paths): string[] {
  return loadConfig(at).config.detachKeys
}
