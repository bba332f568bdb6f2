import { sinceOf } from '../protocol/session.ts'
import { ageChangesAt } from './age.ts'
import { ARM_MS } from './model/arming.ts'
import { settlesAt } from './model/rows.ts'
import type { State } from './model/state.ts'

/** When the screen may look different without anything happening, epoch ms; undefined = never. */
export function nextTickAt(state: State): number | undefined {
  const { now, screen, shown } = state
  const at: number[] = []
  if (screen.at === 'away') return undefined
  if (screen.at === 'ask') {
    at.push(ageChangesAt(screen.request.since, now))
    if (screen.step.is === 'closed') at.push(screen.step.until)
    if (shown.paintedAt !== undefined && shown.paintedAt + ARM_MS > now) at.push(shown.paintedAt + ARM_MS)
  } else if (screen.at !== 'help' && screen.at !== 'new' && screen.at !== 'stats') {
    for (const session of state.sessions.values()) at.push(ageChangesAt(sinceOf(session), now))
    const settles = settlesAt(state)
    if (settles !== undefined) at.push(settles)
  }
  return at.length > 0 ? Math.min(...at) : undefined
}
