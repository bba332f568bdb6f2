import type { Agent, Digest } from '../agents/agent.ts'
import type { Past } from '../policy/unusual.ts'
import type { Checkout, Life, Session, SessionView, SignalSource } from '../protocol/session.ts'
import type { HostLink } from './host-link.ts'
import type { Open } from './request.ts'

/** One session in this daemon: its record, and what is true only while this daemon runs. */
export type Live = {
  session: Session
  link: HostLink | undefined
  attached: number
  open: Open[]
  /** The most trusted source that has spoken of the activity since the agent started. */
  best: SignalSource | undefined
  /** What was read of the conversation so far, and up to which byte. */
  reading:
    | {
        path: string
        next: number
        /** Subagents' files → up to which byte. */
        siblings: Map<string, number>
        transcript: NonNullable<Agent['transcript']>
        digest: Digest
        busy: boolean
        again: boolean
      }
    | undefined
  /** The agent's folder of live sessions, while watched. */
  registry: string | undefined
  /** Waits to start it again after it died. */
  restart: { timer: NodeJS.Timeout; at: number } | undefined
  /** Since when it could be stopped for being idle, ms of time awake. */
  quietFrom: number | undefined
  /** When that will be, epoch ms, as far as can be told now. */
  stopsAt: number | undefined
  /** The environment it was started from, once it was needed. */
  env: Record<string, string> | undefined
  /** What it has done, counted, and what was unusual about the newest call. */
  past: Past
  unusual: { tool: string; input: string; notes: string[] } | undefined
  /** The agent's program, as found for this generation of it. */
  program: string | undefined
  programOf: number | undefined
  /** Its program was replaced since it started. */
  updateReady: boolean
  /** To be restarted once it is idle. */
  rolls: boolean
  /** Of its folder, as last seen, and what it was doing when that was asked for. */
  checkout: Checkout | undefined
  lookedAt: Life | undefined
  /** Newest host event taken in: a reconnect asks for later ones only. */
  seq: number
  /** What was last written to about.json; undefined = not by this daemon. */
  about: string | undefined
  /** Something was printed a moment ago. */
  isPrinting: boolean
  /** Called when output begins or pauses, and then forgotten. */
  onOutput: (() => void)[]
  /** Called once the agent has ended, and then forgotten. */
  onEnd: (() => void)[]
  /** Called after every change of the record. */
  onChange: Set<() => void>
  view: SessionView
}

/** As a record comes in: nothing is known yet but what is on disk. */
export function newLive({ session, past, view }: Pick<Live, 'session' | 'past' | 'view'>): Live {
  return {
    session,
    link: undefined,
    attached: 0,
    open: [],
    best: undefined,
    reading: undefined,
    registry: undefined,
    restart: undefined,
    quietFrom: undefined,
    stopsAt: undefined,
    env: undefined,
    past,
    unusual: undefined,
    program: undefined,
    programOf: undefined,
    updateReady: false,
    rolls: false,
    checkout: undefined,
    lookedAt: undefined,
    seq: 0,
    about: undefined,
    isPrinting: false,
    onOutput: [],
    onEnd: [],
    onChange: new Set(),
    view,
  }
}
