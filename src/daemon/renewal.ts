import { lstatSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { watch, type FSWatcher } from 'chokidar'
import type { Agent } from '../agents/agent.ts'
import type { Agents } from '../agents/all.ts'
import { findProgram } from '../agents/find.ts'
import type { Log } from '../store/log.ts'
import type { Paths } from '../store/paths.ts'
import { envOf } from './environment.ts'
import type { Live } from './live.ts'

/** Package managers replace a program piece by piece: look once it has been still for this long, ms. */
const STILL_MS = 1500

/**
 * Tells which sessions run an agent whose program on disk has been replaced since they started, and restarts
 * those that were asked to as soon as they are idle and nobody looks.
 */
export type Renewal = {
  /** To be called after every change. */
  look(): void
  /** Restart it once it is idle. What was asked for is forgotten when the daemon ends. */
  whenIdle(live: Live): void
  close(): Promise<void>
}

export function createRenewal(options: {
  paths: Paths
  log: Log
  agents(): Agents
  lives(): Live[]
  changed(live: Live): void
  respawn(live: Live): Promise<void>
}): Renewal {
  const watched = new Set<string>()
  let watcher: FSWatcher | undefined
  let timer: NodeJS.Timeout | undefined

  /** The folders, since a file that is replaced takes its watch with it. */
  function watching(program: string): void {
    for (const path of new Set([program, realOr(program)])) {
      if (watched.has(path)) continue
      watched.add(path)
      if (!watcher) {
        const ours = (at: string): boolean => watched.has(at) || foldersOf(watched).has(at)
        watcher = watch(dirname(path), { depth: 0, ignoreInitial: true, ignored: (at) => !ours(at) })
        watcher.on('all', () => {
          clearTimeout(timer)
          timer = setTimeout(compare, STILL_MS)
        })
        watcher.on('error', (error) => options.log.warn('watching agents', { error: String(error) }))
      } else watcher.add([dirname(path), path])
    }
  }

  function compare(): void {
    timer = undefined
    for (const live of options.lives()) {
      const { life } = live.session
      const isNew =
        life.status === 'running' && live.program !== undefined && isNewer(live.program, life.since)
      if (isNew === live.updateReady) continue
      live.updateReady = isNew
      if (isNew) options.log.info('update ready', { session: live.session.id, program: live.program })
      options.changed(live)
    }
  }

  return {
    look() {
      for (const live of options.lives()) {
        const { life, generation } = live.session
        if (life.status !== 'running') continue
        if (live.programOf !== generation) {
          live.programOf = generation
          live.program = programOf(options.paths, options.agents().named(live.session.agent), live)
          live.updateReady = false
          live.rolls = false
          if (live.program !== undefined) watching(live.program)
          // After a restart of ours it may have been replaced already.
          timer ??= setTimeout(compare, STILL_MS)
        }
        if (live.rolls && isQuiet(live)) {
          live.rolls = false
          options
            .respawn(live)
            .catch((error) =>
              options.log.warn('not restarted', { session: live.session.id, error: String(error) }),
            )
        }
      }
    },
    whenIdle(live) {
      live.rolls = true
      options.changed(live)
      this.look()
    },
    close: async () => {
      clearTimeout(timer)
      await watcher?.close()
    },
  }
}

/** Idle, with nobody at it: a restart now costs nobody anything. */
export function isQuiet({ session: { life }, attached, open }: Live): boolean {
  return life.status === 'running' && life.activity.kind === 'idle' && attached === 0 && open.length === 0
}

const foldersOf = (paths: Set<string>): Set<string> => new Set(Array.from(paths, (path) => dirname(path)))

/** Of an agent that is a program of its own; what a person runs by name is theirs to restart. */
function programOf(paths: Paths, agent: Agent | undefined, { session }: Live): string | undefined {
  const command = agent?.command
  if (command === undefined || basename(command) === basename(process.execPath)) return undefined
  return findProgram(command, envOf({ paths }, session.id))
}

/**
 * By when the file, or the link to it, was made or written: an installer may keep the time of the package. Not by
 * ctime: a copy by hard links, as some package managers make, or a chmod moves that and changes no program.
 */
export function isNewer(program: string, since: number): boolean {
  try {
    const [link, file] = [lstatSync(program), statSync(program)]
    return [link.birthtimeMs, link.mtimeMs, file.birthtimeMs, file.mtimeMs].some((at) => at > since)
  } catch {
    return false // being replaced right now
  }
}

function realOr(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
