import type { Identity } from './session.ts'

/**
 * What the daemon writes to `jobs/<id>/launch.json` (0600) and the host reads at its start.
 * `${HOOK_URL}` and `${HOOK_SECRET}` in `args`, `env` values and `files` texts are replaced by the host once its
 * hook endpoint is bound: `http://127.0.0.1:<port>` and a random secret of this host.
 */
export type Launch = {
  protocol: number
  session: string
  generation: number
  /** Absolute path of the program. */
  file: string
  args: string[]
  cwd: string
  env: Record<string, string>
  /** For the agent; the host's own files are private whatever it says. Absent: 0o022. */
  umask?: number
  cols: number
  rows: number
  /** Unix socket path to serve. */
  socket: string
  /** The session's folder: output.log, output.log.1, output.index, exit.json, screen.json go here. */
  folder: string
  /** Bytes of raw output kept on disk, over both log files. */
  logBytes: number
  /** Serve the agent's hooks on 127.0.0.1. Absent = no endpoint. */
  hooks?: { /** Hook events that wait for an answer. All others are answered `{}` at once. */ hold: Hold[] }
  /** Written (0600, folders made) before the agent starts. */
  files: { path: string; text: string }[]
}

/** A hook event that is held open until somebody answers. */
export type Hold = {
  event: string
  /** With no daemon connected: keep holding, or answer `{}` at once so that the agent goes on by its own rules. */
  alone: 'hold' | 'pass'
  /** Answered `{}` after this long, ms. */
  maxMs: number
  /**
   * The agent draws its own dialog only once this is answered: with a person at the terminal it gets `{}` soon,
   * so that they can answer there.
   */
  dialog?: 'after'
}

/** First frame of every client. */
export type Hello =
  | { protocol: number; role: 'daemon' /** Send retained events with a larger seq first. */; since: number }
  | {
      protocol: number
      role: 'attach'
      cols: number
      rows: number /** Watching: never types, never resizes. */
      readOnly: boolean /** What others see: `pid 412`. */
      name: string
      /** Where the client sits. A host that can reach it may read and write it itself: see Frame.lent. */
      terminal?: LentTerminal
    }
  /** Snapshots of the screen, at most `hz` a second, only when it changed. */
  | { protocol: number; role: 'peek'; hz: number }
  /** Calls only. */
  | { protocol: number; role: 'ask' }

/** What leads out of an attached session unless a person says otherwise. */
export const DETACH_KEYS = ['ctrl+q', 'ctrl+\\']

/**
 * A terminal that a client would hand to the host. What a stat of it says must be the same for both: elsewhere (a
 * container, another mount) the same path is another terminal.
 */
export type LentTerminal = {
  path: string
  dev: number
  ino: number
  rdev: number
  /** The client's process: while it is not in the foreground there, the terminal is somebody else's. */
  pid: number
  /** `ctrl+q`: pressed, they end the loan. */
  detachKeys: string[]
}

/**
 * `Frame.given`: the host has let go of the terminal and touches it no more. `detached`: a detach key was pressed,
 * `rest` (base64) came behind it; `asked`: the client wanted it back; `away`: it is stopped, in the background, or
 * its terminal is gone; `busy`: there is a flood, which the client is to help with. Attached it stays, through the socket.
 */
export type Given = {
  why: 'detached' | 'asked' | 'away' | 'busy' | 'exited'
  rest: string
  changedColours: boolean
}

export type Welcome = {
  protocol: number
  build: string
  session: string
  generation: number
  host: Identity
  agentPid: number
  cols: number
  rows: number
  startedAt: number
  /** Set once the agent has ended. */
  exit?: Exit
}

/** How the agent ended. `jobs/<id>/exit.json` holds exactly this. */
export type Exit = { code: number; signal?: string; at: number; generation: number }

/**
 * What the daemon is told. `seq` counts from 1; the host keeps the newest ones for a daemon that was away
 * (all held hooks, the last of each state-bearing kind, and up to EVENTS_KEPT others).
 */
export type HostEvent = { seq: number; at: number } & (
  | { type: 'hook'; event: string; body: unknown /** Set when it waits for an answer. */; hold?: string }
  /**
   * A held hook ended without our answer: the agent hung up, it ran into `maxMs`, or a person is at the terminal
   * and gets the agent's own dialog.
   */
  | { type: 'hook-gone'; hold: string; why: 'closed' | 'timeout' | 'attended' }
  | { type: 'title'; title: string }
  /** OSC 7501 parameters as the agent sent them; msg and title decoded from base64. */
  | { type: 'status'; params: Record<string, string> }
  | { type: 'bell' }
  /** Output began after a silence, or stopped for QUIET_MS. */
  | { type: 'output'; active: boolean }
  | { type: 'attached'; drivers: number; watchers: number }
  /** Somebody typed into the session; at most one a second. */
  | { type: 'typed' }
  | { type: 'log-error'; message: string }
  | { type: 'exit'; exit: Exit }
)

/** A hook of the agent, as its host has taken it. */
export type HookEvent = HostEvent & { type: 'hook' }

export const EVENTS_KEPT = 64
/** A plain program that prints nothing for this long counts as idle, ms. */
export const QUIET_MS = 2000

/** Calls (`Frame.call` → `Frame.reply`): `{id, method, params}` → `{id, result}` or `{id, error}`. */
export type HostCalls = {
  /** Body is sent to the agent as the hook's answer; `{}` = its own prompt. False: no longer held. */
  answer: { params: { hold: string; body: unknown }; result: { delivered: boolean } }
  /** A person was asked: a hook that passes alone is held from now on until there is an answer. False: no longer held. */
  keep: { params: { hold: string }; result: { kept: boolean } }
  /** Types into the agent. `paste` wraps in bracketed paste when the program has it on. `enter` sends CR as its own write after ENTER_DELAY_MS. */
  type: { params: { text: string; paste: boolean; enter: boolean }; result: { typed: true } }
  /** Bytes as they stand. */
  keys: { params: { base64: string }; result: { typed: true } }
  /** To the agent's whole process group. */
  signal: {
    params: { signal: 'SIGINT' | 'SIGHUP' | 'SIGTERM' | 'SIGKILL' | 'SIGCONT' }
    result: { sent: boolean }
  }
  /** The screen now. */
  screen: { params: Record<string, never>; result: Peek }
  /** Scrollback and screen as styled lines (SGR only), newest `lines` of them. */
  text: { params: { lines: number }; result: { lines: string[] } }
  status: { params: Record<string, never>; result: HostStatus }
  /** The exit status is known and safe: the host may go. */
  collect: { params: Record<string, never>; result: { ok: true } }
}
export type HostCall = keyof HostCalls

export type HostStatus = Welcome & {
  drivers: number
  watchers: number
  /** Raw bytes since the agent started. */
  outputBytes: number
  lastOutputAt: number
  title: string
  holds: string[]
}

/** A screen as rows of text with SGR sequences only: safe to cut and to draw anywhere. */
export type Peek = {
  cols: number
  rows: number
  cursor: { x: number; y: number; visible: boolean }
  lines: string[]
  alternate: boolean
}

/** Between pasted text and Enter: agents take one write of both as a paste with a newline in it. */
export const ENTER_DELAY_MS = 400

/** `Frame.notice`, to attached terminals. */
export type Notice =
  | {
      type: 'driver' /** Whether this client sets the size now. */
      you: boolean
      cols: number
      rows: number
      name: string
    }
  /** Output outran this client; a fresh screen follows. */
  | { type: 'resync' }

/** What the host writes as one JSON line to file descriptor 3 once it serves, or could not. Then closes it. */
export type HostReady = { ok: true; host: Identity; agentPid: number } | { ok: false; error: string }
