import { cleanLine } from '../protocol/clean.ts'
import type { HostEvent } from '../protocol/host.ts'
import type { Need, Session } from '../protocol/session.ts'
import type { Learned } from './agent.ts'

/**
 * What a program says of itself by OSC 7501 (Program Status Protocol). `says` of the signal is what it sent.
 * A report with an `id` is about a part of the program (a subagent), never about the whole.
 */
export function learnStatus({ params }: HostEvent & { type: 'status' }, session: Session): Learned[] {
  if (params.id) return []
  const msg = cleanLine(params.msg ?? '')
  const says = cleanLine([params.state, params.kind, msg].filter(Boolean).join(' '))
  const what = msg === '' ? {} : { what: msg }
  const activity = (activity: (Learned & { type: 'activity' })['activity']): Learned[] => [
    { type: 'activity', source: 'osc', says, activity },
  ]
  switch (params.state) {
    case 'working':
      // Hooks name the running tool better than the message does: it is told only while nothing else is.
      return [
        ...answeredInDialog(session),
        ...activity({ kind: 'working', ...(before(session, 'working')?.what ? {} : what) }),
      ]
    case 'idle':
    case 'done':
      return [...answeredInDialog(session), ...activity({ kind: 'idle', ...what })]
    case 'blocked':
      // Dialogs come one after the other: another one shows once the first was answered.
      return [
        ...answeredInDialog(session, msg),
        ...activity({ kind: 'needs-input', need: needOf(params.kind, msg), ...what }),
      ]
    // The turn failed (API error, limit): nothing happens until the person looks.
    case 'error':
      if (msg === '' && knowsWhy(session)) return []
      return activity({ kind: 'needs-input', need: 'input', what: msg || 'it reports an error' })
    default:
      return []
  }
}

function needOf(kind: string | undefined, msg: string): Need {
  // Claude Code 2.1 reports its trust dialog as `kind=permission:msg=trust this folder`.
  if (/^trust\b/i.test(msg)) return 'trust'
  if (kind === 'permission') return /^approve plan$/i.test(msg) ? 'plan' : 'permission'
  if (kind === 'question' || kind === 'auth') return kind
  return 'input'
}

/**
 * The program goes on after it had shown a dialog: the person answered there. Only the request of that dialog
 * is over: those of subagents are waiting without a dialog of their own.
 */
function answeredInDialog(session: Session, next?: string): Learned[] {
  const shown = before(session, 'needs-input')?.what
  if (shown === undefined || shown === next || !DIALOG.test(shown)) return []
  // What is no dialog about a tool (a trust question, a login) may stand before one that still waits.
  if (next !== undefined && !DIALOG.test(next)) return []
  return [{ type: 'requests-over', source: 'osc', says: `went on after "${shown}"`, shown }]
}

const DIALOG = /^(approve |answer:)/

/** Its own file may have said why the turn failed. */
function knowsWhy({ life }: Session): boolean {
  return (
    life.status === 'running' &&
    life.activity.kind === 'needs-input' &&
    (life.activity.need === 'input' || life.activity.need === 'auth') &&
    life.activity.what !== undefined
  )
}

function before(session: Session, kind: 'working' | 'needs-input'): { what?: string } | undefined {
  return session.life.status === 'running' && session.life.activity.kind === kind
    ? session.life.activity
    : undefined
}
