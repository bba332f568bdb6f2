import type { Context, Cost, Spent, Usage } from './usage.ts'

/** Where a piece of knowledge about a session came from, most trusted first. */
export type SignalSource =
  | 'osc' // OSC 7501, the agent's own status protocol
  | 'hook' // the agent called us
  | 'registry' // the agent's own file of live sessions
  | 'transcript' // the agent's own conversation file
  | 'title' // the window title the agent sets
  | 'screen' // a phrase on its screen: an agent may show anything
  | 'output' // bytes came or stopped coming; all there is for a plain command
  | 'process' // the operating system: started, exited
  | 'person' // somebody used Roost: start, stop, answer
  | 'roost' // Roost itself decided: evict, give up

/** Who that is, in words. */
export const SOURCE_SAYS: Record<SignalSource, string> = {
  osc: "the agent's status protocol",
  hook: 'a hook the agent called',
  registry: "the agent's own list of live sessions",
  transcript: 'the conversation file',
  screen: 'its screen, which proves little',
  title: 'the window title',
  output: 'output that came or stopped',
  process: 'the operating system',
  person: 'a person',
  roost: 'roost',
}

/** One thing that was learned, kept for `roost explain`. `at` in epoch ms. */
export type Signal = { source: SignalSource; at: number; says: string }

/** What a session needs from the person. */
export type Need = 'permission' | 'question' | 'plan' | 'trust' | 'auth' | 'dialog' | 'input'

/** What a live agent is doing. `what` is one short line in the agent's words, free of control characters. */
export type Activity =
  | { kind: 'working'; what?: string; since: number }
  | { kind: 'needs-input'; need: Need; what?: string; since: number }
  | { kind: 'idle'; what?: string; since: number }
  | { kind: 'unknown'; what: string; since: number }

export type StopWhy = 'user' | 'evict' | 'respawn'

/** A process that cannot be mistaken for a later one with the same number. `start` is the kernel's own value. */
export type Identity = { pid: number; start: string; boot: string }

/** Whether an agent that ended unasked is started again with its conversation. */
export type RespawnPolicy = 'never' | 'on-failure' | 'always'

export type SessionRules = { allow?: string[]; ask?: string[]; deny?: string[] }

/** A git worktree that was made for a session. */
export type Worktree = {
  /** Top of the checkout it was made from. */
  root: string
  path: string
  branch: string
  /** The branch was made with it. */
  made?: true
  /** Names of the files that were carried over, relative to both. */
  carried?: string[]
}

/** Where a folder stands: `changed` counts files, absent where that could not or must not be asked. */
export type Checkout = { branch: string; changed?: number }

/** Life of a session. Times are epoch ms. `code` is the exit code, `signal` the signal's name. */
export type Life =
  | { status: 'starting'; since: number }
  | { status: 'running'; since: number; host: Identity; agentPid: number; activity: Activity }
  | { status: 'stopping'; since: number; why: StopWhy; host: Identity; agentPid: number }
  | { status: 'stopped'; since: number; why: StopWhy }
  | { status: 'exited'; since: number; code: number; signal?: string /** Its last line. */; said?: string }
  | { status: 'failed'; since: number; why: string }
  | { status: 'lost'; since: number; why: string }

/** One record per session; `jobs/<id>/state.json` holds exactly this. */
export type Session = {
  /** 8 hex digits, also the name of the session's folder. */
  id: string
  agent: string
  /** What the person called it; empty = use the title. */
  name: string
  /** What the agent or its conversation calls it; empty = unknown yet. Free of control characters. */
  title: string
  cwd: string
  worktree?: Worktree
  pinned: boolean
  createdAt: number
  /** What goes to the agent as it stands: everything after `--`. */
  args: string[]
  /** The first prompt, empty if none. */
  prompt: string
  /** The starting shell's umask: what the agent makes has the modes its person is used to. */
  umask?: number
  /** The agent's own id of the latest conversation, if it has one to resume. */
  resumeId?: string
  transcript?: string
  /** Absent: `on-failure` while pinned, else `never`. */
  respawn?: RespawnPolicy
  /** Permission rules of this session alone, in the agent's syntax. */
  rules?: SessionRules
  /** Every request asks, nothing passes silently, until the person gives it back. */
  paused?: boolean
  /** When its agent last ended unasked, epoch ms; older ones are forgotten. */
  deaths?: number[]
  /** The person knows that its messages come by a channel. Kept here: they may attach from anywhere. */
  channelTold?: boolean
  /** Counts the hosts this session has had. */
  generation: number
  life: Life
  /** Newest last, at most SIGNALS_KEPT. */
  signals: Signal[]
  usage?: Usage
}

export const SIGNALS_KEPT = 24

/** The groups of the list, in order of what the person must do. */
export type Group = 'needs' | 'working' | 'idle' | 'done' | 'failed'

/**
 * A session as clients see it (`session.list`, `session.changed`): the record without what only the daemon
 * needs, plus what is true only now.
 */
export type SessionView = {
  id: string
  agent: string
  name: string
  title: string
  cwd: string
  worktree?: Worktree
  pinned: boolean
  paused?: boolean
  /** Messages reach it from outside of any terminal. */
  channel?: Channel
  createdAt: number
  prompt: string
  resumeId?: string
  transcript?: string
  life: Life
  /** Terminals attached right now, watchers not counted. */
  attached: number
  /** Open requests of this session, oldest first. */
  requests: string[]
  /** Unix socket of the session's host, to attach or peek; only while running. */
  hostSocket?: string
  /** When it will be stopped for being idle, epoch ms. */
  stopsAt?: number
  /** When it will be started again, epoch ms. */
  restartsAt?: number
  /** What its last call had that is unusual for this session. */
  unusual?: string
  /** Its agent's program was replaced since it started: a restart would run the new one. */
  updateReady?: true
  /** It restarts as soon as it is idle. */
  rolls?: true
  /** The newest signal behind the shown state. */
  because?: Signal
  usage?: Usage
  /** Of the folder, while somebody looks; absent outside a repository. */
  checkout?: Checkout
  /** What the conversation cost so far; absent while nothing was used. */
  cost?: Cost
  /** What it spent today; absent when nothing. */
  today?: Spent
  context?: Context
}

/** What sends it messages: `telegram`; at least one. `told`: the person has been told what that means for typing. */
export type Channel = { from: string[]; told?: true }

/** `telegram and discord`. */
export const channelNames = ({ from }: Channel): string => from.join(' and ')

/**
 * What a person is told once who is about to type into a session that waits for messages from elsewhere. Undefined
 * when there is nothing to tell. While it works or asks, it is plain what it is about.
 */
export function channelWarning(s: Pick<SessionView, 'channel' | 'life'>): string | undefined {
  if (s.channel === undefined || s.channel.told || ['working', 'needs'].includes(groupOf(s))) return undefined
  return `its messages come from ${channelNames(s.channel)}; what you type here is not seen there`
}

/** Which group a session stands in. */
export function groupOf({ life }: Pick<SessionView, 'life'>): Group {
  switch (life.status) {
    case 'starting':
      return 'working'
    case 'running':
      if (life.activity.kind === 'needs-input') return 'needs'
      return life.activity.kind === 'working' ? 'working' : 'idle'
    case 'stopping':
    case 'stopped':
      return 'done'
    case 'exited':
      return life.code === 0 ? 'done' : 'failed'
    case 'failed':
    case 'lost':
      return 'failed'
  }
}

/** One word for `ls`: `working`, `needs-input`, `idle`, `unknown`, or the status of what does not run. */
export function stateWord({ life }: Pick<SessionView, 'life'>): string {
  return life.status === 'running' ? life.activity.kind : life.status
}

/** One line on what it does now or how it ended. */
export function detailOf({ life }: Pick<SessionView, 'life'>): string {
  switch (life.status) {
    case 'starting':
      return 'starting'
    case 'running': {
      const { activity } = life
      if (activity.kind !== 'needs-input') return activity.what ?? ''
      return activity.what ? `${activity.need}: ${activity.what}` : activity.need
    }
    case 'stopping':
      return 'stopping'
    case 'stopped':
      return {
        user: 'stopped',
        evict: 'stopped to save memory; Enter brings it back',
        respawn: 'restarting',
      }[life.why]
    case 'exited':
      return endedAs(life)
    case 'failed':
    case 'lost':
      return life.why
  }
}

/** What it said last tells more than a number; a failure keeps its number, too. */
function endedAs({ code, signal, said }: Life & { status: 'exited' }): string {
  if (code === 0 && !signal) return said ?? 'done'
  const how = signal ? `ended by ${signal}` : `exit ${code}`
  return said === undefined ? how : `${how}: ${said}`
}

/** Whether the process behind a session lives: then it can be attached, else it must be brought back. */
export const runs = ({ life }: Pick<SessionView, 'life'>): boolean =>
  life.status === 'running' || life.status === 'starting' || life.status === 'stopping'

/** When the shown state began, epoch ms. */
export function sinceOf({ life }: Pick<SessionView, 'life'>): number {
  return life.status === 'running' ? life.activity.since : life.since
}

/** What a row is called: the given name, else the title, else the prompt, else the agent and folder. */
export function labelOf(s: Pick<SessionView, 'name' | 'title' | 'prompt' | 'agent' | 'cwd'>): string {
  return s.name || s.title || s.prompt.split('\n', 1)[0] || `${s.agent} in ${s.cwd.split('/').at(-1) || '/'}`
}
