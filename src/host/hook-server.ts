import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Holds } from './holds.ts'

/** A hook that writes a big file carries it whole. */
const BODY_BYTES = 8 * 1024 * 1024

export type HookServer = { url: string; secret: string; close(): void }

/**
 * Serves the agent's hooks on 127.0.0.1: `POST /hook/<Event>` with the secret. Anything a browser could be made
 * to send is refused: another host name (DNS rebinding), an Origin, a missing secret.
 */
export async function serveHooks(arrive: Holds['arrive']): Promise<HookServer> {
  const [{ createServer }, { randomBytes, timingSafeEqual }] = await Promise.all([
    import('node:http'),
    import('node:crypto'),
  ])
  const secret = randomBytes(24).toString('base64url')
  const wanted = Buffer.from(`Bearer ${secret}`)
  let host = ''
  // A held hook may take hours to answer; the regular sweep over connections would wake an idle host.
  const server = createServer(
    { requestTimeout: 0, headersTimeout: 0, connectionsCheckingInterval: 2 ** 31 - 1 },
    (request, response) => {
      const refusal = refuse(request)
      if (refusal) return end(response, refusal, { error: 'refused' })
      receive(request, response, arrive)
    },
  )
  function refuse(request: IncomingMessage): number | undefined {
    if (request.headers.host !== host || request.headers.origin !== undefined) return 403
    const given = Buffer.from(request.headers.authorization ?? '')
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 401
    if (request.method !== 'POST') return 405
    return undefined
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the hook endpoint has no port')
  host = `127.0.0.1:${address.port}`
  return {
    url: `http://${host}`,
    secret,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function receive(request: IncomingMessage, response: ServerResponse, arrive: Holds['arrive']): void {
  const event = /^\/hook\/([A-Za-z]{1,64})$/.exec(request.url ?? '')?.[1]
  if (event === undefined) return end(response, 404, { error: 'no such hook' })
  const parts: Buffer[] = []
  let size = 0
  request.on('data', (part: Buffer) => {
    size += part.length
    if (size <= BODY_BYTES) parts.push(part)
    else if (!response.headersSent) {
      end(response, 413, { error: `a hook of more than ${BODY_BYTES} bytes` })
      request.destroy()
    }
  })
  request.on('error', () => {}) // the agent hung up half-way: there is nobody to answer
  request.on('end', () => {
    let body: unknown
    try {
      body = JSON.parse(Buffer.concat(parts).toString('utf8'))
    } catch {
      return end(response, 400, { error: 'the hook is not JSON' })
    }
    const hook = arrive({ event, body, reply: (answer) => end(response, 200, answer) })
    response.on('close', () => {
      if (!response.writableFinished) hook.hungUp()
    })
  })
}

function end(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed || response.writableEnded) return
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}
