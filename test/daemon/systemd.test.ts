import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { askDaemon } from '../../src/daemon/ask.ts'
import { faultOf } from '../../src/daemon/health.ts'
import { feedEveryMs, underSystemd } from '../../src/daemon/systemd.ts'
import { serveControl } from '../../src/daemon/server.ts'
import { self } from '../../src/store/identity.ts'
import type { Log } from '../../src/store/log.ts'
import { ensurePrivate, paths as pathsOf, type Paths } from '../../src/store/paths.ts'

const made: string[] = []
const open: { close(): unknown }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
  // A daemon is fed as long as its process lives, so a last line may be written while this goes on.
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** A home whose lock is held by this process. */
function home(): Paths {
  const folder = mkdtempSync('/tmp/rh-')
  made.push(folder)
  const paths = pathsOf(folder)
  ensurePrivate(paths.run, folder)
  symlinkSync(JSON.stringify(self()), paths.daemonLock)
  return paths
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, close() {} }

/** `most`: how many clients there ever were at a time. */
async function serve(paths: Paths): Promise<{ most(): number; news: Promise<void> }> {
  let most = 0
  let server: Awaited<ReturnType<typeof serveControl>> | undefined
  let tell = () => {}
  const news = new Promise<void>((resolve) => (tell = resolve))
  server = await serveControl({
    path: paths.daemonSocket,
    // Nothing is asked but hello, which the server answers itself.
    handlers: {} as Parameters<typeof serveControl>[0]['handlers'],
    log: silent,
    onClients() {
      most = Math.max(most, server?.clients() ?? 0)
      tell()
    },
  })
  open.push(server)
  return { most: () => most, news }
}

async function listen(path: string, server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(path, resolve))
  open.push(server)
}

describe('a daemon is well', () => {
  test('when its own socket answers with its own pid and its lock is its own', async () => {
    const paths = home()
    await serve(paths)
    expect(await faultOf(paths)).toBeUndefined()
  })

  test('and not when the socket is gone', async () => {
    const paths = home()
    await serve(paths)
    rmSync(paths.daemonSocket)
    expect(await faultOf(paths)).toBe('its socket does not answer: ENOENT')
  })

  test('and not when another process answers there', async () => {
    const paths = home()
    await serve(paths)
    expect(await faultOf(paths, process.pid + 1)).toContain('answered by another daemon')
  })

  test('and not when its home has been emptied or moved away', async () => {
    const paths = home()
    await serve(paths)
    rmSync(paths.daemonLock)
    expect(await faultOf(paths)).toContain('it has lost its lock')
  })
})

describe('asking a daemon', () => {
  test('ends when nothing comes, when nonsense comes, and when it is refused', async () => {
    const paths = home()
    const mute = join(paths.run, 'mute.sock')
    await listen(
      mute,
      createServer().on('connection', (socket) => socket.unref()),
    )
    await expect(askDaemon(mute, 50)).rejects.toThrow('no answer in 0.05 s')
    const odd = join(paths.run, 'odd.sock')
    await listen(
      odd,
      createServer((socket) => socket.end('nonsense\n')),
    )
    await expect(askDaemon(odd, 5000)).rejects.toThrow('JSON')
    const no = join(paths.run, 'no.sock')
    await listen(
      no,
      createServer((socket) => socket.end('{"id":1,"error":{"code":"incompatible","message":"too old"}}\n')),
    )
    await expect(askDaemon(no, 5000)).rejects.toThrow(/it refuses: .*too old/)
    await expect(askDaemon(join(paths.run, 'none.sock'), 5000)).rejects.toThrow('ENOENT')
  })

  test('does not count as a client, so that it keeps no daemon from leaving', async () => {
    const paths = home()
    const server = await serve(paths)
    await askDaemon(paths.daemonSocket, 5000)
    await server.news // it has said hello
    expect(server.most()).toBe(0)
  })
})

describe('the service manager', () => {
  test('hears nothing when it has not started us for this, also when a socket is inherited from the shell', () => {
    const check = () => Promise.resolve(undefined)
    const started = (env: NodeJS.ProcessEnv) => underSystemd({ env, check, log: silent }) !== undefined
    expect([
      started({}),
      started({ NOTIFY_SOCKET: '/run/other' }),
      started({ ROOST_SERVICE: 'launchd', NOTIFY_SOCKET: '/run/other' }),
      started({ ROOST_SERVICE: 'systemd' }),
      started({ ROOST_SERVICE: 'systemd', NOTIFY_SOCKET: '/run/ours' }),
    ]).toEqual([false, false, false, false, true])
  })

  test('is fed four times in the time it allows, and never when it watches nothing', () => {
    const of = (usec?: string) => feedEveryMs(usec === undefined ? {} : { WATCHDOG_USEC: usec })
    expect([of('60000000'), of('2000000'), of('0'), of('x'), of()]).toEqual([
      15_000,
      500,
      undefined,
      undefined,
      undefined,
    ])
  })

  test('is told when the daemon serves, then that it is well, then what is wrong, and is not fed meanwhile', async () => {
    const paths = home()
    const said = join(paths.home, 'said')
    writeFileSync(join(paths.home, 'systemd-notify'), `#!/bin/sh\necho "$*" >> '${said}'\n`, { mode: 0o700 })
    let fault: string | undefined
    const looked: (() => void)[] = []
    const systemd = underSystemd({
      env: {
        PATH: `${paths.home}:/usr/bin:/bin`,
        ROOST_SERVICE: 'systemd',
        NOTIFY_SOCKET: '/run/ours',
        WATCHDOG_USEC: '4000',
      },
      check: async () => {
        for (const wake of looked.splice(0)) wake()
        return fault
      },
      log: silent,
    })
    // Each look comes after what the one before it has said is written.
    const look = () => new Promise<void>((resolve) => looked.push(resolve))
    const lines = () => readLines(said)
    await systemd?.ready()
    expect(lines()).toEqual([`READY=1 MAINPID=${process.pid} WATCHDOG=1 STATUS=serving`])
    await look()
    await look()
    expect(lines().slice(1)).toContain('WATCHDOG=1 STATUS=serving')
    fault = 'its socket does not answer'
    await look()
    await look()
    const before = lines()
    expect(before.at(-1)).toBe('STATUS=its socket does not answer')
    await look()
    await look()
    expect(lines()).toEqual(before)
    fault = undefined
    await look()
    await look()
    expect(lines().at(-1)).toBe('WATCHDOG=1 STATUS=serving')
    fault = 'its socket does not answer' // closed on purpose
    systemd?.handingOver()
    const fed = lines().length
    await new Promise<void>((resolve) => {
      const wait = () => (lines().length > fed + 2 ? resolve() : setTimeout(wait, 1))
      wait()
    })
    expect(lines().at(-1)).toBe('WATCHDOG=1 STATUS=serving')
  })
})

function readLines(path: string): string[] {
  return readFileSync(path, 'utf8').trimEnd().split('\n')
}
