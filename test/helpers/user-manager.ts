import { type ChildProcess, execFile, spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { DaemonStatus } from '../../src/protocol/control.ts'
import { PATIENCE_MS } from './patience.ts'
import type { Ran, Row } from './product.ts'

const repo = join(import.meta.dirname, '../..')
const SYSTEMD = ['/lib/systemd/systemd', '/usr/lib/systemd/systemd'].find((path) => existsSync(path))

/** Why no user manager can be run on this machine; undefined when one can. */
export const noUserManager: string | undefined =
  process.platform !== 'linux'
    ? 'not Linux'
    : process.getuid?.() !== 0
      ? 'not root, so no namespaces of our own'
      : SYSTEMD === undefined
        ? 'systemd is not installed'
        : ['unshare', 'nsenter', 'systemctl', 'systemd-notify'].find(
            (name) => !existsSync(`/usr/bin/${name}`),
          ) && 'unshare, nsenter, systemctl or systemd-notify is missing'

/**
 * A real `systemd --user` in mount, pid, uts and ipc namespaces and a control group of its own, and the built
 * product installed for it in a folder whose name has in it what has to be quoted in a unit.
 */
export type UserManager = {
  home: string
  /** The installed product, which may be replaced: a copy. */
  dist: string
  /** Runs a program inside. */
  run(file: string, args: string[], options?: { env?: NodeJS.ProcessEnv }): Promise<Ran>
  roost(...args: string[]): Promise<Ran>
  json<T>(...args: string[]): Promise<T>
  row(id: string): Promise<Row>
  daemon(): Promise<DaemonStatus>
  systemctl(...args: string[]): Promise<Ran>
  /** Properties of roost.service. */
  show(): Promise<{
    MainPID: number
    ActiveState: string
    SubState: string
    Result: string
    NRestarts: number
  }>
  kill(signal: string, pid: number): Promise<void>
  isAlive(pid: number): Promise<boolean>
  /** All processes end at once, and the user manager comes up as at boot, with another boot id. */
  reboot(): Promise<void>
  until<T>(what: string, check: () => Promise<T | undefined | false>, ms?: number): Promise<T>
  /** What daemon, manager and namespaces have said, for the message of a failure. */
  said(): string
  [Symbol.asyncDispose](): Promise<void>
}

export async function userManager(options: { linger: boolean }): Promise<UserManager> {
  const base = mkdtempSync('/tmp/rs-')
  const place = join(base, `a b%h$HOME"c'd`)
  const dist = join(place, 'dist')
  const work = join(base, 'work')
  const log = join(base, 'manager.log')
  mkdirSync(work, { recursive: true })
  cpSync(join(repo, process.env.ROOST_DIST ?? 'dist'), dist, { recursive: true })
  symlinkSync(join(repo, 'node_modules'), join(place, 'node_modules'))
  const home = join(place, '.roost')
  const env: NodeJS.ProcessEnv = {
    PATH: '/usr/bin:/bin',
    HOME: place,
    LANG: 'C.UTF-8',
    XDG_RUNTIME_DIR: '/run/user/0',
  }

  const groups = controlGroups(base)
  const script = join(base, 'inside.sh')
  let boots = 0
  let outer: ChildProcess
  let ended: Promise<void>
  function boot(): void {
    boots++
    const bootId = join(base, 'boot-id')
    writeFileSync(bootId, `00000000-0000-4000-8000-${String(boots).padStart(12, '0')}\n`)
    const target = boots === 1 ? 'basic.target' : 'default.target'
    writeFileSync(script, inside({ log, groups, linger: options.linger, bootId, target }), { mode: 0o700 })
    outer = spawn('unshare', ['-m', '-p', '-u', '-i', '-f', '--kill-child', 'bash', script], {
      env,
      stdio: 'ignore',
    })
    ended = new Promise((resolve) => outer.once('close', () => resolve()))
  }
  async function halt(): Promise<void> {
    outer.kill('SIGKILL') // and with it pid 1 inside, and with that all there
    await ended
  }

  const run: UserManager['run'] = (file, args, { env: more = {} } = {}) =>
    new Promise((resolve) => {
      const child = execFile(
        'nsenter',
        ['-t', init(), '-m', '-p', '-u', '-i', '--wd=' + work, file, ...args],
        { env: { ...env, ...more }, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) =>
          resolve({ code: error ? (typeof error.code === 'number' ? error.code : -1) : 0, stdout, stderr }),
      )
      child.stdin?.end()
    })
  /** Pid 1 of the namespaces, as seen from here. */
  const init = () => readFileSync(`/proc/${outer.pid}/task/${outer.pid}/children`, 'utf8').trim()

  const until: UserManager['until'] = async (what, check, ms = PATIENCE_MS) => {
    for (const end = Date.now() + ms; ; ) {
      const got = await check()
      if (got !== undefined && got !== false) return got
      if (Date.now() > end) throw new Error(`never came: ${what}\n${said()}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const said = () =>
    [log, join(home, 'daemon.log')]
      .map((path) => `--- ${path}\n${existsSync(path) ? readFileSync(path, 'utf8') : '(none)'}`)
      .join('\n')
  const systemctl = (...args: string[]) => run('systemctl', ['--user', ...args])
  const roost = (...args: string[]) => run(process.execPath, [join(dist, 'roost.cjs'), ...args])
  async function json<T>(...args: string[]): Promise<T> {
    const ran = await roost(...args)
    if (ran.code !== 0) throw new Error(`roost ${args.join(' ')}: exit ${ran.code}\n${ran.stderr}\n${said()}`)
    return JSON.parse(ran.stdout) as T
  }

  const manager: UserManager = {
    home,
    dist,
    run,
    roost,
    json,
    systemctl,
    until,
    said,
    daemon: () => json('daemon', 'status', '--json'),
    row: async (id) => {
      const row = (await json<Row[]>('ls', '--json')).find((each) => each.id === id)
      if (!row) throw new Error(`no session ${id}`)
      return row
    },
    show: async () => {
      const names = ['MainPID', 'ActiveState', 'SubState', 'Result', 'NRestarts']
      const { stdout } = await systemctl(
        'show',
        'roost.service',
        ...names.map((name) => `--property=${name}`),
      )
      const values = Object.fromEntries(
        stdout
          .trim()
          .split('\n')
          .map((line) => line.split(/=(.*)/s, 2)),
      )
      return { ...values, MainPID: Number(values.MainPID), NRestarts: Number(values.NRestarts) }
    },
    kill: async (signal, pid) => {
      const ran = await run('kill', [`-${signal}`, String(pid)])
      if (ran.code !== 0) throw new Error(`kill -${signal} ${pid}: ${ran.stderr}`)
    },
    isAlive: async (pid) => (await run('kill', ['-0', String(pid)])).code === 0,
    async reboot() {
      await halt()
      boot()
      await up()
    },
    async [Symbol.asyncDispose]() {
      await halt()
      for (const group of groups) await removeGroup(group)
      rmSync(base, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  const up = () =>
    until('the user manager', async () => {
      if (init() === '') return false
      return (await systemctl('is-system-running')).stdout.trim() === 'running'
    })
  boot()
  await up()
  return manager
}

/** A new group in each hierarchy that systemd keeps its units in, below the one that we are in. */
function controlGroups(base: string): string[] {
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
  const own = readFileSync('/proc/self/cgroup', 'utf8')
    .split('\n')
    .map((line) => line.split(/:(.*):(.*)/s))
  return mounts.flatMap(([, path = '', type, flags = '']) => {
    const name =
      type === 'cgroup2' ? '' : type === 'cgroup' && /name=systemd/.test(flags) ? 'name=systemd' : undefined
    const mine = own.find(([, hierarchy]) => hierarchy === name)?.[2]
    if (name === undefined || mine === undefined) return []
    const group = join(path, mine, base.slice('/tmp/'.length))
    mkdirSync(group)
    return [group]
  })
}

async function removeGroup(group: string): Promise<void> {
  for (const entry of readdirSync(group, { withFileTypes: true }))
    if (entry.isDirectory()) await removeGroup(join(group, entry.name))
  for (const end = Date.now() + PATIENCE_MS; ; ) {
    try {
      return rmdirSync(group)
    } catch (error) {
      if (Date.now() > end) throw error // its last processes are still being reaped
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

/** Runs as pid 1: bash reaps whatever is left to it. */
function inside(at: {
  log: string
  groups: string[]
  linger: boolean
  bootId: string
  target: string
}): string {
  return `set -e
exec >> ${at.log} 2>&1
${at.groups.map((group) => `echo $$ > '${group}/cgroup.procs'`).join('\n')}
mount -t proc proc /proc
mount --bind ${at.bootId} /proc/sys/kernel/random/boot_id
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system /run/user/0
chmod 700 /run/user/0
mkdir -p /var/lib/systemd
mount -t tmpfs tmpfs /var/lib/systemd
mkdir /var/lib/systemd/linger
${at.linger ? 'touch /var/lib/systemd/linger/root' : ''}
${SYSTEMD} --user --unit=${at.target} --log-target=console &
wait
`
}
