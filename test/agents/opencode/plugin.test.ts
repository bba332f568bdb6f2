import { createServer } from 'node:http'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const file = new URL('../../../assets/opencode/roost.js', import.meta.url).href
type Host = { url: string; secret: string; folder: string }
type Call = { tool: string; sessionID: string; callID: string }
type Plug = (
  opencode: { client: object; directory: string },
  host: Host,
) => Promise<{
  event(given: { event: { type: string; properties: object } }): Promise<void>
  'tool.execute.before'(call: Call, output: { args: object }): Promise<void>
}>
type Told = { event: string; body: Record<string, unknown> }

/** A host that rules as told, holds what is asked, and keeps what it heard; and the plugin that talks to it. */
async function plugged(rule: (told: Told) => object) {
  const heard: Told[] = []
  const wakes = new Set<() => void>()
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const told = {
        event: request.url?.split('/').at(-1) ?? '',
        body: JSON.parse(String(Buffer.concat(parts))),
      }
      heard.push(told)
      for (const wake of wakes) wake()
      if (told.event !== 'PermissionAsked') response.end(JSON.stringify(rule(told)))
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const folder = mkdtempSync(join(tmpdir(), 'roost-plugin-'))
  const replies: unknown[] = []
  const client = {
    session: { get: ({ path }: { path: { id: string } }) => Promise.resolve({ data: path }) },
    _client: {
      post(sent: unknown) {
        replies.push(sent)
        for (const wake of wakes) wake()
        return Promise.resolve({})
      },
    },
  }
  const { RoostPlugin }: { RoostPlugin: Plug } = await import(file)
  const url = `http://127.0.0.1:${port}`
  const plugin = await RoostPlugin({ client, directory: '/work' }, { url, secret: 's', folder })
  return {
    replies,
    before: (sessionID: string, callID: string, command: string) =>
      plugin['tool.execute.before']({ tool: 'bash', sessionID, callID }, { args: { command } }),
    asks: (sessionID: string, callID: string) =>
      plugin.event({
        event: {
          type: 'permission.asked',
          properties: { id: `p ${sessionID}`, sessionID, permission: 'bash', tool: { callID } },
        },
      }),
    /** The first it heard, or the first reply it gave, whichever a permission leads to. */
    outcome: () =>
      new Promise<unknown>((resolve) => {
        const look = () => {
          const asked = heard.find(({ event }) => event === 'PermissionAsked')
          if (asked ?? replies[0]) resolve(asked?.body ?? replies[0])
        }
        wakes.add(look)
        look()
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      rmSync(folder, { recursive: true })
    },
  }
}

const onlyStatus = ({ body }: Told) =>
  JSON.stringify(body.args).includes('git status') ? { verdict: 'allow' } : {}

test('what a rule allowed is answered without anybody', async () => {
  await using opencode = await plugged(onlyStatus)
  await opencode.before('s1', 'call_1', 'git status')
  await opencode.asks('s1', 'call_1')
  expect(await opencode.outcome()).toMatchObject({ path: { requestID: 'p s1' }, body: { reply: 'once' } })
})

test('a later call of the same number is not allowed by what an earlier one was', async () => {
  await using opencode = await plugged(onlyStatus)
  await opencode.before('s1', 'call_1', 'git status') // fails: its end is never told
  await opencode.before('s1', 'call_1', 'rm -rf .')
  await opencode.asks('s1', 'call_1')
  expect(await opencode.outcome()).toMatchObject({ args: { command: 'rm -rf .' } })
  expect(opencode.replies).toEqual([])
})

test('a call of another conversation with the same number is asked about, and shown as itself', async () => {
  await using opencode = await plugged(onlyStatus)
  await opencode.before('s1', 'call_1', 'rm -rf .')
  await opencode.before('s2', 'call_1', 'git status')
  await opencode.asks('s1', 'call_1')
  expect(await opencode.outcome()).toMatchObject({ args: { command: 'rm -rf .' } })
  expect(opencode.replies).toEqual([])
})
