/* oxlint-disable no-underscore-dangle -- the private parts of Node are named so */
import type { Server } from 'node:net'

/** A unix socket, or a port of this machine (0: any that is free). */
export type Address = { path: string } | { port: number; host: string }

const QUEUE = 511

/**
 * As `server.listen`, but without loading `cluster`, and with it `child_process` and `dgram`, which `listen` does
 * only to ask whether this process is one of a cluster: half a megabyte a host and 2 ms of its start. `_listen2` is
 * what it calls next, kept by Node under that name for those who wrap it; should it go, `listen` serves too.
 * @throws what the system says: EADDRINUSE, EACCES.
 */
export function listen(server: Server, address: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.once('listening', () => {
      server.off('error', reject)
      resolve()
    })
    if (!hasListen2(server)) server.listen({ ...address, backlog: QUEUE })
    else if ('port' in address) server._listen2(address.host, address.port, IPV4, QUEUE)
    else {
      server._pipeName = address.path // what `address()` gives
      server._listen2(address.path, PIPE, PIPE, QUEUE)
    }
  })
}

const IPV4 = 4
/** Instead of a port and a kind of address. */
const PIPE = -1

type Listen2 = {
  _pipeName?: string
  _listen2(address: string, port: number, kind: number, backlog: number): void
}

function hasListen2(server: Server): server is Server & Listen2 {
  return '_listen2' in server && typeof server._listen2 === 'function'
}
