import { join } from 'node:path'
import { cleanLine } from '../../protocol/clean.ts'
import type { Session } from '../../protocol/session.ts'
import type { Learned } from '../agent.ts'
import { claudeFolder } from './files.ts'
import { countOf, parseFields, textOf, type Fields } from '../fields.ts'

/** Between the start of the process and our record of it, generously, ms. */
const CLOCK_SLACK_MS = 10_000

/** One file per live Claude Code, `<pid>.json`; it appears once the start-up dialogs are past. */
export const claudeRegistry = {
  folder: (env: Record<string, string>): string => join(claudeFolder(env), 'sessions'),
  learn({ name, text }: { name: string; text: string | undefined }, session: Session): Learned[] {
    if (!/^\d+\.json$/.test(name) || text === undefined) return []
    const entry = parseFields(text)
    return isOurs(entry, session)
      ? [...conversation(entry, session), ...named(entry), ...status(entry, session)]
      : []
  },
}

// By pid; or by the conversation, when the program found is a wrapper around the real one. A killed process
// leaves its file: it may carry the pid of this one, or the conversation this one goes on with.
function isOurs(entry: Fields, { life, resumeId }: Session): boolean {
  if (life.status !== 'running' || countOf(entry.startedAt) < life.since - CLOCK_SLACK_MS) return false
  return entry.pid === life.agentPid || (resumeId !== undefined && entry.sessionId === resumeId)
}

function conversation(entry: Fields, session: Session): Learned[] {
  const resumeId = textOf(entry.sessionId)
  if (!resumeId || resumeId === session.resumeId) return []
  return [{ type: 'conversation', source: 'registry', says: `conversation ${resumeId}`, resumeId }]
}

function named(entry: Fields): Learned[] {
  const title = cleanLine(textOf(entry.name) ?? '')
  // A derived one is the folder with a number: the row has the folder already.
  if (title === '' || entry.nameSource === 'derived') return []
  return [{ type: 'title', source: 'registry', says: `name ${title}`, title }]
}

/**
 * `idle | busy | waiting`. Coarser than OSC 7501 (`idle` while it waits for a login, `busy` while a subagent
 * asks), so it counts only for a version that does not speak that.
 */
function status(entry: Fields, session: Session): Learned[] {
  if (session.signals.some(({ source }) => source === 'osc')) return []
  const word = textOf(entry.status)
  const waiting = textOf(entry.waitingFor)
  const says = cleanLine(`${word}${waiting ? ` for ${waiting}` : ''}`)
  switch (word) {
    case 'busy':
      return [{ type: 'activity', source: 'registry', says, activity: { kind: 'working' } }]
    case 'idle':
      return [{ type: 'activity', source: 'registry', says, activity: { kind: 'idle' } }]
    case 'waiting': {
      // The hook that came first knows more; `dialog open` is a menu the person opened or a notice.
      if (session.life.status === 'running' && session.life.activity.kind === 'needs-input') return []
      const need =
        waiting === 'permission prompt' ? 'permission' : waiting === 'input needed' ? 'question' : 'dialog'
      return [
        {
          type: 'activity',
          source: 'registry',
          says,
          activity: { kind: 'needs-input', need, what: waiting ?? 'it waits' },
        },
      ]
    }
    default:
      return []
  }
}
