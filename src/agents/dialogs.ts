import type { Need } from '../protocol/session.ts'
import type { Learned } from './agent.ts'

/** A start-up dialog of an agent: all `phrases` stand on its screen, whatever its width. */
export type Dialog = { phrases: RegExp[]; need: Need; what: string }

/** For `Agent.screen`: the first dialog of the table that is on the screen. */
export function dialogIn(dialogs: Dialog[]): (rows: string[]) => Learned[] {
  return (rows) => {
    const text = rows
      .map((row) => row.trim())
      .join(' ')
      .replace(/\s+/g, ' ')
    const seen = dialogs.find(({ phrases }) => phrases.every((phrase) => phrase.test(text)))
    if (!seen) return []
    const { need, what } = seen
    const activity = { kind: 'needs-input', need, what } as const
    return [{ type: 'activity', source: 'screen', says: `its screen ${what}`, activity }]
  }
}
