import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Paths } from './paths.ts'
import { readJson, writeAtomic } from './write.ts'

/**
 * `<home>/builds/<build id>/`: a copy of each built product that has run here. Hosts run from it, because npm
 * replaces an installed package file by file under their feet while they still have a file to load; and a new
 * build that turns out bad is answered with the last good one.
 */
const MARKS = 'builds.json'

/** What the daemon and its hosts run from; commands and the view always come from the installed product. */
const DAEMON_PARTS = ['daemon.cjs', 'host', 'assets', 'build.json']

/** `good`: the build that last served. `bad`: builds that failed when they took over, with why; not tried again. */
export type BuildMarks = { good?: string; bad: Record<string, string> }

const buildsFolder = (paths: Pick<Paths, 'home'>) => join(paths.home, 'builds')
export const buildFolder = (paths: Pick<Paths, 'home'>, build: string) => join(buildsFolder(paths), build)

/** Lenient: damaged marks only cost the memory of a bad build. */
export function readMarks(paths: Pick<Paths, 'home'>): BuildMarks {
  const read = readJson(join(buildsFolder(paths), MARKS))
  const value = read.ok && typeof read.value === 'object' && read.value !== null ? read.value : {}
  const good = 'good' in value && typeof value.good === 'string' ? value.good : undefined
  const bad = 'bad' in value && typeof value.bad === 'object' && value.bad !== null ? value.bad : {}
  return {
    ...(good !== undefined && { good }),
    bad: Object.fromEntries(Object.entries(bad).map(([build, why]) => [build, String(why)])),
  }
}

export function saveMarks(paths: Pick<Paths, 'home'>, marks: BuildMarks): void {
  mkdirSync(buildsFolder(paths), { recursive: true, mode: 0o700 })
  writeAtomic(join(buildsFolder(paths), MARKS), `${JSON.stringify(marks)}\n`)
}

/**
 * Copies the product in `dist` and the one native package that is not bundled, once a build, in one step: a
 * folder of that name is whole. Returns the folder.
 * @throws when it cannot be written.
 */
export function keepBuild(paths: Pick<Paths, 'home'>, dist: string, build: string): string {
  const kept = buildFolder(paths, build)
  if (dist === kept || existsSync(kept)) return kept
  mkdirSync(buildsFolder(paths), { recursive: true, mode: 0o700 })
  const making = `${kept}.making-${process.pid}`
  rmSync(making, { recursive: true, force: true }) // of a killed process that had our pid: in containers they repeat
  try {
    mkdirSync(making, { mode: 0o700 })
    for (const part of DAEMON_PARTS) cpSync(join(dist, part), join(making, part), { recursive: true })
    keepPty(dist, join(making, 'node_modules', 'node-pty'))
    makePrivate(making)
    renameSync(making, kept)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(kept)) throw error // else another process has just made the same
  }
  return kept
}

/** Copies keep the modes of what was installed, which others may read. */
function makePrivate(path: string): void {
  const entry = lstatSync(path)
  if (entry.isSymbolicLink()) return
  chmodSync(path, entry.mode & 0o700)
  if (entry.isDirectory()) for (const name of readdirSync(path)) makePrivate(join(path, name))
}

/** What node-pty needs to run on this machine: its scripts and the addon of this platform. */
function keepPty(dist: string, to: string): void {
  const from = dirname(createRequire(join(dist, 'main.cjs')).resolve('node-pty/package.json'))
  const platform = `${process.platform}-${process.arch}`
  for (const part of ['package.json', 'lib', join('prebuilds', platform), join('build', 'Release')])
    if (existsSync(join(from, part)))
      cpSync(join(from, part), join(to, part), { recursive: true, dereference: true })
}

/** Removes kept builds that nobody runs from. `wanted` are the ids to keep. */
export function sweepBuilds(paths: Pick<Paths, 'home'>, wanted: ReadonlySet<string>): void {
  for (const name of readdirSync(buildsFolder(paths))) {
    const making = /\.making-(\d+)$/.exec(name)
    const leftover = making !== null && !existsSync(`/proc/${making[1]}`)
    if (name === MARKS || (!leftover && (making || wanted.has(name)))) continue
    rmSync(join(buildsFolder(paths), name), { recursive: true, force: true })
  }
}

/** The build id in a built product's folder; undefined while it is being replaced. */
export function buildIn(dist: string): string | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(dist, 'build.json'), 'utf8'))
    return typeof value === 'object' && value !== null && 'build' in value && typeof value.build === 'string'
      ? value.build
      : undefined
  } catch {
    return undefined
  }
}
