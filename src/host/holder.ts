import { join } from 'node:path'
import { encodeJson, Frame } from '../protocol/frames.ts'
import type { Exit, Hello, Launch, Welcome } from '../protocol/host.ts'
import type { Identity } from '../protocol/session.ts'
import { build, HOST_PROTOCOL } from '../protocol/version.ts'
import { Activity } from './activity.ts'
import { openAttachments } from './attached.ts'
import type { Callee } from './calls.ts'
import type { Connection, Role } from './connection.ts'
import { kept } from './ending.ts'
import { Events } from './events.ts'
import { type Holds, openHolds } from './holds.ts'
import { Mirror } from './mirror.ts'
import { openOutputLog } from './output-log.ts'
import { openPty, type Pty } from './pty.ts'
import { answerQueries, queriesIn } from './queries.ts'
import { openRoles } from './roles.ts'
import { openSigns } from './signs.ts'
import { throttle } from './throttle.ts'
import { openWiggle } from './wiggle.ts'

/** With the exit status safe on disk somebody may still want it from us, but not for long. */
const LINGER_MS = 2000
const RETRY_EXIT_MS = 30_000
const TYPED_MS = 1000
/** So long a program waits for a terminal that shows it, before that one loses output. */
const SLOW_MS = 40
/** Unread input above which nothing more is typed for callers, and no query answered. */
const CALLED_BYTES = 1024 * 1024
const REPLY_BYTES = 16 * 1024
/** A program that does not mind a hang-up is killed after this. */
const KILL_MS = 5000
/** What nearly every shell has; for a launch that does not say. */
const USUAL_UMASK = 0o022

export type Holder = {
  /** Serves hooks before the agent starts. */
  holds: Holds
  /** @throws when the system has no terminal or process to give. */
  start(launch: Launch): { agentPid: number }
  welcome(): Welcome
  enter(hello: Hello, connection: Connection): Role
  /** Ends the agent as a closing terminal does. */
  hangUp(): void
}

/** One session: its pty, its log, its screen, those who look and those who wait. */
export function openHolder(options: { launch: Launch; host: Identity; onDone(): void }): Holder {
  const { launch, host } = options
  const startedAt = Date.now()
  let { cols, rows } = launch
  let pty: Pty | undefined
  let exit: Exit | undefined
  let outputBytes = 0

  const events = new Events()
  const wiggle = openWiggle({ rows: () => (exit ? undefined : rows), show, printed: () => outputBytes })
  const mirror = new Mirror({ cols, rows, load: () => import('./screen.ts'), onTorn: wiggle })
  const log = openOutputLog({
    folder: launch.folder,
    bytes: launch.logBytes,
    generation: launch.generation,
    cols,
    rows,
    onError: (message) => events.emit({ type: 'log-error', message }),
    now: () => Date.now(),
  })
  const activity = new Activity((active) => events.emit({ type: 'output', active }))
  const signs = openSigns(events, reply)
  const sayTyped = throttle(TYPED_MS, () => events.emit({ type: 'typed' }))
  const attachments = openAttachments({
    mirror,
    cols,
    rows,
    resize,
    onCount() {
      events.emit({ type: 'attached', ...attachments.counts() })
      holds.look()
    },
  })
  const holds = openHolds({
    hold: launch.hooks?.hold ?? [],
    generation: launch.generation,
    events,
    hasDaemon: () => roles.hasDaemon(),
    hasDriver: () => attachments.counts().drivers > 0,
  })
  const welcome = (): Welcome => ({
    protocol: HOST_PROTOCOL,
    build,
    session: launch.session,
    generation: launch.generation,
    host,
    agentPid: pty?.pid ?? 0,
    cols,
    rows,
    startedAt,
    ...(exit && { exit }),
  })
  const callee: Callee = {
    mirror,
    holds,
    write(bytes) {
      if (waiting() > CALLED_BYTES)
        throw new Error('the program does not read what is typed; nothing more was typed')
      type(bytes)
    },
    wantsPaste: () => signs.wantsPaste(),
    signal,
    status: () => ({
      ...welcome(),
      ...attachments.counts(),
      outputBytes,
      lastOutputAt: activity.lastAt,
      title: signs.title(),
      holds: holds.ids(),
    }),
    collect() {
      if (!exit) throw new Error('the agent is still running')
      setImmediate(done) // after the reply has gone out
    },
  }
  const roles = openRoles({
    mirror,
    events,
    attachments,
    callee,
    type,
    report: (bytes) => pty?.write(bytes),
    waiting,
    exit: () => exit,
    onDaemonGone: () => holds.look(),
  })

  function onOutput(bytes: Buffer, frame: Buffer): void {
    outputBytes += bytes.length
    attachments.output(frame) // first: this is the echo somebody waits for
    waitForTerminal()
    log.append(bytes)
    mirror.push(bytes)
    signs.push(bytes)
    answerFor(bytes)
    activity.output()
    roles.changed()
  }
  /**
   * A terminal that takes output a little later than it comes gets it whole, as one that the program itself prints
   * on. One that takes longer must not hold up the program: it loses what it cannot take and gets a screen.
   */
  function waitForTerminal(): void {
    const one = attachments.behind()
    if (!one || exit) return
    pty?.pause()
    const timer = setTimeout(() => {
      one.isSlow = true
      pty?.resume()
    }, SLOW_MS)
    one.outbox.onceDrained(() => {
      clearTimeout(timer)
      one.isSlow = false
      pty?.resume()
    })
  }
  /** With no terminal there to answer, programs that wait for one would stand still for seconds. */
  function answerFor(chunk: Buffer): void {
    if (attachments.counts().drivers > 0) return
    const queries = queriesIn(chunk)
    if (queries.length === 0) return
    const answer = (cursor: { x: number; y: number }): void => reply(answerQueries(queries, cursor))
    const home = { x: 0, y: 0 }
    if (queries.includes('cursor'))
      mirror.look((screen) => answer(screen.peek().cursor)).catch(() => answer(home))
    else answer(home)
  }
  /** A program that asks and does not read gets no more answers than it can take. */
  function reply(bytes: Buffer): void {
    if (waiting() < REPLY_BYTES) pty?.write(bytes)
  }
  function type(bytes: Buffer): void {
    pty?.write(bytes)
    sayTyped(undefined)
  }
  function waiting(): number {
    return pty?.waiting() ?? 0
  }

  function resize(newCols: number, newRows: number): void {
    cols = newCols
    rows = newRows
    if (exit) return
    show(rows)
    log.size(cols, rows)
  }
  function show(shownRows: number): void {
    pty?.resize(cols, shownRows)
    mirror.resize(cols, shownRows)
  }
  function signal(name: NodeJS.Signals): boolean {
    if (!pty || exit) return false
    // The agent leads its group; what it started in other groups gets the terminal's hang-up.
    return send(-pty.pid, name) || send(pty.pid, name)
  }

  async function ended(end: { code: number; signal?: string }): Promise<void> {
    const last: Exit = { ...end, at: Date.now(), generation: launch.generation }
    exit = last
    activity.close()
    log.close()
    // The status first: nothing that may fail comes before it.
    const isSafe = keep('exit.json', last)
    await mirror
      .look((screen, rest) => {
        attachments.finish(screen, rest)
        keep('screen.json', screen.peek())
      })
      .catch(() => {}) // without its last screen the session has still ended
    attachments.broadcast(encodeJson(Frame.exit, last))
    holds.close()
    events.emit({ type: 'exit', exit: last })
    if (isSafe) setTimeout(done, LINGER_MS)
    else retry(last)
  }
  /** The disk is full, or the folder gone: stay until somebody collects the status, or it can be kept after all. */
  function retry(last: Exit): void {
    setTimeout(() => (keep('exit.json', last) ? done() : retry(last)), RETRY_EXIT_MS)
  }
  function keep(name: string, value: unknown): boolean {
    return kept(join(launch.folder, name), value)
  }
  function done(): void {
    mirror.close()
    attachments.close()
    options.onDone()
  }

  return {
    holds,
    start({ file, args, env, cwd, umask = USUAL_UMASK }) {
      pty = openPty({
        file,
        args,
        env,
        cwd,
        umask,
        cols,
        rows,
        onOutput,
        onEnd: (end) => void ended(end),
        onDrained: () => roles.drained(),
      })
      return { agentPid: pty.pid }
    },
    welcome,
    enter: (hello, connection) => roles.enter(hello, connection),
    hangUp() {
      // Shells ignore SIGTERM; SIGHUP is how a terminal says goodbye.
      signal('SIGHUP')
      signal('SIGTERM')
      setTimeout(() => signal('SIGKILL'), KILL_MS).unref()
    },
  }
}

function send(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name)
    return true
  } catch {
    return false // ESRCH: no such group or process any more
  }
}
