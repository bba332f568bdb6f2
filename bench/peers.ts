import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pause, US } from './measure.ts'
import { children, running } from './proc.ts'

/** Lines of scrollback that those who keep one are told to keep. */
const SCROLLBACK = 10_000

/** Somebody who holds sessions, in a folder of his own. */
export type Peer = {
  name: string
  env: NodeJS.ProcessEnv
  /** Shows the screen again to who comes back. */
  keepsScreen: boolean
  /** By command, as a person would. Resolves once the command has ended. */
  create(name: string, argv: string[]): Promise<void>
  attachCommand(name: string): string[]
  /** The processes that hold sessions; not the programs in them. */
  pids(): Promise<number[]>
  down(): Promise<void>
}

/** `direct` is no holder at all: the limit. */
export const DIRECT = 'direct'
const PROGRAMS: Record<string, string> = { tmux: 'tmux', dtach: 'dtach', abduco: 'abduco', screen: 'screen' }

/** Undefined when it is there; else what to say. */
export function missing(name: string): string | undefined {
  const program = PROGRAMS[name]
  if (program === undefined) return undefined
  const found = spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
  return found ? undefined : `${program} is not installed; without it`
}

export async function openPeer(name: string): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), 'rb-'))
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
  }
  for (const key of ['TMUX', 'STY', 'NODE_OPTIONS', 'CI', 'ROOST_SESSION', 'ROOST_HOME']) delete env[key]
  const place = { folder, env }
  switch (name) {
    case 'tmux':
      return tmux(place)
    case 'dtach':
    case 'abduco':
      return socketHolder(name, place)
    case 'screen':
      return screen(place)
    case US:
      return roost(place)
    default:
      throw new Error(`no such peer: ${name}`)
  }
}

type Place = { folder: string; env: NodeJS.ProcessEnv }

/** Runs a command to its end. @throws with what it complained of. */
export function run(argv: string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(argv[0] ?? '', argv.slice(1), { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    let complaint = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
    child.once('error', reject)
    // Not `close`: a server that the command leaves behind may hold its output open.
    child.once('exit', (code) => {
      if (code !== 0) return reject(new Error(`${argv.join(' ')}: exit ${code} ${complaint.slice(-500)}`))
      setImmediate(() => resolve(said))
    })
  })
}

function end(pids: number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch {
      // It has ended already.
    }
  }
}

function tmux({ folder, env }: Place): Peer {
  const config = join(folder, 'c')
  writeFileSync(
    config,
    `set -g status off\nset -g history-limit ${SCROLLBACK}\nset -g default-terminal tmux-256color\nset -sg escape-time 0\n`,
  )
  const base = ['tmux', '-S', join(folder, 's'), '-f', config]
  return {
    name: 'tmux',
    env,
    keepsScreen: true,
    async create(name, argv) {
      await run([...base, 'new-session', '-d', '-s', name, '-x', '200', '-y', '50', ...argv], env)
    },
    attachCommand: (name) => [...base, 'attach', '-t', `=${name}`],
    pids: async () => [Number(await run([...base, 'display', '-p', '#{pid}'], env))],
    async down() {
      await run([...base, 'kill-server'], env).catch(() => {})
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function socketHolder(program: 'dtach' | 'abduco', { folder, env }: Place): Peer {
  const at = (name: string): string => join(folder, name)
  const isDtach = program === 'dtach'
  const pids = async (): Promise<number[]> => running(program, folder)
  return {
    name: program,
    env,
    keepsScreen: false,
    async create(name, argv) {
      await run(
        isDtach ? ['dtach', '-n', at(name), '-r', 'winch', ...argv] : ['abduco', '-n', at(name), ...argv],
        env,
      )
    },
    attachCommand: (name) =>
      isDtach ? ['dtach', '-a', at(name), '-r', 'winch', '-E', '-z'] : ['abduco', '-a', at(name)],
    pids,
    async down() {
      const holders = await pids()
      end(holders.flatMap(children), 'SIGKILL')
      end(holders, 'SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function screen({ folder, env }: Place): Peer {
  const sockets = join(folder, 'S')
  mkdirSync(sockets, { mode: 0o700 })
  const config = join(folder, 'rc')
  writeFileSync(
    config,
    `defscrollback ${SCROLLBACK}\nstartup_message off\ndefutf8 on\nterm screen-256color\naltscreen on\n`,
  )
  const own = { ...env, SCREENDIR: sockets }
  const pids = async (): Promise<number[]> => readdirSync(sockets).map((name) => Number(name.split('.')[0]))
  return {
    name: 'screen',
    env: own,
    keepsScreen: true,
    async create(name, argv) {
      await run(['screen', '-U', '-c', config, '-dmS', name, ...argv], own)
    },
    attachCommand: (name) => ['screen', '-U', '-c', config, '-r', name],
    pids,
    async down() {
      end(await pids(), 'SIGTERM')
      await pause(100)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** `ROOST`: another command than the product in dist/. */
export const roostCommand = process.env.ROOST?.split(' ') ?? [
  process.execPath,
  join(import.meta.dirname, '../dist/roost.cjs'),
]

/** What is known of our sessions, beside what every peer can say. */
export async function roostRows(
  env: NodeJS.ProcessEnv,
): Promise<{ id: string; name: string; hostPid?: number }[]> {
  // The product's own word about itself; a field that is not there shows as a missing figure.
  return JSON.parse(await run([...roostCommand, 'ls', '--json'], env)) as { id: string; name: string }[]
}

export async function roostDaemon(env: NodeJS.ProcessEnv): Promise<number> {
  const status = JSON.parse(await run([...roostCommand, 'daemon', 'status', '--json'], env)) as {
    pid: number
  }
  return status.pid
}

async function roost({ folder, env }: Place): Promise<Peer> {
  const own = { ...env, ROOST_HOME: join(folder, 'h'), HOME: folder }
  mkdirSync(own.ROOST_HOME, { mode: 0o700 })
  await run([...roostCommand, 'daemon', 'start'], own)
  return {
    name: US,
    env: own,
    keepsScreen: true,
    async create(name, argv) {
      await run([...roostCommand, 'run', '-a', 'command', '-n', name, '--', ...argv], own)
    },
    attachCommand: (name) => [...roostCommand, 'attach', name],
    async pids() {
      const hosts = (await roostRows(own)).flatMap(({ hostPid }) => hostPid ?? [])
      return [await roostDaemon(own), ...hosts]
    },
    async down() {
      await run([...roostCommand, 'stop', '--all'], own).catch(() => {})
      await run([...roostCommand, 'daemon', 'stop'], own).catch(() => {})
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
