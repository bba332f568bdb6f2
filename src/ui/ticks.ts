import { sinceOf } from '../protocol/session.ts'
import { ageChangesAt } from './age.ts'
import { ARM_MS } from './model/card.ts'
import { arrange, HOLD_MS } from './model/rows.ts'
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
  } else if (screen.at !== 'help' && screen.at !== 'new') {
    for (const session of state.sessions.values()) at.push(ageChangesAt(sinceOf(session), now))
    // Rows that were held in place while the person moved may settle.
    const until = state.lastKeyAt + HOLD_MS
    if (until > now && arrange(state.sessions.values()).some((id, i) => id !== state.order[i])) at.push(until)
  }
  return at.length > 0 ? Math.min(...at) : undefined
}
