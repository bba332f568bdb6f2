import type { Event } from './model/events.ts'
import type { Survey } from './model/welcome.ts'
import { messageOf } from '../protocol/thrown.ts'

/** What the machine is asked for somebody who is here for the first time. */
export type Newcomer = {
  look(): Promise<Survey>
  /** Makes the daemon start with the machine; says what was done and what is left to do. @throws with a sentence. */
  install(): Promise<readonly string[]>
}

export function lookAround({ look }: Newcomer, dispatch: (event: Event) => void): void {
  look().then(
    (survey) => dispatch({ type: 'surveyed', survey }),
    (error: unknown) => dispatch({ type: 'refused', doing: 'looking around', says: messageOf(error) }),
  )
}

export function installService({ install }: Newcomer, dispatch: (event: Event) => void): void {
  install().then(
    (says) => dispatch({ type: 'installed', says }),
    (error: unknown) => dispatch({ type: 'installed', says: [messageOf(error)] }),
  )
}
