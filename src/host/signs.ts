import type { Events } from './events.ts'
import { Scanner, statusParams } from './scanner.ts'
import { throttle } from './throttle.ts'

const TITLE_CHARS = 1024
const TITLE_MS = 250
/** Most often a status is told; of several in between the last one of each id. */
const STATUS_MS = 50
const BELL_MS = 1000

/** What the program says about itself in its output, as events of which no flood can be made. */
export type Signs = {
  push(chunk: Buffer): void
  title(): string
  /** DECSET 2004 is on. */
  wantsPaste(): boolean
}

export function openSigns(events: Events, reply: (bytes: Buffer) => void): Signs {
  let title = ''
  const sayTitle = throttle(TITLE_MS, (now: string) => events.emit({ type: 'title', title: now }))
  const sayBell = throttle(BELL_MS, () => events.emit({ type: 'bell' }))
  const sayStatus = throttle(
    STATUS_MS,
    (params: Record<string, string>) => events.emit({ type: 'status', params }),
    ({ id = '' }) => id,
  )
  const scanner = new Scanner({
    title(text) {
      if (text === title) return
      title = text.slice(0, TITLE_CHARS)
      sayTitle(title)
    },
    status: (payload) => sayStatus(statusParams(payload)),
    // Claude Code tells its state only to a terminal that answers in kind, even with nobody attached.
    statusQuery: () => reply(Buffer.from('\x1b]7501;?\x1b\\')),
    bell: () => sayBell(undefined),
  })
  return {
    push: (chunk) => scanner.push(chunk),
    title: () => title,
    wantsPaste: () => scanner.bracketedPaste,
  }
}
