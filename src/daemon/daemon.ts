import type { Agents } from '../agents/all.ts'
import type { Prices } from '../agents/cost.ts'
import type { Event } from '../protocol/control.ts'
import type { Audit } from '../store/audit.ts'
import type { Config } from '../store/settings.ts'
import type { Log } from '../store/log.ts'
import type { Paths } from '../store/paths.ts'
import type { Checkouts } from './checkouts.ts'
import type { Follower } from './follow.ts'
import type { Live } from './live.ts'
import type { Lives } from './lives.ts'
import type { Spending } from './spending.ts'

/** What the daemon's parts are given: no singletons, so that a test can give its own. */
export type Daemon = {
  paths: Paths
  log: Log
  audit: Audit
  lives: Lives
  follower: Follower
  spending: Spending
  checkouts: Checkouts
  prices(): Prices
  /** Folder of the built product, and in it the program of a host. */
  dist: string
  /** Folder that npm replaces. */
  installed: string
  preferences(): Config
  /** With those the person described. */
  agents(): Agents
  hostEntry: string
  /** Whether each host goes into a systemd scope of its own. */
  scopes: Promise<boolean>
  startedAt: number
  /** It has let go of its hosts and is about to end: nothing is dialled again. */
  leaving: boolean
  now(): number
  broadcast(event: Event): void
  /** An agent has ended, asked or not. */
  ended(live: Live): void
}

/** What answering a request needs of it. */
export type Desk = Pick<
  Daemon,
  'paths' | 'log' | 'audit' | 'lives' | 'dist' | 'installed' | 'preferences' | 'agents' | 'now' | 'broadcast'
>
