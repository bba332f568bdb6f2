import type { Session } from '../../protocol/session.ts'
import type { Learned } from '../agent.ts'
import { dialogIn, type Dialog } from '../dialogs.ts'

/**
 * Start-up dialogs as 0.61.0 draws them, by whole phrases. Trust comes first, and is never answered by Roost: its
 * first choice, which Enter takes, is yes.
 */
const DIALOGS: Dialog[] = [
  {
    phrases: [/Do you trust the files in this folder\?/, /Trust folder/],
    need: 'trust',
    what: 'asks whether to trust this folder',
  },
  {
    phrases: [/How would you like to authenticate for this project\?/],
    need: 'auth',
    what: 'asks how to log in',
  },
  { phrases: [/Enter Gemini API Key|Waiting for auth/], need: 'auth', what: 'asks for a login' },
  { phrases: [/Use Enter to select/], need: 'dialog', what: 'shows a dialog' },
]
const dialogs = dialogIn(DIALOGS)

/** Where hooks are silent: its dialogs, and that they are past; once its title tells the state, that counts. */
export function readGeminiScreen(rows: string[], { life }: Session): Learned[] {
  const seen = dialogs(rows)
  if (seen.length > 0 || life.status !== 'running') return seen
  const { since: _, ...before } = life.activity
  const isPast = before.kind === 'needs-input' && ['trust', 'auth', 'dialog'].includes(before.need)
  // That its prompt is drawn says little at a start: it takes keys later, and a hook tells when.
  if (before.kind === 'unknown') return []
  if (!isPast)
    return [{ type: 'activity', source: 'screen', says: 'its screen shows no dialog', activity: before }]
  if (inputOf(rows) !== 'empty') return []
  return [
    { type: 'activity', source: 'screen', says: 'its screen shows its prompt', activity: { kind: 'idle' } },
  ]
}

/**
 * The newest row of the person's words is the input, unless a dialog stands below it: then that is what keys go to.
 * `*` where every call is allowed; `!` takes shell commands, no prompt.
 */
export function inputOf(rows: string[]): 'empty' | 'filled' | undefined {
  const at = rows.findLastIndex((row) => /^[│\s]*[>*!](\s|$)/.test(row))
  const input = rows[at]
  if (input === undefined || /^[│\s]*!/.test(input) || dialogs(rows).length > 0) return undefined
  if (rows.slice(at + 1).some((row) => /^\s*╭|^\s*│\s*(● )?\d\. /.test(row))) return undefined
  return /Type your message or @path/.test(input) ? 'empty' : 'filled'
}
