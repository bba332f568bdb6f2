import { join } from 'node:path'
import { encodeFrame, encodeJson, Frame } from '../protocol/frames.ts'
import type { Exit, Hello, HostStatus, Launch, Welcome } from '../protocol/host.ts'
import type { Identity } from '../protocol/session.ts'
import { build, HOST_PROTOCOL } from '../protocol/version.ts'
import { Activity } from './activity.ts'
import { type Attached, openAttachments } from './attached.ts'
import { answerCall, type Callee } from './calls.ts'
import { type Connection, type Role, readSize } from './connection.ts'
import { writeSafely } from './ending.ts'
import { Events } from './events.ts'
import { type Holds, openHolds } from './holds.ts'
import { Mirror } from './mirror.ts'
import { openOutputLog } from './output-log.ts'
import { PeekFeed } from './peeks.ts'
import { openPty, type Pty } from './pty.ts'
import { Scanner, statusParams } from './scanner.ts'

/** Unread input of the program above which the one who types is no longer listened to. */
const INPUT_BYTES = 256 * 1024
/** With the exit status safe on disk somebody may still want it from us, but not for long. */
const LINGER_MS = 2000
/** Programs that ask for their size after a SIGWINCH must see another one for a moment. */
const WIGGLE_MS = 60
const TITLE_CHARS = 1024
const TITLE_MS = 250
const ONCE_A_SECOND_MS = 1000

export type Holder = {
  /** Serves hooks before the agent starts. */
  holds: Holds
  start(launch: Launch): { agentPid: number }
  welcome(): Welcome
  enter(hello: Hello, connection: Connection): Role
  /** Ends the agent as a closing terminal does. */
  hangUp(): void
}

/** One session: its pty, its log, its screen, those who look and those who wait. */
/** What nearly every shell has; for a launch that does not say. */
const USUAL_UMASK = 0o022

export function openHolder(options: { launch: Launch; host: Identity; onDone(): void }): Holder {
  const { launch, host, onDone } = options
  const startedAt = Date.now()
  let { cols, rows } = launch
  let pty: Pty | undefined
  let exit: Exit | undefined
  let isExitSafe = false
  let outputBytes = 0
  let title = ''
  let daemons = 0
  const paused = new Set<Connection>()
  const peeks = new Set<PeekFeed>()

  const events = new Events()
  const mirror = new Mirror({ cols, rows, load: () => import('./screen.ts') })
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
  const sayTitle = throttle(TITLE_MS, () => events.emit({ type: 'title', title }))
  const sayBell = throttle(ONCE_A_SECOND_MS, () => events.emit({ type: 'bell' }))
  const sayTyped = throttle(ONCE_A_SECOND_MS, () => events.emit({ type: 'typed' }))
  const scanner = new Scanner({
    title(text) {
      if (text === title) return
      title = text.slice(0, TITLE_CHARS)
      sayTitle.call()
    },
    status: (payload) => events.emit({ type: 'status', params: statusParams(payload) }),
    // Claude Code tells its state only to a terminal that answers in kind, even with nobody attached.
    statusQuery: () => pty?.write(Buffer.from('\x1b]7501;?\x1b\\')),
    bell: () => sayBell.call(),
  })
  const attachments = openAttachments({
    mirror,
    cols,
    rows,
    resize,
    onCount() {
      events.emit({ type: 'attached', ...attachments.counts() })
      holds.look()
    },
    onTorn() {
      if (rows < 2) return
      pty?.resize(cols, rows - 1)
      mirror.resize(cols, rows - 1)
      setTimeout(() => {
        pty?.resize(cols, rows)
        mirror.resize(cols, rows)
      }, WIGGLE_MS)
    },
  })
  const holds = openHolds({
    hold: launch.hooks?.hold ?? [],
    generation: launch.generation,
    events,
    hasDaemon: () => daemons > 0,
    hasDriver: () => attachments.counts().drivers > 0,
  })

  function resize(newCols: number, newRows: number): void {
    cols = newCols
    rows = newRows
    if (exit) return
    pty?.resize(cols, rows)
    mirror.resize(cols, rows)
    log.size(cols, rows)
  }
  function onOutput(bytes: Buffer, frame: Buffer): void {
    outputBytes += bytes.length
    attachments.output(frame) // first: this is the echo somebody waits for
    log.append(bytes)
    mirror.push(bytes)
    scanner.push(bytes)
    activity.output()
    for (const peek of peeks) peek.changed()
  }
  function type(bytes: Buffer): void {
    pty?.write(bytes)
    sayTyped.call()
  }
  function signal(name: NodeJS.Signals): boolean {
    if (!pty || exit) return false
    // The agent leads its group; what it started in other groups gets the terminal's hang-up.
    return send(-pty.pid, name) || send(pty.pid, name)
  }

  async function ended(end: { code: number; signal?: string }): Promise<void> {
    exit = { ...end, at: Date.now(), generation: launch.generation }
    activity.close()
    log.close()
    // The status first: nothing that may fail comes before it.
    isExitSafe = attempt(() => writeSafely(join(launch.folder, 'exit.json'), `${JSON.stringify(exit)}\n`))
    await mirror
      .look((screen, rest) => {
        attachments.finish(screen, rest)
        const peek = JSON.stringify(screen.peek())
        attempt(() => writeSafely(join(launch.folder, 'screen.json'), `${peek}\n`))
      })
      .catch(() => {}) // without its last screen the session has still ended
    attachments.broadcast(encodeJson(Frame.exit, exit))
    holds.close()
    events.emit({ type: 'exit', exit })
    if (isExitSafe) setTimeout(done, LINGER_MS)
  }
  function done(): void {
    mirror.close()
    attachments.close()
    onDone()
  }

  const status = (): HostStatus => ({
    ...welcome(),
    ...attachments.counts(),
    outputBytes,
    lastOutputAt: activity.lastAt,
    title,
    holds: holds.ids(),
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
    write: type,
    wantsPaste: () => scanner.bracketedPaste,
    signal,
    status,
    collect() {
      if (!exit) throw new Error('the agent is still running')
      setImmediate(done) // after the reply has gone out
    },
  }

  /** Stops listening to one who types faster than the program reads, until it has read. */
  function throttleInput(connection: Connection): void {
    if (!pty || pty.waiting() < INPUT_BYTES) return
    connection.pause()
    paused.add(connection)
  }
  function onDrained(): void {
    for (const connection of paused) connection.resume()
    paused.clear()
  }

  const roles: {
    [R in Hello['role']]: (hello: Extract<Hello, { role: R }>, connection: Connection) => Role
  } = {
    daemon(hello, { outbox }) {
      daemons++
      const stop = events.follow(hello.since, (event) => outbox.send(encodeJson(Frame.event, event)))
      return {
        frame: calls(outbox),
        onDropped: () => outbox.hangUp(), // events must not be missed: it comes back and names the last it has
        closed() {
          stop()
          daemons--
          holds.look()
        },
      }
    },
    attach(hello, connection) {
      const { outbox } = connection
      const terminal: Attached = attachments.add({ ...hello, outbox })
      if (exit) outbox.send(encodeJson(Frame.exit, exit))
      const onCall = calls(outbox)
      return {
        frame(kind, payload) {
          if (kind === Frame.input) {
            const what = attachments.typed(terminal, payload)
            if (what === 'typed') type(payload)
            else if (what === 'report') pty?.write(payload)
            throttleInput(connection)
          } else if (kind === Frame.resize) {
            const size = readSize(JSON.parse(payload.toString('utf8')))
            attachments.resized(terminal, size.cols, size.rows)
          } else if (kind === Frame.redraw) attachments.repaint(terminal)
          else onCall(kind, payload)
        },
        onDropped() {
          outbox.send(encodeJson(Frame.notice, { type: 'resync' }))
          attachments.repaint(terminal)
        },
        closed() {
          paused.delete(connection)
          attachments.remove(terminal)
        },
      }
    },
    peek(hello, { outbox }) {
      const feed = new PeekFeed({ mirror, outbox, hz: hello.hz })
      peeks.add(feed)
      return {
        frame: calls(outbox),
        onDropped: () => feed.changed(),
        closed() {
          feed.close()
          peeks.delete(feed)
        },
      }
    },
    ask: (_hello, { outbox }) => ({
      frame: calls(outbox),
      onDropped: () => outbox.hangUp(),
      closed: () => {},
    }),
  }
  function calls(outbox: Connection['outbox']): Role['frame'] {
    return (kind, payload) => {
      if (kind !== Frame.call) return // a newer client's frame: additive, so it can be passed over
      answerCall(callee, payload).then(
        (reply) => outbox.send(encodeFrame(Frame.reply, JSON.stringify(reply))),
        () => outbox.hangUp(), // not even JSON
      )
    }
  }

  return {
    holds,
    start(prepared) {
      pty = openPty({
        file: prepared.file,
        args: prepared.args,
        env: prepared.env,
        umask: prepared.umask ?? USUAL_UMASK,
        cwd: prepared.cwd,
        cols,
        rows,
        onOutput,
        onEnd: (end) => void ended(end),
        onDrained,
      })
      return { agentPid: pty.pid }
    },
    welcome,
    enter(hello, connection) {
      switch (hello.role) {
        case 'daemon':
          return roles.daemon(hello, connection)
        case 'attach':
          return roles.attach(hello, connection)
        case 'peek':
          return roles.peek(hello, connection)
        case 'ask':
          return roles.ask(hello, connection)
      }
    },
    hangUp() {
      if (exit) return
      // Shells ignore SIGTERM; SIGHUP is how a terminal says goodbye.
      signal('SIGHUP')
      signal('SIGTERM')
      setTimeout(() => signal('SIGKILL'), 5000).unref()
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

function attempt(act: () => void): boolean {
  try {
    act()
    return true
  } catch {
    return false
  }
}

/** At once, then at most every `ms`; the last call is never lost. */
function throttle(ms: number, act: () => void): { call(): void } {
  let timer: NodeJS.Timeout | undefined
  let isDue = false
  const call = (): void => {
    if (timer !== undefined) {
      isDue = true
      return
    }
    act()
    timer = setTimeout(() => {
      timer = undefined
      if (!isDue) return
      isDue = false
      call()
    }, ms)
  }
  return { call }
}
