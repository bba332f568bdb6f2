import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { DaemonStatus } from '../../src/protocol/control.ts'
import type { Request } from '../../src/protocol/request.ts'
import type { Session } from '../../src/protocol/session.ts'
import type { jsonOf } from '../../src/cli/io/rows.ts'
import { dial, type Control } from '../../src/client/control.ts'
import { identityOf } from '../../src/store/identity.ts'
import { takeLock } from '../../src/store/lock.ts'
import { paths, type Paths } from '../../src/store/paths.ts'
import { PATIENCE_MS } from './patience.ts'
import { openScreen, type Screen } from './screen.ts'

/** ROOST_TEST_DIST: another built product than dist/, e.g. one of somebody who works beside us. */
export const dist = resolve(process.env.ROOST_TEST_DIST ?? join(import.meta.dirname, '../../dist'))
export const roostFile = join(dist, 'roost.cjs')

export type Row = ReturnType<typeof jsonOf>
export type Ran = { code: number; stdout: string; stderr: string }

/** The built product with a home of its own: nothing of the person's is touched, and nothing is left behind. */
export type Product = {
  home: string
  /** Names of the files under that home. */
  paths: Paths
  /** What was shown on the desktop: `title | text` a line. */
  notified(): string
  /** A folder sessions may work in. */
  work: string
  env: NodeJS.ProcessEnv
  roost(args: string[], options?: { input?: string; env?: NodeJS.ProcessEnv; cwd?: string }): Promise<Ran>
  /** Runs a command that must work, and reads what it prints as JSON. */
  json<T>(args: string[]): Promise<T>
  /** The record of a session as it is on disk at this moment. */
  record(id: string): Session
  ls(): Promise<Row[]>
  row(id: string): Promise<Row>
  approvals(): Promise<Request[]>
  daemon(): Promise<DaemonStatus>
  /** The same, and starts one when none runs. */
  ensureDaemon(): Promise<DaemonStatus>
  /** Starts a session and gives its id: `-a`, its agent, and what follows. */
  run(agent: string, ...args: string[]): Promise<string>
  /** Waits until a row fits, and gives it. */
  seen(id: string, what: string, fits: (row: Row) => boolean): Promise<Row>
  /** SIGKILL to the daemon, and waits until it is gone. Gives its pid. */
  killDaemon(): Promise<number>
  /** The same, and none can start until what is given is called. */
  withoutDaemon(): Promise<() => void>
  /** A connection of this process to the daemon. */
  dial(): Promise<Control>
  /** Ends every process of this home, as a power cut would. */
  powerCut(): Promise<void>
  /** The view, or `roost …args`, in a terminal. */
  screen(options?: {
    args?: string[]
    cols?: number
    rows?: number
    env?: NodeJS.ProcessEnv
  }): Promise<Screen>
  /** Asks again until `check` gives something; says `what` when it never does. */
  until<T>(
    what: string,
    check: () => Promise<T | undefined | false> | T | undefined | false,
    ms?: number,
  ): Promise<T>
  [Symbol.asyncDispose](): Promise<void>
}

export async function product(
  extra: NodeJS.ProcessEnv = {},
  options: {
    /** The built product to run, instead of `dist`. */ roostFile?: string /** No home yet. */
    isFresh?: boolean
  } = {},
): Promise<Product> {
  const file = options.roostFile ?? roostFile
  if (!existsSync(file)) throw new Error(`${file} is missing: npm run build`)
  const base = mkdtempSync('/tmp/rt-') // short: socket paths have about 100 bytes
  const home = join(base, 'h')
  const work = join(base, 'w')
  mkdirSync(work)
  // The desktop of who runs the tests is left alone: what would be shown there is kept in a file.
  if (!options.isFresh) {
    mkdirSync(home, { mode: 0o700 })
    writeFileSync(join(home, 'view.json'), '{}', { mode: 0o600 }) // somebody was here before
  }
  const bin = join(base, 'bin')
  mkdirSync(bin)
  const stand = `#!/bin/sh\nprintf '%s | %s\\n' "$3" "$4" >> ${base}/notified\n`
  for (const name of ['notify-send', 'osascript']) writeFileSync(join(bin, name), stand, { mode: 0o755 })
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ROOST_HOME: home,
    HOME: base,
    TERM: 'xterm-256color',
    TZ: noonZone(),
    ...extra,
    PATH: `${bin}:${extra.PATH ?? process.env.PATH}`,
  }
  for (const name of ['CI', 'NO_COLOR', 'FORCE_COLOR', 'TMUX', 'ROOST_SESSION', 'VITEST']) delete env[name]
  const screens: Screen[] = []

  const roost: Product['roost'] = (args, options = {}) =>
    new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [file, ...args],
        {
          cwd: options.cwd ?? work,
          env: { ...env, ...options.env },
          encoding: 'utf8',
          maxBuffer: 512 * 1024 * 1024,
        },
        (error, stdout, stderr) =>
          resolve({ code: error ? (typeof error.code === 'number' ? error.code : -1) : 0, stdout, stderr }),
      )
      child.stdin?.on('error', () => {}) // a command that wants no input may be gone before it comes
      child.stdin?.end(options.input ?? '')
    })

  async function json<T>(args: string[]): Promise<T> {
    const ran = await roost(args)
    if (ran.code !== 0)
      throw new Error(`roost ${args.join(' ')}: exit ${ran.code}\n${ran.stderr}${ran.stdout}`)
    return JSON.parse(ran.stdout) as T
  }

  const until: Product['until'] = async (what, check, ms = PATIENCE_MS) => {
    const end = Date.now() + ms
    for (;;) {
      const got = await check()
      if (got !== undefined && got !== false) return got
      if (Date.now() > end) throw new Error(`never came: ${what}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  async function killDaemon(): Promise<number> {
    const { pid } = await json<DaemonStatus>(['daemon', 'start', '--json'])
    process.kill(pid, 'SIGKILL')
    await until('the end of the daemon', () => !lives(pid))
    return pid
  }

  return {
    home,
    paths: paths(home),
    work,
    notified: () => (existsSync(join(base, 'notified')) ? readFileSync(join(base, 'notified'), 'utf8') : ''),
    env,
    roost,
    json,
    until,
    record: (id) => JSON.parse(readFileSync(paths(home).job(id).state, 'utf8')) as Session,
    ls: () => json(['ls', '--json']),
    row: async (id) => {
      const row = (await json<Row[]>(['ls', '--json'])).find((each) => each.id === id)
      if (!row) throw new Error(`no session ${id}`)
      return row
    },
    approvals: () => json(['approvals', '--json']),
    daemon: () => json(['daemon', 'status', '--json']),
    ensureDaemon: () => json(['daemon', 'start', '--json']),
    run: async (agent, ...args) => (await json<{ id: string }>(['run', '--json', '-a', agent, ...args])).id,
    async seen(id, what, fits) {
      let last: Row | undefined
      const look = async () => {
        last = (await json<Row[]>(['ls', '--json'])).find((each) => each.id === id)
        return last && fits(last) && last
      }
      return until(what, look).catch((error: unknown) => {
        throw new Error(`never came: ${what}; its row is ${JSON.stringify(last)}`, { cause: error })
      })
    },
    async withoutDaemon() {
      const { startLock } = paths(home)
      const lock = await until('the start lock', async () => {
        const taken = await takeLock(startLock)
        return 'release' in taken && taken
      })
      await killDaemon()
      return () => lock.release()
    },
    killDaemon,
    dial: () => dial({ home, dist: dirname(file), name: 'test' }),
    async powerCut() {
      const pids = killAll(home)
      await until('all to be gone', () => !pids.some(lives))
    },
    screen: async ({ args = [], cols = 120, rows = 36, env: more = {} } = {}) => {
      const screen = await openScreen({
        file: process.execPath,
        args: [file, ...args],
        env: { ...env, ...more },
        cwd: work,
        cols,
        rows,
      })
      screens.push(screen)
      return screen
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(screens.map((screen) => screen.close()))
      killAll(home)
      rmSync(base, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Whether a process is there and not only its entry, unread by its parent. */
export function lives(pid: number): boolean {
  return identityOf(pid) !== undefined
}

/** A time zone in which it is about noon, so that no day ends while a test counts what belongs to one. */
function noonZone(): string {
  const behind = new Date().getUTCHours() - 12
  return `Etc/GMT${behind < 0 ? '' : '+'}${behind}` // POSIX signs: +5 is five hours behind
}

/**
 * Ends every process that was started with this home, at once as far as they can tell: the daemon before the hosts whose
 * end it would note, hosts before their agents. Only Linux's /proc is asked.
 */
function killAll(home: string): number[] {
  const mark = `ROOST_HOME=${home}\0`
  const found = readdirSync('/proc').flatMap((name) => {
    const pid = Number(name)
    if (!/^\d+$/.test(name) || pid === process.pid) return []
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'latin1')
      const ours = readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark) || line.includes(home)
      const rank = line.includes('daemon.cjs') ? 0 : line.includes('host/main.cjs') ? 1 : 2
      return ours ? [{ pid, rank }] : []
    } catch {
      return [] // it has ended meanwhile, or belongs to somebody else
    }
  })
  return found
    .toSorted((one, other) => one.rank - other.rank)
    .flatMap(({ pid }) => {
      try {
        process.kill(pid, 'SIGKILL')
        return [pid]
      } catch {
        return []
      }
    })
}
