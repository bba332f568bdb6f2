import { channelWarning, type SessionView } from '../../protocol/session.ts'
import { plain, sentenceCase } from '../text.ts'
import { act, type State, type Step } from './state.ts'

/**
 * Stops once the person who is about to type into a session that waits for messages from elsewhere, and says so; the
 * same key again goes on. Undefined when there is nothing to say.
 */
export function warned(state: State, session: SessionView, onward: string): Step | undefined {
  const warning = channelWarning(session)
  if (warning === undefined) return undefined
  const text = `${sentence(warning)} ${onward}`
  return act(
    { ...told(state, session), notice: { text, tone: 'needs' } },
    { do: 'channel-told', id: session.id },
  )
}

/** `Its messages come from telegram; what you type here is not seen there.` */
const sentence = (warning: string): string => plain(`${sentenceCase(warning)}.`)

/** They have read it: at once, not only when the daemon has heard of it. */
export function told(state: State, session: SessionView): State {
  if (!session.channel) return state
  const channel = { ...session.channel, told: true } as const
  return { ...state, sessions: new Map(state.sessions).set(session.id, { ...session, channel }) }
}
