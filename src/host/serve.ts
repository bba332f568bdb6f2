import { chmodSync, existsSync, unlinkSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { isCode } from './errno.ts'
import { listen } from './listen.ts'

/**
 * Serves the session's socket, for our user only. One left by a host that died is replaced; one that somebody
 * serves is not touched. @throws Error with a sentence.
 */
export async function serve(path: string, onConnection: (socket: Socket) => void): Promise<Server> {
  if (existsSync(path)) {
    if (await isServed(path)) throw new Error(`another host already serves ${path}`)
    unlinkSync(path)
  }
  const server = createServer({ noDelay: true }, onConnection)
  // Between bind and chmod nobody else may come in. Put back at once: the agent inherits the mask.
  const mask = process.umask(0o177)
  try {
    await listen(server, { path })
  } catch (cause) {
    if (isCode(cause, 'EADDRINUSE')) throw new Error(`another host already serves ${path}`, { cause })
    throw cause
  } finally {
    process.umask(mask)
  }
  chmodSync(path, 0o600)
  return server
}

function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    // EAGAIN: its queue is full, so somebody does serve it.
    socket.once('error', (error) => resolve(isCode(error, 'EAGAIN')))
  })
}
