import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const CHILD = join(import.meta.dirname, 'children/fault.ts')

export type Act = 'write' | 'audit' | 'log' | 'lock'
/** How the child ended, and what it printed after `ready`. */
export type Outcome = { says: string; signal: NodeJS.Signals | null }

/**
 * Runs `children/fault.ts` with `inject` (strace's own syntax, e.g. `fsync:error=EIO:when=1`) put into its main
 * thread's system calls, counted from the act's first one.
 */
export async function injected(act: Act, path: string, text: string, inject: string): Promise<Outcome> {
  const child = start([process.execPath, CHILD, act, path, text])
  await child.ready
  const names = inject.split(':', 1)[0]
  const strace = spawn(
    'strace',
    ['-p', String(child.process.pid), '-e', `trace=${names}`, '-e', `inject=${inject}`],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  const gone = once(strace, 'exit')
  for await (const line of createInterface({ input: strace.stderr })) if (line.includes('attached')) break
  strace.stderr.resume()
  child.process.stdin?.write('go\n')
  const outcome = await child.end
  await gone
  return outcome
}

/** Runs the child where no file may grow beyond `blocks` of 512 or 1024 bytes: short writes, then EFBIG. */
export function withSmallFiles(act: Act, path: string, text: string, blocks: number): Promise<Outcome> {
  const command = `ulimit -f ${blocks}; exec "$0" "$@"`
  return told(start(['/bin/sh', '-c', command, process.execPath, CHILD, act, path, text]))
}

/** Runs the child in `folder` as a file system of its own of 64 KB of which `room` KB are free. */
export function onSmallDisk(folder: string, text: string, room: number): Promise<Outcome> {
  const command = `mount -t tmpfs -o size=64k,mode=700 none "${folder}" && cd "${folder}" &&
    printf old >state.json && dd if=/dev/zero of=fill bs=1024 count=${56 - room} 2>/dev/null &&
    "$0" "$@" && printf '%s ' "$(cat state.json)" && ls -A`
  const args = ['/bin/sh', '-c', command, process.execPath, CHILD, 'write', 'state.json', text]
  return told(start(['unshare', '-rm', ...args]))
}

/** Whether strace is here and may attach to a sibling (kernel.yama.ptrace_scope may forbid it). */
export async function canInject(): Promise<boolean> {
  const target = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] })
  const strace = spawn('strace', ['-p', String(target.pid)], { stdio: ['ignore', 'ignore', 'pipe'] })
  const missing = once(strace, 'error').then(() => '')
  const says = Promise.race([missing, once(strace.stderr, 'data').then(String)])
  const attached = (await says).includes('attached')
  target.stdin.end()
  await once(target, 'close')
  return attached
}

/** Whether we may have a mount table of our own. */
export function canMount(): boolean {
  return spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0
}

type Started = { process: ChildProcess; ready: Promise<unknown>; end: Promise<Outcome> }

function start([file = '', ...args]: string[]): Started {
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  const { promise: ready, resolve } = Promise.withResolvers<void>()
  let says = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      says += text
      if (says.includes('ready\n')) resolve()
    })
  const end = once(child, 'close').then(([, signal]): Outcome => {
    resolve()
    return { says: says.replace('ready\n', '').trim(), signal: isSignal(signal) ? signal : null }
  })
  return { process: child, ready, end }
}

async function told(child: Started): Promise<Outcome> {
  await child.ready
  child.process.stdin?.write('go\n')
  return child.end
}

function isSignal(value: unknown): value is NodeJS.Signals {
  return typeof value === 'string'
}
