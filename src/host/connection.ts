import type { Socket } from 'node:net'
import { encodeJson, Frame, FrameDecoder } from '../protocol/frames.ts'
import type { Hello, LentTerminal, Welcome } from '../protocol/host.ts'
import { HOST_PROTOCOL } from '../protocol/version.ts'
import { says } from './errno.ts'
import { Outbox } from './outbox.ts'

/** What one connection may do once it has said who it is. */
export type Role = {
  frame(kind: number, payload: Buffer): void
  /** It had lost output and has caught up. */
  onDropped(): void
  closed(): void
}

export type Connection = {
  outbox: Outbox
  /** No more input from it until `resume`. */
  pause(): void
  resume(): void
}

/**
 * One client's socket, from its hello to its end. A frame that is too large, a hello we do not understand or an
 * error while serving it ends this connection and nothing else.
 */
export function serveConnection(
  socket: Socket,
  options: { welcome(): Welcome; enter(hello: Hello, connection: Connection): Role },
): void {
  const decoder = new FrameDecoder()
  let role: Role | undefined
  const outbox = new Outbox(socket, () => role?.onDropped())
  const connection: Connection = { outbox, pause: () => socket.pause(), resume: () => socket.resume() }

  const take = (kind: number, payload: Buffer): void => {
    if (socket.destroyed) return
    if (role) return role.frame(kind, payload)
    if (kind !== Frame.hello) throw new Error('a hello was expected first')
    const hello = readHello(payload)
    outbox.send(encodeJson(Frame.welcome, options.welcome()))
    role = options.enter(hello, connection)
  }
  socket.on('data', (chunk: Buffer) => {
    try {
      decoder.push(chunk, take)
    } catch (error) {
      outbox.send(encodeJson(Frame.reply, { id: 0, error: says(error) }))
      socket.destroySoon()
    }
  })
  socket.on('error', () => {}) // it went away: `close` follows
  socket.on('close', () => {
    const last = role
    role = undefined
    last?.closed()
  })
}

/** @throws Error when it is not a hello of a protocol we speak. */
function readHello(payload: Buffer): Hello {
  const hello: unknown = JSON.parse(payload.toString('utf8'))
  if (typeof hello !== 'object' || hello === null || !('role' in hello) || !('protocol' in hello))
    throw new Error('this is not a hello')
  const number = (value: unknown, least: number): number => {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < least)
      throw new Error(`a hello with the number ${String(value)}`)
    return value
  }
  const protocol = number(hello.protocol, 1)
  const field = (name: string): unknown => Object.entries(hello).find(([key]) => key === name)?.[1]
  switch (hello.role) {
    case 'daemon':
      return { protocol, role: 'daemon', since: number(field('since'), 0) }
    case 'peek':
      return { protocol, role: 'peek', hz: number(field('hz'), 0) }
    case 'ask':
      return { protocol, role: 'ask' }
    case 'attach':
      return {
        protocol,
        role: 'attach',
        ...readSize({ cols: field('cols'), rows: field('rows') }),
        readOnly: field('readOnly') === true,
        name: nameOf(field('name')),
        ...readTerminal(field('terminal')),
      }
    default:
      throw new Error(`no such role: ${String(hello.role)} (this host speaks protocol ${HOST_PROTOCOL})`)
  }
}

/** A window's size, at least 2 x 1 and at most what a pty and our memory stand. @throws Error */
export function readSize(value: unknown): { cols: number; rows: number } {
  const { cols, rows } = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  if (
    typeof cols !== 'number' ||
    typeof rows !== 'number' ||
    !Number.isInteger(cols) ||
    !Number.isInteger(rows)
  )
    throw new Error('a size without numbers')
  return { cols: Math.min(1000, Math.max(2, cols)), rows: Math.min(1000, Math.max(1, rows)) }
}

/** Nothing when it does not say one in a way we understand: it is an offer. */
function readTerminal(value: unknown): { terminal?: LentTerminal } {
  if (typeof value !== 'object' || value === null) return {}
  const { path, dev, ino, rdev, pid, detachKeys } = value as Record<string, unknown>
  const isNumber = (one: unknown): one is number => typeof one === 'number' && Number.isInteger(one)
  if (typeof path !== 'string' || !isNumber(dev) || !isNumber(ino) || !isNumber(rdev) || !isNumber(pid))
    return {}
  if (!Array.isArray(detachKeys) || !detachKeys.every((key) => typeof key === 'string')) return {}
  return { terminal: { path, dev, ino, rdev, pid, detachKeys } }
}

function nameOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 200) : ''
}
