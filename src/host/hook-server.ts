import { closeSync, openSync, readSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import type { Holds } from './holds.ts'
import { type Head, RequestReader } from './http-request.ts'
import { listen } from './listen.ts'

/** A hook that writes a big file carries it whole. */
const BODY_BYTES = 8 * 1024 * 1024
const SECRET_BYTES = 24

export type HookServer = { url: string; secret: string }

/**
 * Serves the agent's hooks on 127.0.0.1: `POST /hook/<Event>` with the secret, one request a connection. Anything
 * a browser could be made to send is refused: another host name (DNS rebinding), an Origin, a missing secret.
 */
export async function serveHooks(arrive: Holds['arrive']): Promise<HookServer> {
  const secret = randomSecret()
  const wanted = Buffer.from(`Bearer ${secret}`)
  let host = ''
  const refuse = ({ method, headers }: Head): number | undefined => {
    if (headers.get('host') !== host || headers.has('origin')) return 403
    if (!isSame(Buffer.from(headers.get('authorization') ?? ''), wanted)) return 401
    return method === 'POST' ? undefined : 405
  }
  const server = createServer({ noDelay: true }, (socket) => serveRequest(socket, refuse, arrive))
  await listen(server, { port: 0, host: '127.0.0.1' })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the hook endpoint has no port')
  host = `127.0.0.1:${address.port}`
  return { url: `http://${host}`, secret }
}

function serveRequest(
  socket: Socket,
  refuse: (head: Head) => number | undefined,
  arrive: Holds['arrive'],
): void {
  const reader = new RequestReader({ refuse, limit: BODY_BYTES })
  let isRead = false
  let hungUp = (): void => {}
  socket.on('data', (chunk: Buffer) => {
    if (isRead) return // one request a connection, as the answer will say
    const read = reader.push(chunk)
    if (read.is === 'more') return
    if (read.is === 'go on') return void socket.write('HTTP/1.1 100 Continue\r\n\r\n')
    isRead = true
    if (read.is === 'bad') return answer(socket, read.status, { error: read.says })
    const event = /^\/hook\/([A-Za-z]{1,64})$/.exec(read.head.path)?.[1]
    if (event === undefined) return answer(socket, 404, { error: 'no such hook' })
    const body = parse(read.body)
    if (body === undefined) return answer(socket, 400, { error: 'the hook is not JSON' })
    ;({ hungUp } = arrive({ event, body: body.value, reply: (value) => answer(socket, 200, value) }))
  })
  socket.on('error', () => {}) // `close` follows
  socket.on('close', () => hungUp())
}

function parse(body: Buffer): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(body.toString('utf8')) }
  } catch {
    return undefined
  }
}

const REASONS: Record<number, string> = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
}

function answer(socket: Socket, status: number, body: unknown): void {
  if (socket.destroyed || socket.writableEnded) return
  const text = Buffer.from(JSON.stringify(body))
  const head = [
    `HTTP/1.1 ${status} ${REASONS[status] ?? 'Refused'}`,
    'content-type: application/json',
    `content-length: ${text.length}`,
    'connection: close',
  ]
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), text]))
}

/** From the kernel: `node:crypto` would bring all of OpenSSL's tables into an otherwise small process. */
function randomSecret(): string {
  const bytes = Buffer.alloc(SECRET_BYTES)
  const fd = openSync('/dev/urandom', 'r')
  try {
    for (let have = 0; have < bytes.length; ) have += readSync(fd, bytes, have, bytes.length - have, null)
  } finally {
    closeSync(fd)
  }
  return bytes.toString('base64url')
}

/** Takes the same time wherever they differ. */
function isSame(given: Buffer, wanted: Buffer): boolean {
  if (given.length !== wanted.length) return false
  let difference = 0
  for (const [at, byte] of wanted.entries()) difference |= byte ^ (given[at] ?? 0)
  return difference === 0
}
