import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, relative, resolve } from 'node:path'

// Light on purpose: every client and every host loads this file. Built-ins only.

/**
 * Longest socket path we bind, in bytes. `sun_path` holds 108 on Linux and 104 on macOS with its final NUL
 * (unix(7), unix(4)); below that is room for nobody's arithmetic to be off by one.
 */
const SOCKET_PATH_BYTES = 100
const LONGEST_SOCKET_NAME = '01234567.sock'
const SESSION_ID = /^[0-9a-f]{8}$/

/** Where everything of one user's Roost lives, absolute: `$ROOST_HOME`, else `~/.roost`. */
export function roostHome(env: NodeJS.ProcessEnv = process.env): string {
  return env.ROOST_HOME ? resolve(env.ROOST_HOME) : join(env.HOME || homedir(), '.roost')
}

export type Paths = ReturnType<typeof paths>

/** Names of all files under a home. Touches nothing. */
export function paths(home: string) {
  const run = runFolder(home)
  const jobs = join(home, 'jobs')
  return {
    home,
    config: join(home, 'config.json'),
    /** How the view was left: order, groups, what is hidden. */
    view: join(home, 'view.json'),
    /** The list as it was left, to be shown at once the next time. */
    lastScreen: join(home, 'screen.json'),
    log: join(home, 'daemon.log'),
    roster: join(home, 'roster.json'),
    audit: join(home, 'audit.jsonl'),
    jobs,
    /** What conversations used, a file a day. */
    usage: join(home, 'usage'),
    /** Folders of sessions that were removed, for as long as they can be brought back. */
    removed: join(home, 'removed'),
    /** Folder of the sockets: short enough for any of them. */
    run,
    daemonSocket: join(run, 'daemon.sock'),
    /** Held by the daemon as long as it lives. */
    daemonLock: join(home, 'daemon.lock'),
    /** Held by a client while it starts a daemon. */
    startLock: join(home, 'start.lock'),
    /** Files of one session. @throws when `id` is not 8 hex digits: an id from outside must not climb out. */
    job(id: string) {
      if (!SESSION_ID.test(id)) throw new Error(`"${id}" is not a session id: 8 hex digits are wanted`)
      const folder = join(jobs, id)
      return {
        folder,
        state: join(folder, 'state.json'),
        launch: join(folder, 'launch.json'),
        about: join(folder, 'about.json'),
        env: join(folder, 'env.json'),
        output: join(folder, 'output.log'),
        outputOld: join(folder, 'output.log.1'),
        index: join(folder, 'output.index'),
        exit: join(folder, 'exit.json'),
        screen: join(folder, 'screen.json'),
        socket: join(run, `${id}.sock`),
      }
    },
  }
}

function runFolder(home: string): string {
  const inside = join(home, 'run')
  if (Buffer.byteLength(join(inside, LONGEST_SOCKET_NAME)) <= SOCKET_PATH_BYTES) return inside
  // Not $TMPDIR: a client and a daemon started from different shells must come to the same folder.
  // Loaded only here: it takes 5 ms, and nearly every home is short enough.
  const { createHash } = process.getBuiltinModule('node:crypto')
  const hash = createHash('sha256').update(home).digest('hex').slice(0, 8)
  return `/tmp/roost-${ownUid()}-${hash}`
}

/**
 * Makes `folder` (and its parents) with mode 0700, or sees to it that what is there is safe for our secrets
 * and sockets: a real folder, ours, closed to others. One inside our `home` that is too open is tightened. One
 * elsewhere (`/tmp`) is not: somebody may have put things into it while it was open.
 * @throws an Error saying what is wrong with the folder and what to do.
 */
export function ensurePrivate(folder: string, home = roostHome()): void {
  mkdirPrivate(folder)
  const found = lstatSync(folder)
  const uid = ownUid()
  if (found.isSymbolicLink())
    throw new Error(`${folder} is a symbolic link; remove it, or set ROOST_HOME to the real folder`)
  if (!found.isDirectory()) throw new Error(`${folder} is in the way: it is not a folder; move it elsewhere`)
  if (found.uid !== uid)
    throw new Error(
      `${folder} belongs to user ${found.uid}, not to you (${uid}); remove it, or set ROOST_HOME to a folder of yours`,
    )
  if ((found.mode & 0o077) === 0) return
  if (!isInside(folder, home))
    throw new Error(
      `${folder} is open to other users; look at what lies in it, then remove it or run: chmod 700 ${folder}`,
    )
  chmodSync(folder, 0o700)
}

function mkdirPrivate(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    // What stands there (a file, a link that leads nowhere) is told apart, with better words, by the caller.
    if (isCode(cause, 'EEXIST', 'ENOENT') && isThere(folder)) return
    throw new Error(`the folder ${folder} cannot be made; set ROOST_HOME to a folder you may write to`, {
      cause,
    })
  }
}

/** Not os.userInfo(): it throws where the user has no passwd entry, as in many containers. */
function ownUid(): number {
  return process.getuid?.() ?? 0
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, resolve(path))
  return way === '' || !(way === '..' || way.startsWith('../'))
}

/** Whether `error` is the system's error `code`, e.g. `ENOENT`. */
export function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => error.code === code)
}

/**
 * Whether no more files may be opened, or there is no memory, as the error or its cause says: that tells nothing about
 * the file, and the next one would fare no better. Who asked must not take anything for gone.
 */
export function isShortage(error: unknown): boolean {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  return isCode(cause, 'EMFILE', 'ENFILE', 'ENOMEM')
}
