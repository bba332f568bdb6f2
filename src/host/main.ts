import { appendFileSync, closeSync, readdirSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Server, Socket } from 'node:net'
import type { HostReady, Launch } from '../protocol/host.ts'
import { self } from '../store/identity.ts'
import { serveConnection } from './connection.ts'
import { says } from './errno.ts'
import { openHolder } from './holder.ts'
import { type HookServer, serveHooks } from './hook-server.ts'
import { cannotStart, prepare, readLaunch } from './launch.ts'
import { serve } from './serve.ts'

/** The starter reads one line here and closes it. */
const READY_FD = 3

async function main(): Promise<void> {
  closeForeignFiles()
  const launch = readLaunch(process.argv[2] ?? '')
  surviveFaults(launch)
  let server: Server | undefined
  let hooks: HookServer | undefined
  try {
    const refusal = cannotStart(launch)
    if (refusal) throw new Error(refusal)
    const host = self()
    const holder = openHolder({
      launch,
      host,
      onDone() {
        removeSocket(launch.socket)
        process.exit(0)
      },
    })
    // First the socket: two hosts of one session must never both come as far as the agent.
    const onConnection = (socket: Socket): void =>
      serveConnection(socket, { welcome: holder.welcome, enter: holder.enter })
    server = await serve(launch.socket, onConnection)
    // Somebody deleted our socket, and a daemon that cannot reach us says so. The old server is not closed: libuv
    // would unlink the path, by then the new one's.
    process.on('SIGHUP', () => void serve(launch.socket, onConnection).catch(() => {}))
    if (launch.hooks) hooks = await serveHooks(holder.holds.arrive)
    process.on('SIGTERM', () => holder.hangUp())
    const { agentPid } = holder.start(prepare(launch, hooks))
    report({ ok: true, host, agentPid })
  } catch (error) {
    report({ ok: false, error: says(error) })
    if (server) removeSocket(launch.socket)
    process.exit(1)
  }
}

/** A Ctrl+C meant for somebody else, or a stray hang-up, must not end a session. SIGTERM is meant for us. */
process.on('SIGHUP', () => {})
process.on('SIGINT', () => {})

main().catch((error: unknown) => {
  report({ ok: false, error: says(error) })
  process.exit(1)
})

function report(ready: HostReady): void {
  try {
    writeSync(READY_FD, `${JSON.stringify(ready)}\n`)
    closeSync(READY_FD)
  } catch {
    // Started by hand, or the daemon died meanwhile: it finds us through the roster.
  }
}

function removeSocket(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // Somebody has tidied up already.
  }
}

/** A fault while serving somebody must not cost the session. What it was is kept, a little of it. */
function surviveFaults(launch: Launch): void {
  let left = 20
  const note = (error: unknown): void => {
    if (left-- <= 0) return
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    try {
      appendFileSync(join(launch.folder, 'host-faults.log'), `${new Date().toISOString()} ${text}\n`, {
        mode: 0o600,
      })
    } catch {
      // The disk is full: then this is not the worst of it.
    }
  }
  process.on('uncaughtException', note)
  process.on('unhandledRejection', note)
}

/**
 * Files that some ancestor left open would stay open as long as the session lives, and in the agent too: node-pty
 * marks only the lowest sixteen. Node's own are close-on-exec; what is not came from outside.
 */
function closeForeignFiles(): void {
  if (process.platform !== 'linux') return // macOS starts the agent with none but its terminal
  for (const name of readdirSync('/proc/self/fd')) {
    const fd = Number(name)
    if (fd <= READY_FD) continue
    try {
      const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[1]
      const O_CLOEXEC = 0o2000000
      if (flags !== undefined && (Number.parseInt(flags, 8) & O_CLOEXEC) === 0) closeSync(fd)
    } catch {
      // It was the listing itself.
    }
  }
}
