import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { FrameDecoder } from '../../src/protocol/frames.ts'

/** What a recorded host was asked, one entry a frame. */
export type Asked = { kind: number; payload: unknown }

/**
 * Serves a recording (test/fixtures/host-protocol) on `socket`: after each frame of the client comes what the
 * recorded host said then, byte for byte, in pieces of seven so that no frame comes whole.
 */
export async function playHost(
  recording: string,
  socket: string,
): Promise<{ asked: Asked[]; close(): void }> {
  const turns: Buffer[][] = []
  for (const line of readFileSync(recording, 'utf8').trim().split('\n')) {
    if (line.startsWith('>')) turns.push([])
    else turns.at(-1)?.push(Buffer.from(line.slice(2), 'hex'))
  }
  const asked: Asked[] = []
  const server = createServer((client) => {
    const decoder = new FrameDecoder()
    client.on('data', (chunk: Buffer) =>
      decoder.push(chunk, (kind, payload) => {
        asked.push({ kind, payload: JSON.parse(payload.toString()) })
        const said = Buffer.concat(turns.shift() ?? [])
        for (let at = 0; at < said.length; at += 7) client.write(said.subarray(at, at + 7))
        if (turns.length === 0) client.end()
      }),
    )
  })
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  return { asked, close: () => server.close() }
}
