import type { AgentInfo, Conversation, Message } from '../../protocol/control.ts'
import type { Peek } from '../../protocol/host.ts'
import type { Request } from '../../protocol/request.ts'
import type { Group, SessionView } from '../../protocol/session.ts'
import type { Spent } from '../../protocol/usage.ts'
import type { Keymap } from '../keymap.ts'
import type { Size } from '../layout.ts'
import type { Liking } from './liking.ts'
import type { Screen } from './screens.ts'
import type { Effect } from './events.ts'

/** All the view knows. Times in epoch ms. */
export type State = {
  size: Size
  now: number
  /** Fixed for the life of the view. */
  place: Place
  link: Link
  sessions: ReadonlyMap<string, SessionView>
  /** Open requests, oldest first. */
  requests: readonly Request[]
  /** Deny rules of the agents' settings that do nothing. */
  deadRules: number
  /** What was spent today, as of an older daemon unknown. */
  spent?: Spent
  /** Ids as the rows stand, filter not applied. Rows hold their place while the person moves. */
  order: readonly string[]
  /** The group each row stands in, which is not yet its own while rows are held. */
  held: ReadonlyMap<string, Group>
  liking: Liking
  /** Fixed for the life of the view. */
  keymap: Keymap
  selected?: string
  /** First line of the list that shows. */
  top: number
  filter: string
  /** Rows that the next deed is for, instead of the selected one. */
  marked: ReadonlySet<string>
  /** What was removed from here last, and can be brought back. */
  removed: readonly string[]
  screen: Screen
  /** Which screen the person has before them, and since when it is really painted. */
  shown: Shown
  notice?: Notice
  glance?: Glance
  /** What scrolled by in the session that is peeked at, oldest first, as it was when one began to look back. */
  history?: { id: string; lines: readonly string[] }
  agents?: readonly AgentInfo[]
  /** The newest on disk, newest first; absent until somebody wants a new session. */
  conversations?: readonly Conversation[]
  lastKeyAt: number
}

export type Place = {
  host: string
  home: string
  cwd: string
  /** Only ASCII is drawn. */
  ascii?: boolean
  /** What leads back out of a session, as the config has it: `ctrl+q`. */
  detachKeys: readonly string[]
}

export type Link =
  | { is: 'joining' }
  | { is: 'up' }
  | { is: 'down'; reason: string /** When it is tried next. */; retryAt: number }
  /** A person stopped the daemon; the next key starts it. */
  | { is: 'stopped' }

/** One calm line at the bottom; the next key takes it away. `awaits`: a request of this session is opened as it comes. */
export type Notice = {
  text: string
  tone: 'quiet' | 'needs' | 'failed' | 'done'
  awaits?: { session: string /** Epoch ms. */; until: number }
}

/** `key` names a screen that must be seen anew before a key counts on it. `settled`: the person asked for it. */
export type Shown = { key: string; paintedAt?: number; settled: boolean }

/** What the peek pane shows. */
export type Glance =
  | { id: string; is: 'screen'; peek: Peek }
  | { id: string; is: 'messages'; messages: readonly Message[] }
  | { id: string; is: 'nothing'; why: string }

export type Step = { state: State; effects: readonly Effect[] }

export const stay = (state: State): Step => ({ state, effects: [] })
// Not called `then`: a module that exports one is a thenable, and importing it waits for ever.
export const act = (state: State, ...effects: Effect[]): Step => ({ state, effects })
