import { readFileSync } from 'node:fs'
import type { Identity } from '../protocol/session.ts'
import { isCode } from './paths.ts'

// Light on purpose: clients and hosts load this file. Built-ins only; on Linux nothing but /proc is read.

/**
 * Who has this pid now; undefined when nobody has, or only a dead one whose parent has not looked yet.
 * @throws when it cannot be found out (no more files may be opened): then nobody may be taken for dead.
 * `start` is the kernel's own value (Linux: clock ticks since boot; macOS: a date), good only to compare.
 */
export function identityOf(pid: number): Identity | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined // 0 and -1 mean whole groups to kill(2)
  const start = process.platform === 'linux' ? startOnLinux(pid) : startFromPs(pid)
  return start === undefined ? undefined : { pid, start, boot: bootId() }
}

/** Whether that very process still lives, and not only a later one with its number. */
export function isAlive(identity: Identity): boolean {
  const now = identityOf(identity.pid)
  return now !== undefined && now.start === identity.start && now.boot === identity.boot
}

/**
 * When the process began, epoch ms, to about a second; undefined when there is none, or on systems that do not
 * tell it cheaply.
 */
export function startedAt(pid: number): number | undefined {
  const ticks = process.platform === 'linux' ? identityOf(pid)?.start : undefined
  const boot = /^btime (\d+)$/m.exec(ticks === undefined ? '' : readFileSync('/proc/stat', 'latin1'))?.[1]
  // The kernel shows clock ticks as hundredths of a second whatever its own tick is (proc_pid_stat(5), USER_HZ).
  return boot === undefined ? undefined : Number(boot) * 1000 + Number(ticks) * 10
}

export function self(): Identity {
  const own = identityOf(process.pid)
  if (own === undefined) throw new Error(`process ${process.pid} cannot find itself; is /proc mounted?`)
  return own
}

/** Changes with every boot of the machine. */
export function bootId(): string {
  boot ??= readBootId()
  return boot
}
let boot: string | undefined

function readBootId(): string {
  try {
    return process.platform === 'linux'
      ? readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
      : ask('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid'])
  } catch {
    return 'unknown' // some sandboxes hide it; pid and start time still tell processes apart
  }
}

function startOnLinux(pid: number): string | undefined {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ESRCH')) return undefined // nobody; it ended while we read
    throw error // EMFILE, ENOMEM: that says nothing about the process
  }
  // proc_pid_stat(5): `pid (comm) state …`. comm may hold blanks and brackets, so count from the last bracket:
  // state is field 3, starttime field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state] = fields
  return state === 'Z' || state === 'X' ? undefined : fields[22 - 3]
}

function startFromPs(pid: number): string | undefined {
  try {
    const [state = '', ...start] = ask('/bin/ps', ['-o', 'stat=,lstart=', '-p', String(pid)]).split(/\s+/)
    return state.startsWith('Z') || start.length === 0 ? undefined : start.join(' ')
  } catch {
    return undefined // ps exits 1 when there is none
  }
}

function ask(file: string, args: string[]): string {
  // One language and time zone, or the same process would have a different start in another shell.
  const env = { LC_ALL: 'C', TZ: 'UTC' }
  const { execFileSync } = process.getBuiltinModule('node:child_process') // never on Linux
  return execFileSync(file, args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}
