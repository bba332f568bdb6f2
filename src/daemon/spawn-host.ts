import { spawn } from 'node:child_process'
import { busEnv } from '../store/service.ts'
import type { HostReady } from '../protocol/host.ts'

/** All that a host inherits; the last two are how systemd-run finds the user manager. */
const WITH = ['PATH', 'HOME', 'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS']
/** A host that says nothing for this long has failed to start; a cold, busy machine may take seconds. */
const READY_MS = 20_000

/**
 * V8 looks every 8 s whether a heap that has done nothing could be made smaller: a wake-up for nothing in some
 * of many idle hosts, for as long as they live.
 */
const IDLE = '--no-memory-reducer'

/** What to run for a host of the launch file; `wrap` may put something before it. */
export async function startHost(
  entry: string,
  launch: string,
  wrap = (argv: string[]): string[] => argv,
): Promise<HostReady> {
  const ready = await spawnHost(wrap([process.execPath, IDLE, entry, launch]))
  // Options of V8 are no promise of Node's: a newer one may not know it.
  if (ready.ok || !ready.error.includes('bad option: --')) return ready
  return spawnHost(wrap([process.execPath, entry, launch]))
}

/**
 * Starts the detached process that holds one session's pty and waits until it serves.
 * Its own process session and no inherited descriptors: it outlives this daemon and the terminal it came from.
 */
function spawnHost([file = '', ...args]: string[]): Promise<HostReady> {
  const env = busEnv()
  const child = spawn(file, args, {
    cwd: '/',
    detached: true,
    // The host needs nothing of ours; the agent's environment is in the launch file.
    env: Object.fromEntries(WITH.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))),
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  return new Promise((resolve) => {
    let said = ''
    let complaint = ''
    const [, , stderr, ready] = child.stdio
    const timer = setTimeout(
      () => done({ ok: false, error: `the session's host did not answer in ${READY_MS / 1000} s` }),
      READY_MS,
    )
    const done = (outcome: HostReady) => {
      clearTimeout(timer)
      stderr?.destroy()
      ready?.destroy()
      child.removeAllListeners()
      child.on('error', () => {})
      child.unref()
      resolve(outcome)
    }
    stderr?.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)))
    ready?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      // Written by our own host of this very build: its shape is known.
      if (said.includes('\n')) done(JSON.parse(said.slice(0, said.indexOf('\n'))) as HostReady)
    })
    child.once('error', (error) =>
      done({ ok: false, error: `the session's host did not start: ${error.message}` }),
    )
    // `close`, not `exit`: what it said before it went must have been read.
    child.once('close', (code, by) =>
      done({
        ok: false,
        error: `the session's host ended at once (${by ?? `exit ${code}`}) ${complaint.trim()}`.trim(),
      }),
    )
  })
}
