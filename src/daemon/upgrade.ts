import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { watch, type FSWatcher } from 'chokidar'
import { buildIn, readMarks, saveMarks } from '../store/builds.ts'
import type { Log } from '../store/log.ts'
import { isAlive } from '../store/identity.ts'
import { paths as pathsOf, type Paths } from '../store/paths.ts'
import { PROBE } from './check.ts'
import { linkHost } from './host-link.ts'

/** npm replaces a package file by file: wait until it has been still for this long, ms. */
const STILL_MS = 1500
/** Beginning of the name of a copy of our state. */
const COPY = '.check-'
/** A new build has this long to show that it works, ms: it starts two processes, on a machine that may be busy. */
const CHECK_MS = 20_000

/**
 * Watches the installed product and hands over to a new build that has proved itself. Sessions run on in their
 * hosts; clients dial again by themselves. A build that fails is noted and not tried again.
 */
export function watchForUpgrade(options: {
  paths: Paths
  log: Log
  /** Folder of the installed product, which npm replaces. */
  installed: string
  /** The build that runs. */
  build: string
  /** How many sessions the new build must be able to read. */
  sessions(): number
  handOver(next: { dist: string; build: string }): Promise<void>
}): { close(): Promise<void> } {
  const { paths, log, installed } = options
  let timer: NodeJS.Timeout | undefined
  let busy = false
  // The folder, since the file itself goes and comes back; build.json is written last by the build.
  const watcher: FSWatcher = watch(installed, {
    depth: 0,
    ignoreInitial: true,
    ignored: (path) => path !== installed && !path.endsWith('build.json'),
  })
  watcher.on('all', soon)
  watcher.on('error', (error) => log.warn('watching for upgrades', { error: String(error) }))

  function soon(): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      // A full disk, for one: no reason to end, the next change is looked at again.
      consider().catch((error: unknown) => log.error('upgrade not tried', { error: String(error) }))
    }, STILL_MS)
  }

  async function consider(): Promise<void> {
    if (busy) return soon() // replaced once more during the check of the one before
    const next = buildIn(installed)
    if (next === undefined || next === options.build) return
    const { bad } = readMarks(paths)
    if (bad[next] !== undefined)
      return log.warn('this build failed before; not tried again', { build: next, why: bad[next] })
    busy = true
    try {
      const fault = await tryBuild(paths, installed, options.sessions())
      if (fault === undefined) return await options.handOver({ dist: installed, build: next })
      log.error('the new build does not work; staying', { build: next, fault })
      saveMarks(paths, { ...readMarks(paths), bad: { ...bad, [next]: fault } })
    } finally {
      busy = false
    }
  }

  return {
    close: () => {
      clearTimeout(timer)
      return watcher.close()
    },
  }
}

/** Folders that checks left whose daemon was killed on the way. */
export async function sweepChecks(paths: Paths): Promise<void> {
  for (const name of readdirSync(paths.home).filter((name) => name.startsWith(COPY))) {
    const copy = join(paths.home, name)
    await endProbe(copy)
    rmSync(copy, { recursive: true, force: true, maxRetries: 3 })
    rmSync(pathsOf(copy).run, { recursive: true, force: true })
  }
}

/** A check that was cut short leaves its host, which waits for somebody to collect its exit status. */
async function endProbe(home: string): Promise<void> {
  try {
    const listener = { event: () => {}, closed: () => {} }
    const { socket } = pathsOf(home).job(PROBE)
    const { welcome, close } = await linkHost({ socket, session: PROBE, since: 0, listener })
    close()
    if (isAlive(welcome.host)) process.kill(welcome.host.pid, 'SIGKILL')
  } catch {
    // It is gone, as it should be.
  }
}

/** Lets a build check itself in a process of its own on a copy of our state. Undefined = it works. */
async function tryBuild(paths: Paths, dist: string, sessions: number): Promise<string | undefined> {
  const copy = mkdtempSync(join(paths.home, COPY))
  try {
    for (const path of [paths.config, paths.roster])
      if (existsSync(path)) cpSync(path, join(copy, path.slice(paths.home.length)))
    if (existsSync(paths.jobs))
      for (const id of readdirSync(paths.jobs).filter((name) =>
        existsSync(join(paths.jobs, name, 'state.json')),
      ))
        cpSync(join(paths.jobs, id, 'state.json'), join(copy, 'jobs', id, 'state.json'))
    return await runCheck(dist, copy, sessions)
  } finally {
    await endProbe(copy)
    rmSync(copy, { recursive: true, force: true, maxRetries: 3 })
    rmSync(pathsOf(copy).run, { recursive: true, force: true }) // elsewhere when the home's path is long
  }
}

function runCheck(dist: string, home: string, sessions: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(dist, 'daemon.cjs'), '--check', String(sessions)], {
      env: { ...process.env, ROOST_HOME: home },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)))
    const timer = setTimeout(() => {
      said = `it did not finish its check in ${CHECK_MS / 1000} s`
      child.kill('SIGKILL')
    }, CHECK_MS)
    child.on('error', (error) => (said = error.message))
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve(code === 0 ? undefined : gistOf(said) || `its check ended with ${code}`)
    })
  })
}

/** Of what a dying Node prints (the line of source, the error, its stack): the error. */
function gistOf(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '')
  return (lines.find((line) => /^(\w*Error\b|it )/.test(line)) ?? lines.at(-1) ?? '').slice(0, 500)
}
