import type {
  AgentInfo,
  Conversation,
  DaemonStatus,
  Found,
  Hit,
  Message,
  Params,
  SearchCursor,
  SendResult,
  StartParams,
} from '../../protocol/control.ts'
import type { Peek } from '../../protocol/host.ts'
import type { AuditEntry, AuditPage, AuditWish } from '../../protocol/audit.ts'
import type { Answer, Closed, Request } from '../../protocol/request.ts'
import type { Group, SessionView, Signal } from '../../protocol/session.ts'
import type { Stats, StatsSpan } from '../../protocol/stats.ts'
import type { Spent } from '../../protocol/usage.ts'
import type { Keymap } from '../keymap.ts'
import type { Size } from '../layout.ts'
import type { Edit } from './edit.ts'
import type { Liking } from './liking.ts'
import type { Survey } from './welcome.ts'

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
}

export type Link =
  | { is: 'joining' }
  | { is: 'up' }
  | { is: 'down'; reason: string /** When it is tried next. */; retryAt: number }
  /** A person stopped the daemon; the next key starts it. */
  | { is: 'stopped' }

/** One calm line at the bottom; the next key takes it away. */
export type Notice = { text: string; tone: 'quiet' | 'failed' | 'done' }

/** `key` names a screen that must be seen anew before a key counts on it. `settled`: the person asked for it. */
export type Shown = { key: string; paintedAt?: number; settled: boolean }

/** What the peek pane shows. */
export type Glance =
  | { id: string; is: 'screen'; peek: Peek }
  | { id: string; is: 'messages'; messages: readonly Message[] }
  | { id: string; is: 'nothing'; why: string }

export type Screen =
  | Audit
  | Under
  | Prompt
  | Confirm
  | Palette
  | Sheet
  | StatsScreen
  | Search
  | Ask
  | NewForm
  | LogScreen
  | Help
  | Away
  | Welcome

/** Screens a prompt or question may stand on. */
export type Under = { at: 'list' } | { at: 'peek'; id: string; back: number; pan: number }
export type Prompt = {
  at: 'prompt'
  what: 'filter' | 'rename' | 'send' | 'search'
  id: string
  edit: Edit
  under: Under
}
export type Confirm = { at: 'confirm'; under: Under } & (
  | {
      what: Deed
      ids: readonly string[] /** How many were marked, when the deed is not for all of them. */
      of?: number
    }
  | { what: 'stop-daemon' }
)
/** Every command by name. `cursor` counts those that fit what was typed, best first. */
export type Palette = { at: 'palette'; edit: Edit; cursor: number; under: Under }
/** What was found in all that was said. `more`: it is still being looked for. */
export type Search = {
  at: 'search'
  text: string
  hits: readonly Hit[]
  cursor: number
  more: boolean
  problem?: string
  under: Under
}
/** What was asked for, to read. `body` is absent until it has come. */
export type Sheet = { at: 'sheet'; body?: SheetBody; scroll: number; under: Under }
export type SheetBody =
  | { is: 'explain'; session: SessionView; signals: readonly Signal[] }
  | { is: 'daemon'; status: DaemonStatus }
/** The audit trail, newest first. `entries` are absent until they have come. */
export type Audit = {
  at: 'audit'
  entries?: readonly AuditEntry[]
  /** There are older ones that were not asked for. */
  more: boolean
  /** Of this session alone. */
  session?: string
  denied: boolean
  /** An answer is on its way; `again`: and something has happened since it was asked for. */
  asking?: 'once' | 'again'
  find: string
  typing?: Edit
  cursor: number
  /** The entry that is read in full, and how far. */
  open?: { entry: AuditEntry; scroll: number }
  under: Under
}
/** What can be done to several at once. */
export type Deed = 'stop' | 'remove' | 'respawn' | 'pin' | 'unpin' | 'pause' | 'unpause'
/** What was spent, asked and used. `stats` is absent until it has come. */
export type StatsScreen = { at: 'stats'; span: StatsSpan; stats?: Stats; scroll: number; under: Under }
export type Help = {
  at: 'help'
  scroll: number
  /** What is looked for; all keys without. */
  find?: string
  typing?: Edit
  under: Under | Ask | LogScreen | Audit
}
/** Seen once: the first time anybody opens the view. */
export type Welcome = {
  at: 'welcome'
  survey?: Survey
  boot?: { is: 'busy' } | { is: 'done'; says: readonly string[] }
}
/** The terminal is lent to a session, or soon will be. */
export type Away = { at: 'away'; id?: string }

/** A request owns the screen. It is kept whole here: it must stay readable when it is answered elsewhere. */
export type Ask = { at: 'ask'; request: Request; scroll: number; step: AskStep }
export type AskStep =
  | { is: 'read'; raw: boolean; seenEnd: boolean; first?: { at: number; chunk: number }; edited?: string }
  | { is: 'reason'; edit: Edit }
  | { is: 'rule' /** As the person changed it. */; text?: string }
  | RuleEdit
  | { is: 'edit'; edit: Edit }
  | Choosing
  | { is: 'sent'; says: string }
  | { is: 'closed'; says: string; until: number }
/** The rule of `always` under the person's hands; `problem` is why the daemon would not write it. */
export type RuleEdit = { is: 'rule-edit'; edit: Edit; checking: boolean; problem?: string }
/** Answering questions one after the other. */
export type Choosing = {
  is: 'choose'
  /** Which question. */
  index: number
  cursor: number
  /** Chosen labels of this question, for those that take several. */
  marked: readonly string[]
  other?: Edit
  /** Answers so far, by question text. */
  answers: Readonly<Record<string, string>>
}

export type Field = 'prompt' | 'agent' | 'folder' | 'worktree' | 'name' | 'pin' | 'earlier'
export type NewForm = {
  at: 'new'
  field: Field
  prompt: Edit
  agent: string
  folder: Edit
  /** In a git worktree of its own. */
  worktree: boolean
  name: Edit
  pin: boolean
  /** Set while a conversation is chosen to go on with instead. */
  picking?: Picking
  problem?: string
  busy: boolean
}
/** `chosen`: a `resumeId`; absent, or not among those found: the first of them. */
export type Picking = { filter: Edit; chosen?: string }

export type LogScreen = {
  at: 'log'
  id: string
  lines: readonly string[]
  /** Set while the newest line is kept in view; else the first line that shows. */
  top: number | 'follow'
  find: string
  /** To go to what was found, once there is something to find it in. */
  seek?: true
  typing?: Edit
  /** Where it was opened from, if not from the list. */
  under?: Search
  problem?: string
}

export type Event =
  | { type: 'key'; key: string; chunk: number; at: number }
  | { type: 'paste'; text: string; at: number }
  /** A row was clicked. */
  | { type: 'select'; id: string; at: number }
  | { type: 'resize'; size: Size }
  | { type: 'painted'; key: string; at: number }
  | { type: 'tick'; at: number }
  | {
      type: 'joined'
      sessions: readonly SessionView[]
      requests: readonly Request[]
      deadRules?: number
      spent?: Spent
      at: number
    }
  | { type: 'lost'; reason: string; retryAt: number; stopped?: true }
  | { type: 'session'; session: SessionView; at: number }
  | { type: 'removed'; id: string; at: number }
  | { type: 'spent'; spent: Spent; at: number }
  | { type: 'opened'; request: Request; at: number }
  | { type: 'closed'; closed: Closed; at: number }
  | { type: 'glance'; glance: Glance }
  | { type: 'history'; id: string; lines: readonly string[] }
  | { type: 'agents'; agents: readonly AgentInfo[] }
  | { type: 'conversations'; conversations: readonly Conversation[] }
  | { type: 'log'; id: string; lines: readonly string[]; problem?: string }
  | { type: 'back'; says?: string; failed: boolean /** To look back in. */; peek?: string }
  | { type: 'started'; id: string; at: number }
  | { type: 'answered'; request: string; says: string; at: number }
  | { type: 'sentText'; result: SendResult }
  | {
      type: 'said'
      text: string
      tone: Notice['tone'] /** What can be brought back now. */
      removed?: readonly string[]
    }
  | { type: 'found'; text: string; found: Found }
  | { type: 'not-found'; text: string; says: string }
  | { type: 'sheet'; body: SheetBody }
  | { type: 'stats'; stats: Stats }
  | { type: 'rule-vetted'; request: string; rule: string; refusal?: string }
  | { type: 'audit'; page: AuditPage; wish: Omit<AuditWish, 'limit'> }
  | { type: 'surveyed'; survey: Survey }
  | { type: 'installed'; says: readonly string[] }
  | { type: 'refused'; doing: string; says: string }

/** What the reducer wants done. Results come back as events. */
export type Effect =
  | { do: 'quit' }
  | { do: 'suspend' }
  | { do: 'wake' }
  | { do: 'repaint' }
  | { do: 'attach'; id: string }
  | { do: 'watch'; id: string }
  | { do: 'history'; id: string }
  | { do: 'stop'; id: string }
  | { do: 'respawn'; id: string }
  /** None named: the one that was removed last, from wherever. */
  | { do: 'undo'; ids: readonly string[] }
  | { do: 'many'; deed: Deed; ids: readonly string[] /** In words, for what is said then. */; whom: string }
  | { do: 'pin'; id: string; pinned: boolean }
  | { do: 'pause'; id: string; paused: boolean }
  | { do: 'rename'; id: string; name: string }
  | { do: 'send'; id: string; text: string }
  | { do: 'start'; params: Omit<StartParams, 'env'> }
  | { do: 'adopt'; params: Omit<Params<'session.adopt'>, 'env'> }
  | { do: 'conversations' }
  | { do: 'demo' }
  | { do: 'dashboard' }
  | { do: 'keep'; liking: Liking }
  | { do: 'explain'; id: string }
  | { do: 'vet-rule'; id: string; rule: string }
  | { do: 'audit'; wish: Omit<AuditWish, 'limit'> }
  | { do: 'search'; text: string; cursor?: SearchCursor }
  | { do: 'daemon' }
  | { do: 'stop-daemon' }
  | { do: 'agents' }
  /** The daemon as a service. */
  | { do: 'install' }
  | { do: 'answer'; id: string; inputHash: string; answer: Answer }

export type Step = { state: State; effects: readonly Effect[] }

export const stay = (state: State): Step => ({ state, effects: [] })
// Not called `then`: a module that exports one is a thenable, and importing it waits for ever.
export const act = (state: State, ...effects: Effect[]): Step => ({ state, effects })
