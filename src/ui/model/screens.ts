import type { DaemonStatus, Hit } from '../../protocol/control.ts'
import type { AuditEntry } from '../../protocol/audit.ts'
import type { Request } from '../../protocol/request.ts'
import type { SessionView, Signal } from '../../protocol/session.ts'
import type { Stats, StatsSpan } from '../../protocol/stats.ts'
import type { Edit } from './edit.ts'
import type { Survey } from './welcome.ts'

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
  /** Asked for before there was a daemon: it starts as soon as there is one. */
  wants?: 'demo'
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
  /** What was said, or what the terminal was sent: of an agent that draws a whole screen the latter tells little. */
  of: 'talk' | 'output'
  lines: readonly string[]
  /** Set while the newest line is kept in view; else the first line that shows. */
  top: number | 'follow'
  find: string
  /** To go to what was found, once there is something to find it in: 0 is the newest place. */
  seek?: number
  typing?: Edit
  /** Where it was opened from, if not from the list. */
  under?: Search
  problem?: string
}
