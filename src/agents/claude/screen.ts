import { dialogIn, type Dialog } from '../dialogs.ts'

/**
 * Start-up dialogs as 2.1.329 draws them, by whole phrases. Only asked when hooks, OSC 7501 and the registry
 * have all stayed silent: a screen proves little, and a session past its start never gets here. Trust comes
 * first: it must never be taken for something harmless, and is never answered by Roost.
 */
const DIALOGS: Dialog[] = [
  {
    phrases: [/Quick safety check|Is this a (?:project|directory) you created or one you trust/, /No, exit/],
    need: 'trust',
    what: 'asks whether to trust this folder',
  },
  {
    phrases: [/Bypass Permissions mode/i, /Yes, I accept/],
    need: 'trust',
    what: 'asks whether to run without any permission check',
  },
  { phrases: [/Detected a custom API key/], need: 'auth', what: 'asks whether to use the API key it found' },
  {
    phrases: [/Select login method|Paste code here if prompted|Not logged in/],
    need: 'auth',
    what: 'asks for a login',
  },
  { phrases: [/Settings (?:Warning|Error)/], need: 'dialog', what: 'warns of a mistake in its settings' },
  {
    phrases: [/Let's get started|Choose the text style/],
    need: 'dialog',
    what: 'asks how to look, at its first start',
  },
  { phrases: [/Enter to confirm/, /Esc to cancel|Esc to exit/], need: 'dialog', what: 'shows a dialog' },
]

export const readScreen = dialogIn(DIALOGS)
