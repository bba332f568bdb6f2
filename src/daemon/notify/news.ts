import { cleanLine } from '../../protocol/clean.ts'
import { NOTICE_EVENTS, type NoticeEvent } from '../../protocol/notice.ts'
import { labelOf, type SessionView } from '../../protocol/session.ts'

/** One thing to tell of one session. It leaves the machine: no command line, no output, no words of the agent but a question. */
export type Piece = {
  event: NoticeEvent
  session: string
  title: string
  agent: string
  cwd: string
  /** A few words: `permission: Bash psql …`. */
  says: string
  /** Epoch ms. */
  since: number
}

/** Letters and lock screens are short. */
const TITLE_MAX = 60
const SAYS_MAX = 100
const LINES_MAX = 4

/** What a session's state is worth telling, if anything. */
export function newsOf(view: SessionView): Piece | undefined {
  const event = eventOf(view)
  if (!event) return undefined
  const { id, agent, cwd } = view
  const title = cleanLine(labelOf(view), TITLE_MAX)
  return { event: event.is, session: id, title, agent, cwd, says: event.says, since: event.since }
}

function eventOf({
  life,
  because,
  restartsAt,
}: SessionView): { is: NoticeEvent; says: string; since: number } | undefined {
  switch (life.status) {
    case 'running': {
      const { activity } = life
      if (activity.kind === 'needs-input') {
        const { need, what, since } = activity
        return { is: 'needs-input', says: cleanLine(needs(need, what), SAYS_MAX), since }
      }
      // A plain program that pauses its output is not done with anything.
      if (activity.kind === 'idle' && because?.source !== 'output' && because?.source !== 'title')
        return { is: 'idle', says: 'finished its turn', since: activity.since }
      return undefined
    }
    case 'exited':
      if (life.code === 0 && !life.signal) return { is: 'done', says: 'done', since: life.since }
      if (restartsAt !== undefined) return undefined
      return {
        is: 'failed',
        says: life.signal ? `ended by ${life.signal}` : `exit ${life.code}`,
        since: life.since,
      }
    case 'failed':
    case 'lost':
      if (restartsAt !== undefined) return undefined
      return { is: 'failed', says: cleanLine(life.why, SAYS_MAX), since: life.since }
    case 'starting':
    case 'stopping':
    case 'stopped':
      return undefined
  }
}

/** A question is meant for the person as it stands; of a tool call only the tool and its program are told. */
function needs(need: string, what: string | undefined): string {
  if (what === undefined) return need
  if (need === 'question' || need === 'plan') return `${need}: ${what}`
  if (need !== 'permission') return need
  const [, tool, rest = ''] = /^([\w.-]+)(?:: ([^]*))?$/.exec(what) ?? []
  return tool === undefined ? need : `${need}: ${[tool, firstWord(rest)].filter(Boolean).join(' ')}`
}

/** The program, file or server, never what is given to it: arguments and addresses may hold secrets. */
function firstWord(text: string): string {
  const server = /^https?:\/\/[\w.-]+(?=[/?#]|$)/.exec(text)?.[0]
  const word = server ?? /^[\w./~+-]+(?=\s|$)/.exec(text)?.[0] ?? ''
  if (word === '') return text === '' ? '' : '…'
  return word.length < text.length ? `${word} …` : word
}

const rank = ({ event }: Piece): number => NOTICE_EVENTS.indexOf(event)

/** The most pressing first, then who waits longest. */
export const byWeight = (pieces: readonly Piece[]): Piece[] =>
  [...pieces].sort((a, b) => rank(a) - rank(b) || a.since - b.since)

const SAYS: Record<NoticeEvent, (many: number) => string> = {
  'needs-input': (many) => (many === 1 ? '1 needs you' : `${many} need you`),
  failed: (many) => `${many} failed`,
  done: (many) => `${many} done`,
  idle: (many) => (many === 1 ? '1 finished its turn' : `${many} finished their turns`),
}
const ALONE: Record<NoticeEvent, string> = {
  'needs-input': 'needs you',
  failed: 'failed',
  done: 'is done',
  idle: 'finished its turn',
}

/** All of it as one message; `pieces` must not be empty. */
export function compose(pieces: readonly Piece[]): { title: string; text: string } {
  const [first, ...more] = byWeight(pieces)
  if (!first) return { title: 'roost', text: '' }
  if (more.length === 0) {
    const told = first.event === 'needs-input' || first.event === 'failed'
    return { title: `${first.title} ${ALONE[first.event]}`, text: told ? first.says : first.agent }
  }
  const counts = NOTICE_EVENTS.flatMap((event) => {
    const many = pieces.filter((piece) => piece.event === event).length
    return many > 0 ? [SAYS[event](many)] : []
  })
  const lines = byWeight(pieces).map(({ title, says }) => `${title}: ${says}`)
  const shown = lines.length > LINES_MAX ? lines.slice(0, LINES_MAX - 1) : lines
  const rest = lines.length - shown.length
  return {
    title: `roost: ${counts.join(', ')}`,
    text: [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n'),
  }
}
