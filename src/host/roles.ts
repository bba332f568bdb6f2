import { encodeFrame, encodeJson, Frame } from '../protocol/frames.ts'
import type { Exit, Hello } from '../protocol/host.ts'
import type { Attached, Attachments, Sink } from './attached.ts'
import { compileLater } from './compile.ts'
import { answerCall, type Callee } from './calls.ts'
import { type Connection, type Role, readSize } from './connection.ts'
import type { Events } from './events.ts'
import { openLent } from './lent.ts'
import type { Mirror } from './mirror.ts'
import { PeekFeed } from './peeks.ts'
import { goOnAfterCtrlZ } from './suspended.ts'

/** Unread input of the program above which the one who types is no longer listened to. */
const INPUT_BYTES = 256 * 1024

/** Where somebody's typing comes from. */
type Source = { pause(): void; resume(): void }

/** Everybody who is connected, by what they came for. */
export type Roles = {
  enter(hello: Hello, connection: Connection): Role
  hasDaemon(): boolean
  /** There was output. */
  changed(): void
  /** The program has read what was typed. */
  drained(): void
}

export function openRoles(options: {
  mirror: Mirror
  events: Events
  attachments: Attachments
  callee: Callee
  /** Somebody typed. */
  type(bytes: Buffer): void
  /** A terminal answered or reported something by itself. */
  report(bytes: Buffer): void
  /** Input bytes the program has not read. */
  waiting(): number
  exit(): Exit | undefined
  onDaemonGone(): void
}): Roles {
  const { mirror, events, attachments, callee } = options
  let daemons = 0
  const paused = new Set<Source>()
  const peeks = new Set<PeekFeed>()

  const calls =
    ({ outbox }: Connection): Role['frame'] =>
    (kind, payload) => {
      if (kind !== Frame.call) return // a newer client's frame: additive, so it can be passed over
      answerCall(callee, payload).then(
        (reply) => outbox.send(encodeFrame(Frame.reply, JSON.stringify(reply))),
        () => outbox.hangUp(), // not even JSON
      )
    }

  function daemon({ since }: Extract<Hello, { role: 'daemon' }>, connection: Connection): Role {
    const { outbox } = connection
    daemons++
    const stop = events.follow(since, (event) => outbox.send(encodeJson(Frame.event, event)))
    return {
      frame: calls(connection),
      onDropped: () => outbox.hangUp(), // events must not be missed: it comes back and names the last it has
      closed() {
        stop()
        daemons--
        options.onDaemonGone()
      },
    }
  }

  function attach(hello: Extract<Hello, { role: 'attach' }>, connection: Connection): Role {
    const { outbox } = connection
    let terminal: Attached | undefined
    const repaint = (): void => {
      if (terminal) attachments.repaint(terminal)
    }
    const lent =
      hello.terminal &&
      openLent({
        terminal: hello.terminal,
        outbox,
        onKeys: (bytes) => terminal && lent && input(terminal, bytes, lent),
        onSwitch: repaint,
        onDropped: () => terminal && attachments.catchUp(terminal),
        onGiven() {
          if (terminal) terminal.outbox = outbox
        },
      })
    const begin = (): Attached => {
      const { cols, rows, readOnly, name } = hello
      const to = lent?.sink ?? outbox
      compileLater()
      terminal = attachments.add({ cols, rows, readOnly, name, outbox: to })
      tellExit(to)
      return terminal
    }
    if (lent) {
      outbox.send(encodeFrame(Frame.lent, ''))
      mirror.look(() => {}).catch(() => {}) // the screen is ready by the time the client is
    } else begin()
    const onCall = calls(connection)
    return {
      frame(kind, payload) {
        if (kind === Frame.yours && lent && !terminal) {
          const begun = begin()
          if (payload.length > 0) input(begun, payload, lent)
          lent.resume()
        } else if (kind === Frame.mine) lent?.giveBack('asked')
        else if (!terminal)
          return // it has not said `yours` yet
        else if (kind === Frame.input) input(terminal, payload, connection)
        else if (kind === Frame.redraw) repaint()
        else if (kind === Frame.resize) {
          const size = readSize(JSON.parse(payload.toString('utf8')))
          attachments.resized(terminal, size.cols, size.rows)
        } else onCall(kind, payload)
      },
      onDropped() {
        outbox.send(encodeJson(Frame.notice, { type: 'resync' }))
        if (terminal) attachments.catchUp(terminal)
      },
      closed() {
        lent?.close()
        paused.delete(connection)
        if (lent) paused.delete(lent)
        if (terminal) attachments.remove(terminal)
      },
    }
  }
  function input(terminal: Attached, bytes: Buffer, from: Source): void {
    const what = attachments.typed(terminal, bytes)
    if (what === 'typed') {
      options.type(bytes)
      goOnAfterCtrlZ(bytes, () => callee.signal('SIGCONT'))
    } else if (what === 'report') options.report(bytes)
    if (options.waiting() < INPUT_BYTES) return
    from.pause()
    paused.add(from)
  }
  /** To one who comes after the end, behind the screen that is being made for it. */
  function tellExit(outbox: Sink): void {
    const exit = options.exit()
    if (!exit) return
    const tell = (): void => outbox.send(encodeJson(Frame.exit, exit))
    mirror.look(tell).catch(tell)
  }

  function peek({ hz }: Extract<Hello, { role: 'peek' }>, connection: Connection): Role {
    const feed = new PeekFeed({ mirror, outbox: connection.outbox, hz })
    peeks.add(feed)
    return {
      frame: calls(connection),
      onDropped: () => feed.changed(),
      closed() {
        feed.close()
        peeks.delete(feed)
      },
    }
  }

  return {
    enter(hello, connection) {
      switch (hello.role) {
        case 'daemon':
          return daemon(hello, connection)
        case 'attach':
          return attach(hello, connection)
        case 'peek':
          return peek(hello, connection)
        case 'ask':
          return {
            frame: calls(connection),
            onDropped: () => connection.outbox.hangUp(),
            closed: () => {},
          }
      }
    },
    hasDaemon: () => daemons > 0,
    changed() {
      for (const feed of peeks) feed.changed()
    },
    drained() {
      for (const source of paused) source.resume()
      paused.clear()
    },
  }
}
