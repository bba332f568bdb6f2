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

/** In a smaller window the charts of the dashboard say nothing, cells. */
export const DASHBOARD_SIZE = { cols: 100, rows: 30 }

/** `31 MB`, `1.2 GB`. */
export const bytesText = (count: number): string =>
  count < 1000 * 1024 ** 2 ? `${Math.round(count / 1024 ** 2)} MB` : `${(count / 1024 ** 3).toFixed(1)} GB`

/** `48 s`, `14 min`, `2.5 h`, `3 d`. */
export function waitText(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  const hours = seconds / 3600
  if (hours < 9.95) return `${hours.toFixed(1)} h`
  return hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} d`
}

/** A plan's window: `5 h`, `7 d`. */
export const windowText = (minutes: number): string =>
  minutes % 1440 === 0 ? `${minutes / 1440} d` : minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
