import { copyFileSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { readAgents } from './agents-config.ts'
import { takeLock } from './lock.ts'
import { type Paths, ensurePrivate, isCode } from './paths.ts'
import { type Config, settings } from './settings.ts'
import { fsyncFolder, readJson, setAside, tempName } from './write.ts'

const CONFIG_VERSION = 1
/** How long another process may take to change the config, ms. */
const LOCK_MS = 20_000
const LOCK_RETRY_MS = 20

/**
 * The config, complete whatever the file holds. A setting with a bad value counts as not set, a damaged file
 * is moved aside and counts as empty; `problems` has a sentence for each. Never throws.
 */
export function loadConfig(paths: Paths): { config: Config; problems: string[] } {
  const problems: string[] = []
  const config = parseConfig(readConfig(paths, problems), paths.config, problems)
  return { config, problems }
}

/**
 * Sets what `change` names and leaves the rest of the file as it is, also what this version does not know. What
 * depends on the values there are is given as a function of them, so that none is lost between two changes.
 * @returns the whole config after it.
 * @throws when a value is not allowed, or the file could not be written; the old one then still stands.
 */
export async function changeConfig(
  paths: Paths,
  change: Partial<Config> | ((config: Config) => Partial<Config>),
): Promise<Config> {
  if (typeof change === 'object') checkChange(change)
  ensurePrivate(paths.home, paths.home)
  const lock = await lockConfig(paths)
  try {
    const found = readConfig(paths, [])
    const wanted = typeof change === 'object' ? change : changed(change, found, paths.config)
    checkChange(wanted)
    await writeThroughConf(paths.config, found, { version: CONFIG_VERSION, ...wanted })
  } finally {
    lock.release()
  }
  return loadConfig(paths).config
}

/** @throws when what is to be changed counts as not set for a bad value: writing would lose what it holds, rules among it. */
function changed(change: (config: Config) => Partial<Config>, found: object, path: string): Partial<Config> {
  const wanted = change(parseConfig(found, path, []))
  const problems: string[] = []
  parseConfig(Object.fromEntries(Object.entries(found).filter(([name]) => name in wanted)), path, problems)
  if (problems.length > 0) throw new Error(`nothing was changed, mend it first: ${problems.join('; ')}`)
  return wanted
}

function checkChange(change: Partial<Config>): void {
  const wrong: string[] = []
  parseConfig(change, 'the change', wrong)
  if (wrong.length > 0) throw new Error(wrong.join('; '))
}

function readConfig(paths: Paths, problems: string[]): object {
  try {
    const read = readJson(paths.config)
    if (read.ok && typeof read.value === 'object' && read.value !== null && !Array.isArray(read.value))
      return read.value
    if (!read.ok && read.why === 'missing') return {}
    const { moved } = read.ok ? setAside(paths.config) : read
    problems.push(`${paths.config} is not readable JSON; the defaults hold; kept as ${moved ?? paths.config}`)
  } catch (error) {
    problems.push(`${paths.config} cannot be read, the defaults hold: ${String(error)}`)
  }
  return {}
}

function parseConfig(found: object, where: string, problems: string[]): Config {
  const values = new Map<string, unknown>(Object.entries(found))
  let unsure = false
  function take<K extends keyof typeof settings>(name: K): Config[K] {
    const { schema, allowed, otherwise } = settings[name]
    const value = values.get(name)
    if (value === undefined) return otherwise()
    const parsed = v.safeParse(schema, value)
    if (parsed.success) return parsed.output
    const may = typeof allowed === 'string' ? allowed : allowed(value)
    problems.push(`${where}: ${fault(name, value, parsed.issues)}; allowed: ${may}`)
    if (name === 'profile' || name === 'rules' || name === 'folders') unsure = true
    return otherwise()
  }
  for (const name of values.keys())
    if (!(name in settings) && !['agents', 'version', '$schema'].includes(name))
      problems.push(
        `${where}: ${brief(name)} is no setting; there are: ${['agents', ...Object.keys(settings)].join(', ')}`,
      )
  const rules = take('rules')
  const folders = take('folders')
  const profile = take('profile')
  return {
    detachKeys: take('detachKeys'),
    idleStopMinutes: take('idleStopMinutes'),
    agents: readAgents(values.get('agents'), where, problems),
    theme: take('theme'),
    glyphs: take('glyphs'),
    keys: take('keys'),
    mouse: take('mouse'),
    screenReader: take('screenReader'),
    resumeAfterReboot: take('resumeAfterReboot'),
    // What the person forbade may be in what cannot be read: then nothing passes but what a rule allows.
    profile: unsure ? 'careful' : profile,
    memoryMax: take('memoryMax'),
    prices: take('prices'),
    worktree: take('worktree'),
    notify: take('notify'),
    rules,
    folders,
  }
}

/** What is wrong, and where inside a setting of many parts. */
function fault(name: string, value: unknown, [issue]: [v.BaseIssue<unknown>, ...unknown[]]): string {
  const path = issue.path?.map(({ key }) => String(key)).join('.')
  if (name !== 'notify' || path === undefined) return `${name} is ${brief(value)}`
  return issue.type === 'strict_object' && issue.expected === 'never'
    ? `${name} has no "${path}"`
    : `${name}.${path} is ${brief(issue.input)}`
}

function brief(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value)
  return json.length > 60 ? `${json.slice(0, 57)}...` : json
}

async function lockConfig(paths: Paths): Promise<{ release(): void }> {
  for (const deadline = Date.now() + LOCK_MS; ; ) {
    const lock = await takeLock(`${paths.config}.lock`)
    if ('release' in lock) return lock
    if (Date.now() > deadline)
      throw new Error(`the config is being changed by process ${lock.heldBy?.pid ?? '?'}; try again`)
    await new Promise((done) => setTimeout(done, LOCK_RETRY_MS))
  }
}

/**
 * `conf` changes a copy, which replaces the config once it is known to be whole: on a full disk its writer
 * (atomically 2.1: one write(2), its count not looked at) reports success for half a file.
 */
async function writeThroughConf(path: string, found: object, change: object): Promise<void> {
  const { default: Conf } = await import('conf') // 13 MB, so only where something is changed
  const copy = tempName(path)
  try {
    copyIfThere(path, copy)
    const conf = new Conf<Record<string, unknown>>({
      cwd: dirname(copy),
      configName: basename(copy),
      fileExtension: '',
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
    })
    conf.set({ ...change })
    if (!isDeepStrictEqual(JSON.parse(readFileSync(copy, 'utf8')), asJson({ ...found, ...change })))
      throw new Error('it was cut short')
    renameSync(copy, path)
    fsyncFolder(dirname(path))
  } catch (cause) {
    throw new Error(`${path} could not be written: ${String(cause)}`, { cause })
  } finally {
    rmSync(copy, { force: true })
  }
}

function asJson(value: object): unknown {
  const json: unknown = JSON.parse(JSON.stringify(value))
  return json
}

function copyIfThere(from: string, to: string): void {
  try {
    copyFileSync(from, to)
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
  }
}
