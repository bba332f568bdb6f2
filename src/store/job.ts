import { readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Exit, Launch } from '../protocol/host.ts'
import type { Session } from '../protocol/session.ts'
import { type Paths, ensurePrivate, isCode, isShortage } from './paths.ts'
import { RECORD_VERSION, parseSession, versionOf } from './record.ts'
import { fsyncFolder, readJson, setAside, sweepTemps, writeAtomic } from './write.ts'

/** A removed job's folder until its files are gone: `.removed-<id>`. */
const REMOVED = '.removed-'

/** Writes `jobs/<id>/state.json` durably, making the folder when needed. @throws when it could not; see writeAtomic. */
export function saveSession(paths: Paths, session: Session): void {
  save(paths, session.id, paths.job(session.id).state, { version: RECORD_VERSION, ...session })
}

export type Loaded = { sessions: Session[] /** Sentences for people. */; problems: string[] }

/**
 * All sessions on disk, oldest first. One bad record costs that record only: it is moved aside, or left alone
 * when a newer Roost wrote it, and told in `problems`. Also sweeps what crashes left behind.
 */
export function loadSessions(paths: Paths): Loaded {
  const loaded: Loaded = { sessions: [], problems: [] }
  for (const name of jobNames(paths, loaded.problems)) {
    try {
      if (name.startsWith(REMOVED)) rmSync(join(paths.jobs, name), { recursive: true, force: true })
      else if (/^[0-9a-f]{8}$/.test(name)) loadSession(paths, name, loaded)
    } catch (error) {
      if (isShortage(error)) throw error
      loaded.problems.push(`session ${name}: ${messageOf(error)}`)
    }
  }
  loaded.sessions.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  return loaded
}

/** One session, as `loadSessions` does all. */
export function loadOne(paths: Paths, id: string): Loaded {
  const loaded: Loaded = { sessions: [], problems: [] }
  loadSession(paths, id, loaded)
  return loaded
}

function loadSession(paths: Paths, id: string, { sessions, problems }: Loaded): void {
  const job = paths.job(id)
  sweepTemps(job.folder)
  const read = readJson(job.state)
  if (!read.ok) {
    const rebuilt = rebuild(paths, id)
    if (rebuilt) sessions.push(rebuilt)
    const what = read.why === 'corrupt' ? `is damaged${keptAs(read.moved)}` : 'is gone'
    // Without either: a crash between making the folder and writing the first record; nothing was promised yet.
    if (rebuilt || read.why === 'corrupt')
      problems.push(`session ${id}: its record ${what}${rebuilt ? '; made anew' : ''}`)
    return
  }
  const version = versionOf(read.value)
  if (version !== undefined && version > RECORD_VERSION) {
    problems.push(
      `session ${id}: ${job.state} was written by a newer Roost (version ${version}); upgrade to see it`,
    )
    return
  }
  const session = parseSession(read.value)
  const wrong = 'wrong' in session ? session.wrong : session.id === id ? undefined : `it is of ${session.id}`
  if ('wrong' in session || wrong !== undefined) {
    problems.push(`session ${id}: its record cannot be used (${wrong})${keptAs(setAside(job.state).moved)}`)
    const rebuilt = rebuild(paths, id)
    if (rebuilt) sessions.push(rebuilt)
    return
  }
  sessions.push(session)
}

const text = v.string()
const AboutSchema = v.looseObject({
  agent: text,
  name: text,
  cwd: text,
  pinned: v.boolean(),
  createdAt: v.number(),
  args: v.array(text),
  prompt: text,
  generation: v.number(),
  resumeId: v.exactOptional(text),
  transcript: v.exactOptional(text),
})

/** What of a record changes seldom and cannot be found out again: as text, to see whether it has changed. */
export function aboutText(session: Session): string {
  const { agent, name, cwd, pinned, createdAt, args, prompt, generation, resumeId, transcript } = session
  return `${JSON.stringify({ version: RECORD_VERSION, agent, name, cwd, pinned, createdAt, args, prompt, generation, resumeId, transcript })}\n`
}

/** Writes `jobs/<id>/about.json`, from which a record that is lost is made anew. @throws; see writeAtomic. */
export function saveAbout(paths: Paths, id: string, about: string): void {
  writeAtomic(paths.job(id).about, about)
}

/** A session without its record: what it does, or how it ended, is not known until somebody asks its host. */
function rebuild(paths: Paths, id: string): Session | undefined {
  const read = readJson(paths.job(id).about)
  const about = read.ok ? v.safeParse(AboutSchema, read.value) : undefined
  if (!about?.success) return undefined
  const { agent, name, cwd, pinned, createdAt, args, prompt, generation, resumeId, transcript } = about.output
  const since = Date.now()
  const why = 'its record was damaged and has been made anew'
  return {
    id,
    agent,
    name,
    title: '',
    cwd,
    pinned,
    createdAt,
    args,
    prompt,
    generation,
    ...(resumeId !== undefined && { resumeId }),
    ...(transcript !== undefined && { transcript }),
    life: { status: 'lost', since, why },
    signals: [{ source: 'roost', at: since, says: why }],
  }
}

/**
 * Forgets a session for good. The folder gets another name first, in one step, so that a crash half-way
 * through its files can never bring the session back.
 */
export function removeJob(paths: Paths, id: string): void {
  const gone = join(paths.jobs, `${REMOVED}${id}`)
  rmSync(gone, { recursive: true, force: true })
  try {
    renameSync(paths.job(id).folder, gone)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return
    throw new Error(`session ${id} could not be removed from ${paths.jobs}`, { cause: error })
  }
  fsyncFolder(paths.jobs)
  rmSync(gone, { recursive: true, force: true })
}

const EnvSchema = v.looseObject({ env: v.record(v.string(), v.string()) })

/** The environment the session was started from, for its next start. Holds secrets: 0600 like all our files. */
export function saveEnv(paths: Paths, id: string, env: Record<string, string>): void {
  save(paths, id, paths.job(id).env, { version: RECORD_VERSION, env })
}

/** Undefined when it was never saved or cannot be read; it is then moved aside. */
export function loadEnv(paths: Paths, id: string): Record<string, string> | undefined {
  const read = readJson(paths.job(id).env)
  const parsed = read.ok ? v.safeParse(EnvSchema, read.value) : undefined
  return parsed?.success ? parsed.output.env : undefined
}

/** Writes what the host reads at its start, exactly as protocol/host.ts has it: its version is `protocol`. */
export function saveLaunch(paths: Paths, launch: Launch): void {
  save(paths, launch.session, paths.job(launch.session).launch, launch)
}

const LaunchedSchema = v.looseObject({ file: v.string(), args: v.array(v.string()), cwd: v.string() })

/** What the session's latest host was told to run; undefined when that cannot be read. */
export function readLaunched(
  paths: Paths,
  id: string,
): { file: string; args: string[]; cwd: string } | undefined {
  const read = readJson(paths.job(id).launch)
  const parsed = read.ok ? v.safeParse(LaunchedSchema, read.value) : undefined
  return parsed?.success ? parsed.output : undefined
}

const ExitSchema = v.looseObject({
  code: v.pipe(v.number(), v.integer()),
  signal: v.exactOptional(v.string()),
  at: v.number(),
  generation: v.number(),
})

/** How the agent of the session's latest host ended, as that host wrote it; undefined when it wrote nothing readable. */
export function readExit(paths: Paths, id: string): Exit | undefined {
  const read = readJson(paths.job(id).exit)
  const parsed = read.ok ? v.safeParse(ExitSchema, read.value) : undefined
  return parsed?.success ? parsed.output : undefined
}

function save(paths: Paths, id: string, path: string, value: unknown): void {
  ensurePrivate(paths.jobs, paths.home)
  ensurePrivate(paths.job(id).folder, paths.home)
  writeAtomic(path, `${JSON.stringify(value)}\n`)
}

function jobNames(paths: Paths, problems: string[]): string[] {
  try {
    return readdirSync(paths.jobs).sort()
  } catch (error) {
    if (!isCode(error, 'ENOENT')) problems.push(`${paths.jobs} cannot be read: ${messageOf(error)}`)
    return []
  }
}

function keptAs(moved: string | undefined): string {
  return moved === undefined ? '' : `; kept as ${moved}`
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
