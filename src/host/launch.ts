import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import type { Launch } from '../protocol/host.ts'
import { isCode, says } from './errno.ts'

/** @throws Error when the file is missing or does not hold a launch. */
export function readLaunch(path: string): Launch {
  const found: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (!isLaunch(found))
    throw new Error(`${path} does not say what to start; it was written by another version of Roost`)
  return found
}

/** The daemon of this user wrote it, maybe a newer one: what we rely on is looked at, the rest is taken as it is. */
function isLaunch(value: unknown): value is Launch {
  if (typeof value !== 'object' || value === null) return false
  const launch = value as Record<keyof Launch, unknown>
  const texts = [launch.session, launch.file, launch.cwd, launch.socket, launch.folder]
  const numbers = [launch.protocol, launch.generation, launch.cols, launch.rows, launch.logBytes]
  return (
    texts.every((text) => typeof text === 'string') &&
    numbers.every((number) => typeof number === 'number') &&
    Array.isArray(launch.args) &&
    Array.isArray(launch.files) &&
    typeof launch.env === 'object' &&
    launch.env !== null
  )
}

/** `${HOOK_URL}` and `${HOOK_SECRET}` put in, and the agent's files written. @throws Error with a sentence. */
export function prepare(launch: Launch, hooks: { url: string; secret: string } | undefined): Launch {
  const put = (text: string): string =>
    hooks ? text.replaceAll('${HOOK_URL}', hooks.url).replaceAll('${HOOK_SECRET}', hooks.secret) : text
  const files = launch.files.map(({ path, text }) => ({ path, text: put(text) }))
  for (const { path, text } of files) {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      writeFileSync(path, text, { mode: 0o600 })
      chmodSync(path, 0o600) // one that was there keeps its mode
    } catch (cause) {
      throw new Error(`a file the agent needs cannot be written: ${says(cause)}`, { cause })
    }
  }
  const env = Object.fromEntries(Object.entries(launch.env).map(([name, value]) => [name, put(value)]))
  env.TERM ??= 'xterm-256color'
  env.COLORTERM ??= 'truecolor'
  // Programs trust PWD when they ask where they are; the starting shell may have stood elsewhere.
  if (env.PWD !== undefined) env.PWD = launch.cwd
  return { ...launch, files, env, args: launch.args.map(put) }
}

/**
 * Why the program would not start, as a sentence that says what to do; undefined when it will. Asked before,
 * because the pty tells a failed exec only by printing it.
 */
export function cannotStart({ file, cwd, env }: Launch): string | undefined {
  const folder = folderFault(cwd)
  if (folder) return folder
  const program = programFault(file)
  if (program) return program
  const line = firstLine(file)
  if (line === undefined || !line.startsWith('#!')) return undefined
  const [interpreter = '', name] = line.slice(2).trim().split(/\s+/)
  if (/(^|\/)env$/.test(interpreter) && name !== undefined && !name.startsWith('-') && !name.includes('='))
    return isOnPath(name, env.PATH)
      ? undefined
      : `${file} needs ${name}, which is not on the PATH of this session (${env.PATH ?? 'no PATH'}); install ${name}, or start Roost from a shell that finds it`
  const fault = programFault(interpreter)
  return fault && `${file} is a script for ${interpreter}: ${fault}`
}

function folderFault(cwd: string): string | undefined {
  try {
    if (!statSync(cwd).isDirectory()) return `${cwd} is not a folder; start the session in one`
    accessSync(cwd, constants.X_OK)
    return undefined
  } catch (error) {
    if (isCode(error, 'ENOENT'))
      return `the folder ${cwd} does not exist (any more); make it, or start in another one`
    return `the folder ${cwd} cannot be entered: ${says(error)}`
  }
}

function programFault(file: string): string | undefined {
  try {
    if (!statSync(file).isFile()) return `${file} is not a program`
    accessSync(file, constants.X_OK)
    return undefined
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return `${file} does not exist; is it installed?`
    if (isCode(error, 'EACCES'))
      return `${file} may not be executed by you; make it executable: chmod +x ${file}`
    return `${file} cannot be started: ${says(error)}`
  }
}

function isOnPath(name: string, path: string | undefined): boolean {
  if (isAbsolute(name)) return programFault(name) === undefined
  return (path ?? '/usr/bin:/bin')
    .split(delimiter)
    .some((folder) => programFault(join(folder, name)) === undefined)
}

function firstLine(file: string): string | undefined {
  try {
    const fd = openSync(file, 'r')
    const head = Buffer.alloc(256)
    const have = readSync(fd, head, 0, head.length, 0)
    closeSync(fd)
    return head.toString('latin1', 0, have).split('\n', 1)[0]
  } catch {
    return undefined // executable but not readable: no script then, scripts must be read
  }
}
