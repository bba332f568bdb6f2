import { runs } from '../../protocol/session.ts'
import type { State } from '../model/state.ts'

/** What is left in the shell: that nothing was ended by leaving. */
export function goodbye({ sessions }: State): string {
  const live = [...sessions.values()].filter(runs).length
  if (live === 0) return ''
  return `${live} ${live === 1 ? 'session goes' : 'sessions go'} on. To come back: roost\n`
}
