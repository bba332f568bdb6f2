import type { Context, Cost, Quota, Tokens } from './usage.ts'

/** What `stats.get` tells of a stretch of the person's clock. Times are epoch ms, memory is bytes. */
export type Stats = {
  span: StatsSpan
  from: number
  until: number
  /** When it was looked up. */
  at: number
  spent: Amount
  /** Hours of the day, or days of the week, oldest first and up to now. */
  series: Point[]
  /** Dearest first. */
  agents: (Amount & { agent: string })[]
  /** Dearest first; by kind of token. */
  models: (Amount & { model: string; by: Tokens })[]
  /** Sessions that used or use something, dearest first, at most STATS_SESSIONS. */
  sessions: SessionStats[]
  /** How many more there are. */
  more: number
  quotas: { agent: string; session: string; quota: Quota[] }[]
  asked: Asked
  /** Agents that were stopped to save memory. */
  evictions: number
  memory: Memory
}
export type StatsSpan = 'today' | 'week'

export type Amount = Cost & { tokens: number }
export type Point = Amount & { at: number }

export type SessionStats = Amount & {
  id: string
  agent: string
  label: string
  /** It is not on the list any more. */
  removed?: true
  /** Of the whole conversation. */
  cost?: Cost
  context?: Context
  /** Agent and host, while they run and where it can be told. */
  memory?: { agent: number; host: number }
}

/** Requests, from the audit trail. */
export type Asked = {
  asked: number
  allowed: number
  denied: number
  /** Answered in the agent's own dialog. */
  elsewhere: number
  /** Dropped: the session ended, or it waited too long. */
  dropped: number
  open: number
  /** Decided by the person's rules without asking. */
  passed: number
  stopped: number
  /** From the question to a person's answer. Absent when there was none. */
  waited?: { medianMs: number; longestMs: number }
}

/** `agents` and `hosts` together are all that runs for the sessions. `total` and `available` are the machine's. */
export type Memory = {
  total: number
  available?: number
  agents: number
  hosts: number
  daemon: number
  /** False where this machine does not tell a process's memory. */
  known: boolean
}

export const STATS_SESSIONS = 100
