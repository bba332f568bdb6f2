import type { Learned } from '../agent.ts'
import { dialogIn, type Dialog } from '../dialogs.ts'

/**
 * What 1.0.102 draws before its first hook, by whole phrases. Trust comes first, and is never answered by Roost: its
 * first choice, which Enter takes, is yes.
 */
const DIALOGS: Dialog[] = [
  {
    phrases: [/Confirm folder trust|Do you trust the files in this folder\?/],
    need: 'trust',
    what: 'asks whether to trust this folder',
  },
  { phrases: [/Please use \/login|not logged in|Log in to GitHub/i], need: 'auth', what: 'asks for a login' },
  { phrases: [/enter to select/, /esc to cancel/], need: 'dialog', what: 'shows a dialog' },
]
const dialogs = dialogIn(DIALOGS)

export function readCopilotScreen(rows: string[]): Learned[] {
  const seen = dialogs(rows)
  if (seen.length > 0) return seen
  // Started without a prompt, it tells nothing until it gets one.
  const ready = rows.some((row) => /\/ commands/.test(row) && /\? help/.test(row))
  const says = 'its screen shows its prompt'
  return ready ? [{ type: 'activity', source: 'screen', says, activity: { kind: 'idle' } }] : []
}
