import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { linkHost, type HostLink } from '../../src/daemon/host-link.ts'
import { encodeJson, Frame, FrameDecoder } from '../../src/protocol/frames.ts'
import type { Peek, Welcome } from '../../src/protocol/host.ts'
import { HOST_PROTOCOL } from '../../src/protocol/version.ts'

/** Stands for the host of one session: shows the screen it is given, and keeps what is typed into it. */
export type ScreenHost = {
  link: HostLink
  /** `type TEXT` and `keys BYTES`, in the order they came. */
  typed: string[]
  close(): void
}

type Call = { id: number; method: string; params: { text?: string; base64?: string } }

/** `screen` is asked at every look, `onTyped` called before each reply, `waits` at an answer to a held hook. */
export async function screenHost(
  session: string,
  screen: () => string[],
  onTyped: (what: string) => void = () => {},
  waits: () => boolean = () => true,
): Promise<ScreenHost> {
  const folder = mkdtempSync('/tmp/roost-host-')
  const socket = join(folder, 's')
  const typed: string[] = []
  const self = { pid: process.pid, start: '1', boot: 'b' }
  const size = { cols: 100, rows: 30 }
  function reply({ method, params }: Call): Peek | { typed: true } | { delivered: boolean } {
    if (method === 'screen')
      return { ...size, cursor: { x: 0, y: 0, visible: true }, lines: screen(), alternate: false }
    if (method === 'answer') return { delivered: waits() }
    const keys = Buffer.from(params.base64 ?? '', 'base64').toString()
    const what = method === 'type' ? `type ${params.text}` : `keys ${keys}`
    typed.push(what)
    onTyped(what)
    return { typed: true }
  }
  const server = createServer((client) => {
    const decoder = new FrameDecoder()
    client.on('error', () => {})
    client.on('data', (chunk: Buffer) =>
      decoder.push(chunk, (kind, payload) => {
        if (kind === Frame.hello) {
          const about = { protocol: HOST_PROTOCOL, build: 'b', session, generation: 1, host: self }
          const welcome: Welcome = { ...about, agentPid: 41, ...size, startedAt: 1 }
          client.write(encodeJson(Frame.welcome, welcome))
        }
        if (kind !== Frame.call) return
        const call: Call = JSON.parse(payload.toString())
        client.write(encodeJson(Frame.reply, { id: call.id, result: reply(call) }))
      }),
    )
  })
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  const link = await linkHost({
    socket,
    session,
    since: 0,
    listener: { event: () => {}, closed: () => {} },
  })
  return {
    link,
    typed,
    close() {
      link.close()
      server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
