import { dialogIn, type Dialog } from '../dialogs.ts'

/**
 * Start-up dialogs as 0.169.0 draws them, by whole phrases: before them it says nothing by OSC 7501. Trust comes
 * first, and is never answered by Roost: its first choice, which Enter takes, is yes.
 */
const DIALOGS: Dialog[] = [
  {
    phrases: [/Trust this folder\?|Do you trust the contents of this/, /Trust and continue|Yes, continue/],
    need: 'trust',
    what: 'asks whether to trust this folder',
  },
  {
    phrases: [/Hooks need review/, /Trust all and continue/],
    need: 'trust',
    what: 'asks whether to trust hooks that are new or changed',
  },
  { phrases: [/Sign in with ChatGPT/], need: 'auth', what: 'asks for a login' },
  { phrases: [/Update available!/, /Skip/], need: 'dialog', what: 'offers an update' },
  { phrases: [/Choose working directory/], need: 'dialog', what: 'asks which folder to go on in' },
  { phrases: [/Press enter to (confirm|continue)|enter confirm/], need: 'dialog', what: 'shows a dialog' },
]

export const readCodexScreen = dialogIn(DIALOGS)
