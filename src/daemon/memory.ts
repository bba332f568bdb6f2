import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import type { Pressure } from './evict.ts'

/**
 * One look at the machine's memory. `at` in ms of time awake. Linux: `available` is MemAvailable/MemTotal, and the
 * stall totals are those of /proc/pressure/memory in µs (absent on kernels without PSI). macOS gives a level only.
 */
export type MemorySample =
  | { at: number; available: number; someUs?: number; fullUs?: number }
  | { at: number; level: 1 | 2 | 4 }

/** Stalls count over this stretch, ms: shorter ones come and go with any build. */
export const STALL_WINDOW_MS = 10_000

/** A level is left only when the reading is this much better than the one that raised it (points of 0..1). */
const HYSTERESIS = 0.05

type Bounds = { available: number; some: number; full: number }
const LADDER: [Exclude<Pressure, 'none'>, Bounds][] = [
  ['critical', { available: 0.07, some: Number.POSITIVE_INFINITY, full: 0.1 }],
  ['high', { available: 0.1, some: 0.2, full: Number.POSITIVE_INFINITY }],
  ['low', { available: 0.15, some: 0.1, full: Number.POSITIVE_INFINITY }],
]

export type Reading = {
  pressure: Pressure /** The numbers, for the log and `roost explain`. */
  says: string
}

/** The pressure that the samples (oldest first) show, given the one that held before. */
export function pressureOf(samples: MemorySample[], before: Pressure): Reading {
  const last = samples.at(-1)
  if (!last) return { pressure: 'none', says: 'memory not measured' }
  if ('level' in last)
    return {
      pressure: ({ 1: 'none', 2: 'high', 4: 'critical' } as const)[last.level],
      says: `memory pressure level ${last.level}`,
    }
  const first = samples.find((sample) => sample.at >= last.at - STALL_WINDOW_MS)
  const some = stalled(first, last, 'someUs')
  const full = stalled(first, last, 'fullUs')
  const percent = (part: number) => `${Math.round(part * 100)} %`
  const says = `${percent(last.available)} of memory available, stalled ${percent(some)} (all of it ${percent(full)}) of the last ${STALL_WINDOW_MS / 1000} s`
  const rank = (pressure: Pressure) => ['none', 'low', 'high', 'critical'].indexOf(pressure)
  for (const [pressure, bounds] of LADDER) {
    const ease = rank(before) >= rank(pressure) ? HYSTERESIS : 0
    if (last.available < bounds.available + ease || some > bounds.some - ease || full > bounds.full - ease)
      return { pressure, says }
  }
  return { pressure: 'none', says }
}

/** The share of the whole window in which tasks stalled; 0 until a whole window was seen. */
function stalled(first: MemorySample | undefined, last: MemorySample, key: 'someUs' | 'fullUs'): number {
  if (!first || 'level' in first || 'level' in last) return 0
  const [from, to] = [first[key], last[key]]
  const spanMs = last.at - first.at
  if (from === undefined || to === undefined || spanMs < STALL_WINDOW_MS * 0.9) return 0
  return (to - from) / 1000 / spanMs
}

/** Looks at this machine; undefined where it tells nothing. */
function readMemory(now: number): MemorySample | undefined {
  if (process.platform === 'darwin') {
    const { stdout } = spawnSync('sysctl', ['-n', 'kern.memorystatus_vm_pressure_level'], {
      encoding: 'utf8',
      timeout: 2000,
    })
    const level = Number(stdout)
    return level === 1 || level === 2 || level === 4 ? { at: now, level } : undefined
  }
  const info = read('/proc/meminfo')
  const total = Number(/^MemTotal:\s+(\d+)/m.exec(info)?.[1])
  const available = Number(/^MemAvailable:\s+(\d+)/m.exec(info)?.[1])
  if (!(total > 0) || Number.isNaN(available)) return undefined
  const psi = read('/proc/pressure/memory')
  const someUs = Number(/^some .*total=(\d+)/m.exec(psi)?.[1])
  const fullUs = Number(/^full .*total=(\d+)/m.exec(psi)?.[1])
  return {
    at: now,
    available: available / total,
    ...(!Number.isNaN(someUs) && { someUs }),
    ...(!Number.isNaN(fullUs) && { fullUs }),
  }
}

/**
 * How this daemon looks at memory: at the machine; or, for trying out what happens when it runs short, at the JSON
 * in the file that ROOST_FAKE_MEMORY names, such as `{"available": 0.05}`.
 */
export function memorySource(env: NodeJS.ProcessEnv): (now: number) => MemorySample | undefined {
  const file = env.ROOST_FAKE_MEMORY
  if (!file) return readMemory
  return (now) => {
    try {
      const fake = JSON.parse(readFileSync(file, 'utf8')) as { available: number }
      return { ...fake, at: now }
    } catch {
      return undefined
    }
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

/**
 * Memory of an agent and all it started, bytes: every process of the pty's session, by proportional share where
 * the kernel tells it. Milliseconds of work: only asked under pressure. Undefined where there is no /proc.
 */
export const memoryOf = (agentPid: number): number | undefined =>
  memoryBySession(new Set([agentPid]))?.get(agentPid)

/** The same of several process sessions in one look. One that has ended has 0. */
export function memoryBySession(leaders: ReadonlySet<number>): Map<number, number> | undefined {
  if (process.platform !== 'linux') return undefined
  const bytes = new Map([...leaders].map((pid) => [pid, 0]))
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = read(`/proc/${name}/stat`)
    // Fields after the command's name, which may hold anything: state ppid pgrp session … (proc(5)).
    const session = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3])
    const before = bytes.get(session)
    if (before === undefined) continue
    const pss = /^Pss:\s+(\d+)/m.exec(read(`/proc/${name}/smaps_rollup`))?.[1]
    if (pss !== undefined) bytes.set(session, before + Number(pss) * 1024)
  }
  return bytes
}

/** This process's own, bytes. */
export function memoryOfSelf(): number {
  const pss = /^Pss:\s+(\d+)/m.exec(read('/proc/self/smaps_rollup'))?.[1]
  return pss === undefined ? process.memoryUsage.rss() : Number(pss) * 1024
}
