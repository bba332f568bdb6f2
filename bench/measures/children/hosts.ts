// Stands for a thousand hosts: serves their sockets and welcomes whoever says hello. `argv`: a folder of sockets,
// then ids. Says who it is in one line of JSON once all are served.
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { encodeJson, Frame, FrameDecoder } from '../../../src/protocol/frames.ts'
import type { Welcome } from '../../../src/protocol/host.ts'
import { HOST_PROTOCOL } from '../../../src/protocol/version.ts'
import { self } from '../../../src/store/identity.ts'
import { paths } from '../../../src/store/paths.ts'

const [, , home = '', ...ids] = process.argv
const at = paths(home)
const host = self()
mkdirSync(at.run, { recursive: true, mode: 0o700 })
await Promise.all(
  ids.map((session) => {
    const welcome: Welcome = {
      protocol: HOST_PROTOCOL,
      build: 'bench',
      session,
      generation: 1,
      host,
      agentPid: host.pid,
      cols: 80,
      rows: 24,
      startedAt: Date.now(),
    }
    const server = createServer((socket) => {
      const decoder = new FrameDecoder()
      socket.on('data', (chunk: Buffer) =>
        decoder.push(chunk, (kind) => {
          if (kind === Frame.hello) socket.write(encodeJson(Frame.welcome, welcome))
        }),
      )
      socket.on('error', () => {})
    })
    return new Promise<void>((done) => server.listen(at.job(session).socket, done))
  }),
)
process.stdout.write(`${JSON.stringify(host)}\n`)
