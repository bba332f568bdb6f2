/** Who decided what, and why. One JSON line each in `audit.jsonl`. */
export type AuditEntry = {
  /** Epoch ms. */
  at: number
  /** `request`, `start`, `stop`, `rule`, … */
  kind: string
  session?: string
  /** `view 412`, `cli`, `rule`, `telegram 1234`, … */
  who: string
  /** What it was about, as it was asked: the tool and its whole input, the command. */
  what: unknown
  verdict?: string
  reasons?: string[]
  profile?: string
}

/**
 * The newest of the trail, newest first. `more`: there are older ones that were not looked at. `what` of a very long one
 * is `{tool, says, bytes}`.
 */
export type AuditPage = { entries: AuditEntry[]; more: boolean }

/** Which lines of the trail are wanted; each that is given narrows it. */
export type AuditWish = {
  /** At most this many lines. */
  limit: number
  session?: string
  /** Only what was stopped or denied. */
  denied?: boolean
  /** All of one request: its id, or at least 4 digits of it. */
  request?: string
}

export function fitsWish(entry: AuditEntry, { session, denied, request }: Omit<AuditWish, 'limit'>): boolean {
  if (session !== undefined && !entry.session?.startsWith(session)) return false
  if (denied === true && entry.verdict !== 'deny') return false
  return request === undefined || requestOf(entry).startsWith(request)
}

/** The id of the request an entry is about; '' when it is about none. */
export function requestOf({ kind, what }: AuditEntry): string {
  const id = kind === 'request' ? fieldOf(what, 'request') : undefined
  return typeof id === 'string' ? id : ''
}

/** One field of what an entry is about. */
export function fieldOf(what: unknown, name: string): unknown {
  return typeof what === 'object' && what !== null && Object.hasOwn(what, name)
    ? Object.getOwnPropertyDescriptor(what, name)?.value
    : undefined
}

/** What was asked for in the request that an entry is about, if one of these entries tells it. */
export function inputIn(
  entries: readonly AuditEntry[],
  entry: AuditEntry,
): Record<string, unknown> | undefined {
  const own = fieldOf(entry.what, 'input')
  if (isFields(own)) return own
  const request = requestOf(entry)
  if (request === '') return undefined
  const asked = entries.find((each) => requestOf(each) === request && isFields(fieldOf(each.what, 'input')))
  const input = asked && fieldOf(asked.what, 'input')
  return isFields(input) ? input : undefined
}

export const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What was done to a session, in words that follow its `kind`; undefined for what an agent asked or did. */
export function deedOf({ kind, what }: AuditEntry): string | undefined {
  const text = (name: string): string => {
    const value = fieldOf(what, name)
    return typeof value === 'string' ? value : ''
  }
  switch (kind) {
    case 'start':
      return `${text('agent')} in ${text('cwd')}`
    case 'resume':
      return 'goes on with its conversation'
    case 'stop':
      return text('reason') || STOPPED[text('why')]
    case 'end':
      return endText(what)
    case 'remove':
      return fieldOf(what, 'forever') === true ? 'for good' : 'off the list'
    case 'restore':
      return 'back on the list'
    case 'pause':
      return fieldOf(what, 'paused') === true ? 'everything asks' : 'its rules hold again'
    case 'send':
      return text('text')
    default:
      return undefined
  }
}

const STOPPED: Record<string, string> = {
  user: 'asked for',
  evict: 'to save memory',
  respawn: 'to start it again',
}

/** How a session ended: its life from then on, as the record had it. */
function endText(life: unknown): string {
  const [status, why, signal, code] = ['status', 'why', 'signal', 'code'].map((name) => fieldOf(life, name))
  if (status === 'stopped') return 'stopped'
  const how = signal ?? (typeof code === 'number' ? `exit ${code}` : why)
  return [how, status].find((word) => typeof word === 'string') ?? ''
}
