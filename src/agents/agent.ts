import type { HookEvent, HostEvent, Launch } from '../protocol/host.ts'
import type { Answer, Request } from '../protocol/request.ts'
import type { Activity, Session, SignalSource } from '../protocol/session.ts'
import type { Message } from '../protocol/control.ts'
import type { Usage } from '../protocol/usage.ts'
import type { Counted } from './counted.ts'

/**
 * One coding agent (or any program) behind one interface: how it starts, resumes, tells its state, asks and
 * ends. Nothing here changes anything: `start`, `resume` and `transcript` may read the agent's own files, the
 * rest is pure; the daemon acts on what it returns.
 */
export type Agent = {
  /** What people type after `-a`. */
  name: string
  /** Program looked up on the session's PATH; absent when the session names its own program. */
  command?: string
  /** The shell command that installs it. */
  install?: string
  /** A coding agent's own files in a folder, such as `CLAUDE.md`: there it is the one to start. */
  marks?: readonly string[]
  /** It keeps no conversation: a resume starts the same program anew. */
  again?: true
  /** What tells its state, most trusted first; said by `roost agents`. */
  signals: readonly SignalSource[]
  start(context: StartContext): Plan
  /** Goes on with `session.resumeId`; or says in one sentence why it cannot. */
  resume(context: ResumeContext): Plan | { cannot: string }
  /** What a host event tells about the session. Unknown events teach nothing; never throws. */
  learn(event: HostEvent, session: Session): Learned[]
  /**
   * What the screen shows of a start-up dialog, row by row as plain text: asked `silentStartMs` after the start
   * and every few seconds from then on, as long as nothing else has told the activity. A last resort: screens
   * change with every version, so it must recognise whole phrases and otherwise stay silent.
   */
  screen?(rows: string[], session: Session): Learned[]
  /** `screen` is asked whenever the output pauses, too: there is no better signal. */
  screenAtPause?: true
  /**
   * The question in a held hook event, or undefined when the hook asks nothing of a person. `ruled`: what the rules
   * say of the call in it, when it holds one and the agent was not told.
   */
  asks?(event: HookEvent, ruled?: GateRuling['verdict']): Asked | undefined
  /**
   * For an agent that offers no channel for answers: the keys that give this one in its own dialog, or undefined
   * unless `rows` (the screen right now) show the dialog of exactly this request, whole. Then what `asks` finds in a
   * hook that is not held becomes a request too.
   */
  keys?(request: Request, answer: Answer, rows: string[]): Keyed | undefined
  /**
   * Whether `rows` show that the dialog which took those keys (`Keyed.dialog`) is gone: none at all, or another one.
   * False also while it cannot be told.
   */
  left?(dialog: string, rows: string[]): boolean
  /** The hook's body for a person's answer, in the agent's own words. */
  answer?(request: Request, answer: Answer, asked: Asked): unknown
  /** The tool call in a held hook event, for Roost's own rules to decide before a person is asked. */
  gates?(event: HookEvent): Gated | undefined
  /**
   * The hook's body for what the rules say; undefined when this hook has no words for it: then it may ask a
   * person, or else is left to the agent's own flow.
   */
  ruling?(ruling: GateRuling, event: HookEvent): unknown
  /** What sends it messages by itself, as its arguments say: `telegram`. */
  channels?(args: string[]): string[]
  /** The agent's own settings files with permission rules, the person's first. */
  settings?(context: { cwd: string; env: Record<string, string> }): SettingsPath[]
  /** A folder of the agent's own files of live sessions, watched while a session of it runs. */
  registry?: {
    folder(env: Record<string, string>): string
    /** What one changed file says of this session; empty when it is about another. `text` undefined = gone. */
    learn(file: { name: string; text: string | undefined }, session: Session): Learned[]
  }
  transcript?: {
    /** Where the conversation's file would be. Reads folders only; undefined = not there yet. */
    locate(context: {
      session: Session
      env: Record<string, string>
      /** Files of other sessions: theirs alone. */
      taken: ReadonlySet<string>
    }): Promise<string | undefined>
    /** Other files that count into this one's usage (subagents); folding their lines adds to `counted` only. */
    siblings?(path: string): Promise<string[]>
    /** Newest conversation of a folder: for a session whose own id is not known. */
    newest(context: {
      cwd: string
      env: Record<string, string>
    }): Promise<{ resumeId: string; path: string } | undefined>
    /** The conversation's id, where its file's name is all that tells it. */
    idOf?(path: string): string | undefined
    /** Folds complete lines, in order, into what is known of the conversation. Skips what it does not know. */
    fold(digest: Digest, lines: string[]): Digest
    messages(lines: string[]): Message[]
    /** What new lines tell of what it does; those of before its start may be among them. Only where hooks cannot. */
    learn?(lines: string[], session: Session): Learned[]
    /** Conversations that were begun anywhere, to be adopted. Reads files only. */
    past?: {
      list(env: Record<string, string>, limit: number, begins?: string): Past[]
      one(resumeId: string, env: Record<string, string>): Past | undefined
      live(env: Record<string, string>): LiveElsewhere[]
    }
  }
  /** Tried in order, each waiting for the agent to end; the last one ends it for sure. */
  exit: ExitStep[]
  /**
   * For an agent that loses what is typed while it starts, and tells nothing of when that is over: what its input
   * holds, by its screen. Undefined unless the input is there and takes words: a dialog, or another mode, is none. A
   * line is typed only into an empty one, and its Enter follows only while it is filled.
   */
  input?(rows: string[]): 'empty' | 'filled' | undefined
  /** The exit code by which it asks to be started again. */
  restartCode?: number
  /** A live agent with no signal of its own this long after its start is stuck at a dialog the person must see, ms. */
  silentStartMs?: number
}

export type StartContext = {
  session: Session
  /** Absolute path of the program found for `command`, or of args[0] when there is no command. */
  file: string
  env: Record<string, string>
  /** The session's own folder, for files the agent is to be given. */
  folder: string
  /** Where Roost's own assets lie (assets/ of the installed package). */
  assets: string
  /**
   * For agents whose hooks are commands: a shell command that takes the event's name as its last argument, hands
   * its standard input to the session's host and prints the answer, or nothing when anything goes wrong. It needs
   * `ROOST_HOOK_URL` and `ROOST_HOOK_SECRET`.
   */
  hook: string
}
export type ResumeContext = StartContext & { resumeId: string }

/** How to run the agent. `env` is laid over the starting shell's; an empty string removes a variable. */
export type Plan = {
  file: string
  args: string[]
  env: Record<string, string>
  files: Launch['files']
  hooks?: Launch['hooks']
  /** The conversation this start begins or goes on with, when it is known beforehand. */
  resumeId?: string
}

/**
 * A conversation on disk. `at`: last written to, epoch ms; `title` is one line, empty when it has none; `path` is
 * its file, for an agent that keeps one for each.
 */
export type Past = { resumeId: string; path?: string; cwd: string; title: string; at: number }

/** What the agent notes of its live processes; the process may be gone. `since` in epoch ms. */
export type LiveElsewhere = { resumeId: string; pid: number; since: number }

/** A piece of knowledge. `source` and `says` end up in `roost explain`. */
export type Learned =
  | {
      type: 'activity'
      source: SignalSource
      says: string
      activity: Doing
      /** The agent's own plain word, heard whatever has spoken before, and without silencing what comes after. */
      sure?: true
    }
  | { type: 'title'; source: SignalSource; says: string; title: string }
  /** The conversation's id changed or became known: resume this one from now on. */
  | { type: 'conversation'; source: SignalSource; says: string; resumeId: string; transcript?: string }
  /** Requests opened before now were answered or dropped inside the agent; which ones: `isOver` (over.ts). */
  | ({ type: 'requests-over'; source: SignalSource; says: string } & Over)
/** What it does now; the daemon notes since when. */
export type Doing = Activity extends infer A ? (A extends Activity ? Omit<A, 'since'> : never) : never

/** Narrows which open requests are over; each field given must fit, none given means all. */
export type Over = {
  tool?: string
  /** The tool's input: of two `Bash` requests only the one that ran is over. */
  input?: Record<string, unknown>
  /** Whose: a subagent's name as in `Request.subagent`, or `''` for the main agent only. */
  subagent?: string
  /** The agent's own words for the dialog it showed, e.g. `approve Bash: npm test`. */
  shown?: string
}

/** A request as read from a held hook, before it has an id, a session or a risk. */
export type Asked = Pick<
  Request,
  'kind' | 'tool' | 'input' | 'cwd' | 'subagent' | 'fixed' | 'always' | 'questions' | 'plan'
> & {
  /** Kept for `answer`: what the agent sent along, e.g. the rules it offers to write. */
  raw: unknown
}

/**
 * `dialog`: what stood on the screen and is to take the keys, in the adapter's own words. `prompt`: typed as the next
 * prompt once the agent is idle again, for a reason it is to read.
 */
export type Keyed = { keys: string; dialog: string; prompt?: string }

/** A tool call that is about to run. `again`: an earlier hook told of it already, so it is not counted anew. */
export type Gated = Pick<Request, 'tool' | 'input' | 'cwd' | 'subagent'> & { again?: true }

/** `ask` makes the agent ask even where its own settings would not; `pass` says nothing. */
export type GateRuling = {
  verdict: 'allow' | 'deny' | 'ask' | 'pass' /** Read by the agent. */
  reason: string
}

/** `shared`: it came with the repository, so it may only forbid. */
export type SettingsPath = { path: string; shared: boolean }

export type ExitStep =
  | { type: 'signal'; signal: 'SIGINT' | 'SIGHUP' | 'SIGTERM' | 'SIGKILL'; waitMs: number }
  | { type: 'keys'; bytes: string; waitMs: number }

/** What is known of a conversation from its file. */
export type Digest = {
  title?: string
  /** Kept by `fold` between calls: the person gave that title, the agent's own ones do not count. */
  titleGiven?: boolean
  /** Last text of the assistant, one line. */
  lastText?: string
  /** The tool that runs now, one line such as `Bash: npm test`. */
  tool?: string
  /**
   * What `fold` makes of `counted`: always `usageOf(counted, reported)` of counted.ts. Beside it whatever the agent tells
   * and nothing it does not: `contextTokens` and `model` of the last request of the main agent, `contextWindow`,
   * `quota`. Prices are not for adapters.
   */
  usage: Usage
  /** Kept by `fold` between calls: id of a tool call without a result yet → its line for `tool`. */
  pending?: Map<string, string>
  /** Kept by `fold` between calls: the agent's own word on the cost of all that came until `at`, epoch ms. */
  reported?: { usd: number; at: number }
  /**
   * Kept by `fold` between calls, and what days are counted from (counted.ts): every API message ever read, under
   * an id that stays the same when the file is read again and is in no other conversation. An agent that tells no
   * ids, or only sums so far, makes one up from what never changes (the line's own number or time) and counts the
   * difference. Give `at` wherever the agent tells a time: without it the tokens belong to no day.
   */
  counted: Map<string, Counted>
}

/** Nothing read yet. */
export const emptyDigest = (): Digest => ({ usage: { models: {} }, counted: new Map() })
