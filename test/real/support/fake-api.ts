import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A stand-in for the API of an agent's model, so that a test of the real agent needs neither network nor account. */
export type FakeApi<Asked> = {
  url: string
  /** Bodies of what the model was asked, oldest first; side requests (titles) too. */
  requests: Asked[]
  close(): Promise<void>
}

type Call = { method: string | undefined; path: string; body: string }

/** `answer` is called when a request's whole body is there; one that it throws at is cut off. */
export function serveFake(
  answer: (call: Call, response: ServerResponse) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    answer({ method: request.method, path, body: Buffer.concat(parts).toString() }, response)
  }
  return onLoopback(
    createServer((request, response) => {
      handle(request, response).catch(() => response.destroy())
    }),
  )
}

export function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}

/** Serves on a free port of this machine alone. `close` also ends what is still open. */
export async function onLoopback(server: Server): Promise<{ url: string; close(): Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server's address is never a string
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
