import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { ReadStream } from 'node:tty'
import { encodeJson, Frame, HEADER_BYTES } from '../protocol/frames.ts'
import type { Given, LentTerminal } from '../protocol/host.ts'
import { DetachKeys } from '../terminal/detach-keys.ts'
import { ScreenFilter } from '../terminal/screen-filter.ts'
import type { Sink } from './attached.ts'
import { Outbox } from './outbox.ts'

const KEYS_BYTES = 4096
/** Output waiting for a terminal that is slower than the program, at most: seconds of it would come after Ctrl+C. */
const WAITING_BYTES = 256 * 1024
/**
 * More than this in FLOOD_MS is a flood. Two processes, one that reads the program and one that writes the terminal,
 * get more of it done than we alone.
 */
const FLOOD_BYTES = 512 * 1024
const FLOOD_MS = 100
/**
 * That the client is in its terminal's foreground is taken as known for this long, and asked anew a moment after a use
 * when it is half as old: asking takes a third of the time of an echo, and keys are not to wait for it, ms.
 */
const KNOWN_MS = 150
const BEHIND_MS = 1

/** The terminal a client sits on, read and written by us while the client waits. */
export type Lent = {
  /** Takes frames: output and screens go to the terminal, the rest to the client. */
  sink: Sink
  pause(): void
  resume(): void
  /** Lets go, and tells the client when that is done. */
  giveBack(why: Given['why']): void
  /** The client has gone: nobody is to be told. */
  close(): void
}

/** Undefined when it is not to be had: another terminal than the client's, not ours, the client not in front of it. */
export function openLent(options: {
  terminal: LentTerminal
  /** To the client. */
  outbox: Outbox
  onKeys(bytes: Buffer): void
  /** The program's screen is another now: a whole one is needed. */
  onSwitch(): void
  /** Output was left out. */
  onDropped(): void
  /** It was let go of: from now on everything goes to the client. */
  onGiven(): void
}): Lent | undefined {
  const { terminal, outbox: toClient } = options
  const fd = openSame(terminal)
  if (fd === undefined) return undefined
  const stat = openStat(terminal)
  if (stat === undefined) {
    closeSync(fd)
    return undefined
  }
  const keys = new DetachKeys(terminal.detachKeys)
  const filter = new ScreenFilter(options.onSwitch)
  let isOpen = true
  let lookedAt = 0
  let nextLook: NodeJS.Timeout | undefined
  let flood = { since: 0, bytes: 0 }

  const room = Buffer.allocUnsafeSlow(KEYS_BYTES)
  const take = (have: number): boolean => {
    if (!isOpen) return false
    if (!isFront()) giveBack('away')
    else typed(room.subarray(0, have))
    return isOpen
  }
  // As in pty.ts: `onread` is handed on to net.Socket and not in the types.
  const streamOptions: object = { onread: { buffer: room, callback: take } }
  const stream = new ReadStream(fd, streamOptions)
  closeSync(fd) // libuv has opened the terminal once more, non-blocking for us alone
  stream.pause()
  stream.on('error', () => {}) // EIO: hung up; `close` follows
  stream.on('close', () => giveBack('away'))
  const outbox = new Outbox(stream, options.onDropped, WAITING_BYTES)

  function typed(bytes: Buffer): void {
    const found = keys.push(bytes)
    if (found.send.length > 0) options.onKeys(found.send)
    if (found.detach) giveBack('detached', found.rest.toString('base64'))
  }
  /** Somebody stopped the client, or put it in the background: the terminal is the shell's. */
  function isFront(): boolean {
    const age = performance.now() - lookedAt
    if (age > KNOWN_MS) return look()
    if (age > KNOWN_MS / 2)
      nextLook ??= setTimeout(() => {
        nextLook = undefined
        if (isOpen && !look()) giveBack('away')
      }, BEHIND_MS)
    return true
  }
  function look(): boolean {
    lookedAt = performance.now()
    return stat !== undefined && isForeground(stat, terminal.rdev)
  }
  function isFlood(bytes: number): boolean {
    const now = performance.now()
    if (now - flood.since > FLOOD_MS) flood = { since: now, bytes: 0 }
    flood.bytes += bytes
    return flood.bytes > FLOOD_BYTES
  }
  function giveBack(why: Given['why'], rest = ''): void {
    if (!isOpen) return
    close()
    toClient.send(
      encodeJson(Frame.given, { why, rest, changedColours: filter.changedColours } satisfies Given),
    )
    options.onGiven()
  }
  function close(): void {
    if (!isOpen) return
    isOpen = false
    clearTimeout(nextLook)
    if (stat !== undefined) closeSync(stat)
    stream.destroy()
  }

  return {
    sink: {
      send(frame) {
        const kind = frame[0]
        if (!isOpen || (kind !== Frame.output && kind !== Frame.screen)) {
          // What was shown before the end must be out before the client clears it away.
          if (kind === Frame.exit) giveBack('exited')
          return toClient.send(frame)
        }
        if (!isFront()) return giveBack('away')
        if (kind === Frame.output && isFlood(frame.length)) {
          giveBack('busy')
          return toClient.send(frame)
        }
        const bytes = frame.subarray(HEADER_BYTES)
        if (kind === Frame.output) return outbox.send(filter.push(bytes))
        filter.restart()
        outbox.send(bytes)
      },
      get isEmpty() {
        return isOpen ? outbox.isEmpty : toClient.isEmpty
      },
      onceDrained: (tell) => (isOpen ? outbox : toClient).onceDrained(tell),
    },
    pause: () => void stream.pause(),
    resume: () => void (isOpen && stream.resume()),
    giveBack,
    close,
  }
}

/** A descriptor of the same terminal, of our user. */
function openSame({ path, dev, ino, rdev }: LentTerminal): number | undefined {
  if (process.platform !== 'linux' || !/^\/dev\/pts\/\d+$/.test(path)) return undefined
  let fd: number | undefined
  try {
    fd = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK)
    const found = fstatSync(fd)
    const isSame = found.dev === dev && found.ino === ino && found.rdev === rdev
    if (isSame && found.isCharacterDevice() && found.uid === process.getuid?.()) return fd
  } catch {
    // Not in this mount namespace, or not ours.
  }
  if (fd !== undefined) closeSync(fd)
  return undefined
}

function openStat({ pid, rdev }: LentTerminal): number | undefined {
  try {
    const fd = openSync(`/proc/${pid}/stat`, 'r')
    if (isForeground(fd, rdev)) return fd
    closeSync(fd)
  } catch {
    // Another pid namespace.
  }
  return undefined
}

const stat = Buffer.allocUnsafeSlow(1024)

/** proc(5), pid/stat: behind the name state, ppid, pgrp, session, tty_nr, tpgid. */
function isForeground(fd: number, rdev: number): boolean {
  try {
    const text = stat.toString('latin1', 0, readSync(fd, stat, 0, stat.length, 0))
    const [state = '', , group, , tty, front] = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return !'TtZX'.includes(state) && Number(tty) === rdev && group === front
  } catch {
    return false // ESRCH: it has gone
  }
}
