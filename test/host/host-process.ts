import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dialHost, type HostConnection } from '../../src/client/host.ts'
import { ScreenFilter } from '../../src/terminal/screen-filter.ts'
import { Frame } from '../../src/protocol/frames.ts'
import type { Exit, Hello, HostEvent, HostReady, Launch, Notice, Peek } from '../../src/protocol/host.ts'
import { PATIENCE_MS } from '../helpers/patience.ts'
import { type Plain, plainTerminal } from './terminal.ts'

const ENTRY = join(import.meta.dirname, '../../src/host/main.ts')

/** Ends hosts whose test ran into its time limit and so never came to its own end. */
const alive = new Set<() => void>()
process.on('exit', () => {
  for (const end of alive) end()
})

/** A real host process of the sources, in a folder of its own. */
export type TestHost = AsyncDisposable & {
  ready: HostReady
  pid: number
  launch: Launch
  folder: string
  connect(hello: Hello): Promise<HostConnection>
  /** Resolves with the host process's own end. */
  gone: Promise<void>
}

export async function startHost(
  launch: Partial<Launch> & { script?: string; node?: string; folder?: string },
): Promise<TestHost> {
  const { script, node, ...given } = launch
  // Short: a unix socket's path has about a hundred bytes.
  const folder = given.folder ?? mkdtempSync('/tmp/rh-')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const full: Launch = {
    protocol: 1,
    session: '0a1b2c3d',
    generation: 1,
    file: node === undefined ? '/bin/sh' : process.execPath,
    args: node === undefined ? ['-c', script ?? 'cat'] : ['-e', node],
    cwd: '/tmp',
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: folder, PS1: '$ ', LC_ALL: 'C.UTF-8' },
    cols: 80,
    rows: 24,
    socket: join(folder, 's.sock'),
    logBytes: 4 * 1024 * 1024,
    files: [],
    ...given,
    folder,
  }
  const path = join(folder, 'launch.json')
  writeFileSync(path, JSON.stringify(full))
  const child = spawn(process.execPath, [ENTRY, path], {
    detached: true,
    cwd: '/',
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = await new Promise<HostReady>((resolve, reject) => {
    let said = ''
    child.stdio[3]?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stdio[3]?.on('close', () =>
      said ? resolve(JSON.parse(said) as HostReady) : reject(new Error('the host said nothing')),
    )
  })
  const agentPid = ready.ok ? ready.agentPid : undefined
  const end = (): void => {
    if (agentPid !== undefined) kill(-agentPid, 'SIGKILL')
    kill(child.pid ?? 0, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  alive.add(end)
  return {
    ready,
    pid: child.pid ?? 0,
    launch: full,
    folder,
    gone,
    connect: (hello) => dialHost(full.socket, hello),
    async [Symbol.asyncDispose]() {
      alive.delete(end)
      end()
      await gone
    },
  }
}

/** Signals a process or group of this test; one that has gone is fine. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    if (pid !== 0 && pid !== 1 && pid !== -1) process.kill(pid, signal)
  } catch {
    // It has ended already.
  }
}

/** Polls until `look` gives something other than undefined or false. @throws with `what` after a deadline. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (Date.now() > end) throw new Error(`waited in vain for: ${what}`)
    await new Promise((done) => setTimeout(done, 10))
  }
}

/** A terminal attached to a host, shown on a plain terminal as a person would see it. */
export type TestTerminal = {
  host: HostConnection
  plain: Plain
  notices: Notice[]
  /** How many whole screens came. */
  screens: number
  /** All raw output, when asked for. */
  output: Buffer[]
  exit?: Exit
  type(text: string): void
  resize(cols: number, rows: number): void
  /** The rows that are shown, without styles. */
  text(): string[]
}

export async function attachTo(
  host: TestHost,
  options: { cols?: number; rows?: number; readOnly?: boolean; name?: string } = {},
): Promise<TestTerminal> {
  const { cols = 80, rows = 24, readOnly = false, name = 'test' } = options
  const connection = await host.connect({ protocol: 1, role: 'attach', cols, rows, readOnly, name })
  const plain = plainTerminal(cols, rows)
  plain.write('\x1b[?1049h')
  const filter = new ScreenFilter(() => connection.send(Frame.redraw, ''))
  const terminal: TestTerminal = {
    host: connection,
    plain,
    notices: [],
    screens: 0,
    output: [],
    type: (text) => void connection.send(Frame.input, text),
    resize(newCols, newRows) {
      plain.resize(newCols, newRows)
      connection.send(Frame.resize, JSON.stringify({ cols: newCols, rows: newRows }))
    },
    text: () => plain.text(),
  }
  connection.onFrame((kind, payload) => {
    if (kind === Frame.output) {
      terminal.output.push(Buffer.from(payload))
      plain.write(filter.push(payload))
    } else if (kind === Frame.screen) {
      filter.restart()
      terminal.screens++
      plain.write(payload)
    } else if (kind === Frame.notice) terminal.notices.push(JSON.parse(payload.toString()) as Notice)
    else if (kind === Frame.exit) terminal.exit = JSON.parse(payload.toString()) as Exit
  })
  return terminal
}

/** The daemon's side of a host: its events as they come. */
export async function daemonOf(
  host: TestHost,
  since = 0,
): Promise<{ host: HostConnection; events: HostEvent[] }> {
  const connection = await host.connect({ protocol: 1, role: 'daemon', since })
  const events: HostEvent[] = []
  connection.onFrame((kind, payload) => {
    if (kind === Frame.event) events.push(JSON.parse(payload.toString()) as HostEvent)
  })
  return { host: connection, events }
}

export async function peekOf(host: TestHost): Promise<Peek> {
  const connection = await host.connect({ protocol: 1, role: 'ask' })
  try {
    return await connection.call('screen', {})
  } finally {
    connection.close()
  }
}

export function readJson(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

/** Proportional memory of a process, MB. Linux only. */
export function memoryOf(pid: number): number {
  const found = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))
  return Number(found?.[1] ?? 0) / 1024
}
