import { lstatSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import * as v from 'valibot'
import {
  LINE_LIMIT,
  type ErrorCode,
  type Event,
  type Method,
  type Params,
  type Result,
} from '../protocol/control.ts'
import { LineDecoder } from '../protocol/lines.ts'
import { build, CONTROL } from '../protocol/version.ts'
import { messageOf } from '../protocol/thrown.ts'
import { faultOf } from '../store/fault.ts'
import type { Log } from '../store/log.ts'
import { SELF } from './ask.ts'
import { schemas } from './schema.ts'

/** Refuses a request in a way its client understands. */
export class Refusal extends Error {
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export type Caller = { /** What people see: `view 412`. */ name: string }
export type Handlers = {
  [M in Exclude<Method, 'hello'>]: (params: Params<M>, caller: Caller) => Result<M> | Promise<Result<M>>
}

export type ControlServer = {
  broadcast(event: Event): void
  /** Connections that have shaken hands. */
  clients(): number
  /** Those of them that hear events. */
  watchers(): number
  /** Serves the path anew when somebody deleted its socket. Who is connected stays so. False: it is there. */
  again(): Promise<boolean>
  close(): Promise<void>
}

/** Events queued for a client that does not read; over it the client is cut off and has to list again, bytes. */
const QUEUE_LIMIT = 8 * 1024 * 1024
/** A connection that never says hello is dropped after this, ms. */
const HELLO_MS = 10_000

type Client = { socket: Socket; caller: Caller | undefined; watching: boolean }

/** Serves the control protocol on a unix socket. `onClients` is called whenever one comes or goes. */
export async function serveControl(options: {
  path: string
  handlers: Handlers
  log: Log
  onClients(): void
}): Promise<ControlServer> {
  const { handlers, log } = options
  const clients = new Set<Client>()

  const open = async (): Promise<{ server: Server; ino: number }> => {
    const opened = createServer((socket) => accept(socket))
    await listen(opened, options.path)
    return { server: opened, ino: lstatSync(options.path).ino }
  }
  let { server, ino } = await open()

  function accept(socket: Socket): void {
    const client: Client = { socket, caller: undefined, watching: false }
    clients.add(client)
    const decoder = new LineDecoder(LINE_LIMIT)
    const late = setTimeout(() => socket.destroy(), HELLO_MS)
    late.unref()
    socket.on('data', (chunk: Buffer) => {
      try {
        decoder.push(
          chunk,
          (line) => void answer(client, line).finally(() => client.caller && clearTimeout(late)),
        )
      } catch (error) {
        const message = messageOf(error)
        log.warn('client sent what is not understood; connection closed', { message })
        socket.write(`${JSON.stringify({ id: 0, error: { code: 'bad-request', message } })}\n`)
        socket.destroySoon() // `end` would wait for one who never closes
      }
    })
    socket.on('error', (error) => log.debug('client connection', { error: error.message }))
    socket.on('close', () => {
      clearTimeout(late)
      clients.delete(client)
      options.onClients()
    })
  }

  async function answer(client: Client, line: string): Promise<void> {
    let id = 0
    try {
      const request = parseRequest(line)
      id = request.id
      send(client, { id, result: await handle(client, request) })
    } catch (error) {
      if (error instanceof Refusal)
        return send(client, { id, error: { code: error.code, message: error.message } })
      log.error('request failed', {
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      })
      const message = messageOf(error)
      send(client, { id, error: { code: 'internal', message } })
    }
  }

  async function handle(
    client: Client,
    { method, params }: { method: Method; params: unknown },
  ): Promise<unknown> {
    if (method === 'hello') {
      const hello = check('hello', params)
      if (hello.protocol.major !== CONTROL.major) throw incompatible(hello)
      client.caller = { name: hello.client }
      options.onClients()
      return { protocol: CONTROL, build, pid: process.pid } satisfies Result<'hello'>
    }
    if (!client.caller) throw new Refusal('bad-request', 'hello must come first')
    if (method === 'session.watch') client.watching = true
    const parsed = check(method, params)
    // The table's types tie method to params; the compiler cannot follow the tie through an index.
    const handler = handlers[method] as (params: unknown, caller: Caller) => unknown
    return await handler(parsed, client.caller)
  }

  function send(client: Client, message: unknown): void {
    if (client.socket.destroyed) return
    client.socket.write(`${JSON.stringify(message)}\n`)
    if (client.socket.writableLength <= QUEUE_LIMIT) return
    log.warn('client does not read; connection closed', { client: client.caller?.name ?? '?' })
    client.socket.destroy()
  }

  return {
    broadcast(event) {
      for (const client of clients) if (client.watching) send(client, event)
    },
    clients: () => [...clients].filter(({ caller }) => caller && caller.name !== SELF).length,
    watchers: () => [...clients].filter(({ watching }) => watching).length,
    async again() {
      if (lstatSync(options.path, { throwIfNoEntry: false })?.ino === ino) return false
      server.close() // libuv unlinks the path with it: that must come before it is served again
      rmSync(options.path, { force: true })
      ;({ server, ino } = await open())
      return true
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const { socket } of clients) socket.end()
        setTimeout(() => {
          for (const { socket } of clients) socket.destroy()
        }, 200).unref()
      }),
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ path, backlog: 511, readableAll: false, writableAll: false }, () => resolve())
  })
}

function parseRequest(line: string): { id: number; method: Method; params: unknown } {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new Refusal('bad-request', 'a line is not JSON', { cause })
  }
  const shape = v.safeParse(
    v.object({ id: v.number(), method: v.string(), params: v.optional(v.unknown(), {}) }),
    value,
  )
  if (!shape.success)
    throw new Refusal('bad-request', 'a request is {id: number, method: string, params: object}')
  const { id, method, params } = shape.output
  if (!(method in schemas))
    throw new Refusal(
      'bad-request',
      `this daemon does not know ${method}; it may be older than the client: roost daemon stop, then try again`,
    )
  return { id, method: method as Method, params }
}

function check<M extends Method>(method: M, params: unknown): Params<M> {
  const parsed = v.safeParse(schemas[method], params)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const path = issue.path?.map((item) => String(item.key)).join('.')
  // People read it after the command they gave: the method's own name tells only who writes a client.
  throw new Refusal('bad-request', `${path ?? `what ${method} was given`} ${faultOf(issue)}`)
}

function incompatible(hello: Params<'hello'>): Refusal {
  const older = hello.protocol.major < CONTROL.major ? 'this roost' : 'the running daemon'
  const fix =
    older === 'this roost'
      ? 'upgrade it: npm install -g agentroost'
      : 'restart it: roost daemon stop (sessions go on)'
  return new Refusal(
    'incompatible',
    `${older} is too old to talk to the other (protocol ${hello.protocol.major} and ${CONTROL.major}); ${fix}`,
  )
}
