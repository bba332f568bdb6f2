import { groupOf } from '../../protocol/session.ts'
import type { State } from '../model/state.ts'

/** Of the terminal's window: how many wait for the person. */
export function windowTitle({ sessions }: Pick<State, 'sessions'>): string {
  let many = 0
  for (const session of sessions.values()) if (groupOf(session) === 'needs') many++
  return many === 0 ? 'roost' : `(${many}) roost`
}
