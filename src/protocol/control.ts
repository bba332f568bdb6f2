import type { Notice, NoticeTrial } from './notice.ts'
import type { AuditPage, AuditWish } from './audit.ts'
import type { Answer, Closed, Request } from './request.ts'
import type { SessionRules, SessionView, Signal } from './session.ts'
import type { Stats, StatsSpan } from './stats.ts'
import type { Spent } from './usage.ts'

/**
 * Control protocol: one JSON object a line over the daemon's unix socket, both ways.
 * Client: `{id, method, params}`. Daemon: `{id, result}` or `{id, error: {code, message}}`, and events
 * `{event, data}` for who subscribed. `hello` must come first. docs/protocol.md is the long form.
 */
export type Methods = {
  hello: {
    params: {
      protocol: { major: number; minor: number }
      build: string /** What people see: `view 412`, `cli`. */
      client: string
    }
    result: { protocol: { major: number; minor: number }; build: string; pid: number }
  }
  'session.start': { params: StartParams; result: SessionView }
  'session.list': { params: Record<string, never>; result: SessionView[] }
  /** After the answer, every event is sent to this client. The result is the state they start from. */
  'session.watch': { params: Record<string, never>; result: WatchStart }
  /** Conversations begun anywhere, newest first, for `session.adopt`. */
  'conversation.list': {
    params: { env: Record<string, string>; limit: number /** Of ids that begin so. */; begins?: string }
    result: Conversation[]
  }
  /** Makes a session of one and goes on with it. */
  'session.adopt': {
    params: {
      agent: string
      resumeId: string
      name?: string
      pinned: boolean
      env: Record<string, string>
      cols?: number
      rows?: number
    }
    result: SessionView
  }
  'session.stop': { params: { id: string }; result: SessionView }
  'session.resume': { params: Sized; result: SessionView }
  /** `idle`: once it is idle and nobody is attached; the answer comes at once and says `rolls`. Default `now`. */
  'session.respawn': { params: { id: string; when?: 'now' | 'idle' }; result: SessionView }
  /** Stops it first if it runs. It can be brought back for a day at least, unless `forever`. */
  'session.remove': {
    params: {
      id: string
      /** Its worktree too; refused when work would be lost. */
      worktree?: boolean
      forever?: boolean
    }
    result: { removed: string }
  }
  /** What can be brought back, the newest first. */
  'session.removed': { params: Record<string, never>; result: Removed[] }
  'session.restore': { params: { id: string }; result: SessionView }
  'session.pin': { params: { id: string; pinned: boolean }; result: SessionView }
  'session.pause': { params: { id: string; paused: boolean }; result: SessionView }
  /** Replaces the rules of this session alone. */
  'session.rules': { params: { id: string; rules: SessionRules }; result: { rules: SessionRules } }
  'session.rename': { params: { id: string; name: string }; result: SessionView }
  /** The person has been told what its channel means for typing; they are not told again. */
  'session.channel-told': { params: { id: string }; result: SessionView }
  'session.send': { params: { id: string; text: string }; result: SendResult }
  'session.explain': {
    params: { id: string }
    result: { session: SessionView; signals: Signal[]; rules: SessionRules }
  }
  /** The last messages of the conversation, oldest first; empty when the agent keeps none. */
  'session.messages': { params: { id: string; limit: number }; result: Message[] }
  /** Looks for a text in conversations and in what plain programs printed, for a moment; `cursor` goes on. */
  'session.search': { params: { text: string; cursor?: SearchCursor }; result: Found }
  'request.list': { params: Record<string, never>; result: Request[] }
  'request.answer': {
    params: {
      id: string /** Must equal the request's own: an answer is for what was seen. */
      inputHash: string
      answer: Answer
    }
    result: Closed
  }
  /** What was spent, asked and used, today or in the last seven days. */
  'stats.get': { params: { span: StatsSpan }; result: Stats }
  /** The newest lines of the audit trail that fit, newest first. */
  'audit.list': { params: AuditWish; result: AuditPage }
  /** Whether a rule that the person has written may stand for `always`; `refusal` says in a sentence why not. */
  'request.rule': { params: { id: string; rule: string }; result: { refusal?: string } }
  'agent.list': { params: { env: Record<string, string> }; result: AgentInfo[] }
  'demo.start': { params: { env: Record<string, string> }; result: SessionView[] }
  /** A person has just used this view with that session in front: they need not be told of it. */
  'view.looking': { params: { session?: string }; result: Record<string, never> }
  /** Sends a message over every channel now, whatever the config says. */
  'notify.test': { params: Record<string, never>; result: NoticeTrial[] }
  'daemon.status': { params: Record<string, never>; result: DaemonStatus }
  /** Ends the daemon; sessions live on in their hosts. */
  'daemon.stop': { params: Record<string, never>; result: { stopping: true } }
}

export type Method = keyof Methods
export type Params<M extends Method> = Methods[M]['params']
export type Result<M extends Method> = Methods[M]['result']

/** `deadRules`: deny rules of the folders that sessions work in which do nothing. */
export type WatchStart = {
  sessions: SessionView[]
  requests: Request[]
  deadRules: number
  /** Today, removed sessions included. */
  spent?: Spent
}

/** Where a search goes on: sessions still to look at, which of the first one's files, from which byte backwards,
 * and how many bytes of that session were read. */
export type SearchCursor = { left: string[]; file: number; from?: number; spent: number }
/** `bytes` were read for these. Without `cursor` all has been searched. */
export type Found = { hits: Hit[]; bytes: number; cursor?: SearchCursor }
/** One place: what stands before and behind it in its line, free of control characters. `at` in epoch ms. */
export type Hit = {
  session: string
  role: Message['role'] | 'output'
  at?: number
  before: string
  match: string
  after: string
}

/** A session that was removed and can be brought back. Times in epoch ms. `agent` and `cwd` if they are known. */
export type Removed = { id: string; label: string; agent?: string; cwd?: string; at: number; until: number }

export type Sized = { id: string; cols?: number; rows?: number }

export type StartParams = {
  agent: string
  name?: string
  cwd: string
  prompt?: string
  args: string[]
  pinned: boolean
  /** In a new git worktree of the folder's repository; an empty branch is made up. */
  worktree?: { branch: string }
  /** The starting shell's whole environment. */
  env: Record<string, string>
  /** The starting shell's umask; absent: 0o022. */
  umask?: number
  cols?: number
  rows?: number
}

/** What became of a text sent to an agent. `held`: typed, but the agent has not taken it yet. */
export type SendResult = { outcome: 'submitted' | 'held' | 'failed'; says: string }

export type Message = {
  role: 'user' | 'assistant' | 'tool' | 'system'
  /** For `tool`: one line such as `Bash: npm test`. Free of control characters except newline. */
  text: string
  at?: number
}

/** A conversation on disk. `at`: last written to, epoch ms. `liveIn`: where it runs now, in words. */
export type Conversation = {
  agent: string
  resumeId: string
  title: string
  cwd: string
  /** Its file, for an agent that keeps one for each. */
  path?: string
  at: number
  liveIn?: string
}

export type AgentInfo = {
  name: string
  found: boolean
  path?: string
  /** The command that installs it, when not found. */
  install?: string
}

export type DaemonStatus = {
  pid: number
  version: string
  build: string
  socket: string
  home: string
  startedAt: number
  /** Sessions whose agent lives. */
  sessions: number
  clients: number
  /** The last look at the machine's memory, in words; it looks only while a session could be stopped. */
  memory?: string
  /** Ways to notify that failed last time, in words. */
  notifyFaults?: string[]
}

export type Events = {
  'session.changed': SessionView
  'session.removed': { id: string }
  'request.opened': Request
  'request.closed': Closed
  /** Something to tell the person on this client's own terminal. */
  notice: Notice
  /** What was spent today, removed sessions included: at most once a second. */
  'spent.changed': Spent
  /** The daemon is going away on purpose; the client may dial again. */
  'daemon.leaving': {
    why: string
    /** A person ended it: it is not to be started again before somebody wants something of it. */
    stopped?: true
  }
}
export type EventName = keyof Events
export type Event = { [E in EventName]: { event: E; data: Events[E] } }[EventName]

/** Codes a client may act on; the message is for people and says what to do. */
export type ErrorCode =
  | 'bad-request' // not understood: wrong JSON, unknown method, bad params
  | 'incompatible' // hello: major differs
  | 'not-found' // no such session or request
  | 'ambiguous' // an id prefix or name fits several
  | 'conflict' // it is not in a state for that (already running, already answered, …)
  | 'agent-missing' // the agent's command is not on PATH
  | 'start-failed' // the host or the agent did not start
  | 'internal'

export type Reply =
  | { id: number; result: unknown }
  | { id: number; error: { code: ErrorCode; message: string } }

/** A line longer than this closes the connection: 16 MiB holds any start with a huge environment. */
export const LINE_LIMIT = 16 * 1024 * 1024

/** A daemon that does not answer `hello` for this long is taken for stuck, ms. Long: a laptop may have slept. */
export const CONTROL_HELLO_MS = 15_000
