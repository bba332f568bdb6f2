import { spawn } from 'node:child_process'
import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { hookArgs } from '../../src/agents/codex/trust.ts'
import { product, type Product, type Row } from '../helpers/product.ts'
import { codexHome, codexUnderTest, installCodex } from './support/codex-cli.ts'
import type { AgentPlace } from './journeys.ts'

type Place = AsyncDisposable & {
  place: AgentPlace
  roost: Product
  start(...args: string[]): Promise<Row>
  state(id: string, want: string, detail?: string): Promise<Row>
  made(name: string): boolean
}
async function open(): Promise<Place> {
  const place = await codexUnderTest.place({ trusted: true })
  const roost = await product(place.env)
  return {
    place,
    roost,
    start: (...args) => roost.json(['run', '--json', '-a', 'codex', '-C', place.cwd, ...args]),
    state: (id, want, detail = '') =>
      roost.seen(id, `${want} ${detail}`, (row) => row.state === want && row.detail.includes(detail)),
    made: (name) => existsSync(join(place.cwd, name)),
    async [Symbol.asyncDispose]() {
      await roost[Symbol.asyncDispose]()
      await place.remove()
    },
  }
}
const request = (roost: Product) => roost.until('a request', async () => (await roost.approvals())[0])

test('the hashes we trust our hooks by are those that Codex computes', async () => {
  const program = await installCodex()
  const home = codexHome({ api: 'http://127.0.0.1:9' })
  const events = ['SessionStart', 'UserPromptSubmit', 'PreToolUse', 'PermissionRequest', 'Stop']
  const args = hookArgs(
    events.map((event, n) => ({
      event,
      command: `'/a b/"node"' 'ü\\x' ${event}`,
      timeout: n * 100 + 1,
      ...(n > 2 && { says: 'é "x"' }),
    })),
  )
  const server = spawn(program, ['app-server', ...args], { cwd: home.cwd, env: home.env, stdio: 'pipe' })
  try {
    const lines = createInterface({ input: server.stdout })
    const say = (message: object) => server.stdin.write(`${JSON.stringify(message)}\n`)
    say({ id: 1, method: 'initialize', params: { clientInfo: { name: 'test', version: '1' } } })
    say({ method: 'initialized' })
    say({ id: 2, method: 'hooks/list', params: { cwds: [home.cwd] } })
    for await (const line of lines) {
      const { id, result } = JSON.parse(line) as {
        id?: number
        result?: { data: { hooks: { eventName: string; trustStatus: string }[]; warnings: unknown[] }[] }
      }
      if (id !== 2) continue
      const [listed] = result?.data ?? []
      expect(listed?.warnings).toEqual([])
      expect(listed?.hooks.map(({ trustStatus }) => trustStatus)).toEqual(events.map(() => 'trusted'))
      break
    }
  } finally {
    server.kill()
    home.remove()
  }
})

test('the name that Codex gives a conversation is its title, and its prompt goes before', async () => {
  await using p = await open()
  const { id } = await p.start('remember heron')
  expect((await p.state(id, 'idle', 'I remember heron')).name).toMatch(/remember heron|Fake title/)
  await p.roost.seen(id, 'its title', ({ title }) => title === 'Fake title')
})

test('what stays in the folder runs unasked; paused, everything asks before it runs, and a no is read', async () => {
  await using p = await open()
  const { id } = await p.start('run plainly touch free.txt')
  await p.roost.until('the file', () => p.made('free.txt'))
  await p.state(id, 'idle')

  await p.roost.json(['pause', '--json', id])
  await p.roost.json(['send', '--json', id, 'run plainly touch paused.txt'])
  const asked = await request(p.roost)
  expect(asked).toMatchObject({ tool: 'Bash', input: { command: 'touch paused.txt' }, fixed: true })
  // A person at the terminal sees no dialog of this: it waits for the card all the same, also past a daemon.
  const attached = await p.roost.screen({ args: ['attach', id], cols: 100, rows: 30 })
  await attached.waitFor((text) => text.includes('touch paused.txt'), 'the conversation')
  await p.roost.killDaemon()
  expect((await request(p.roost)).id).toBe(asked.id)
  expect(p.made('paused.txt')).toBe(false)
  await p.roost.roost(['deny', asked.id, '-m', 'not while I look'])
  await p.roost.until('the reason', () => p.place.heard().includes('not while I look'))
  await p.state(id, 'idle')
  expect(p.made('paused.txt')).toBe(false)

  await p.roost.json(['send', '--json', id, 'run plainly touch allowed.txt'])
  await p.roost.roost(['approve', (await request(p.roost)).id])
  await p.roost.until('the file', () => p.made('allowed.txt'))
})

test('rules stop a call before it runs, pass one that would ask, and always writes one', async () => {
  await using p = await open()
  await p.roost.roost(['rules', 'add', 'deny', 'Bash(touch secret*)'], { cwd: p.place.cwd })
  const { id } = await p.start('run plainly touch secret.txt')
  await p.roost.until('the refusal', () => p.place.heard().includes('stopped by the rule'))
  await p.state(id, 'idle')
  expect(p.made('secret.txt')).toBe(false)

  await p.roost.json(['send', '--json', id, 'touch one.txt'])
  const asked = await request(p.roost)
  expect(asked.input).toMatchObject({ description: 'the test asked for it' })
  expect(asked.always).toMatchObject({ by: 'roost' })
  expect((await p.roost.roost(['approve', asked.id, '--always'])).code).toBe(0)
  await p.roost.until('the file', () => p.made('one.txt'))
  await p.state(id, 'idle')
  await p.roost.json(['send', '--json', id, 'touch one.txt'])
  await p.roost.until('the rule to let it pass', async () => {
    const audit = await p.roost.json<{ kind: string; verdict?: string }[]>([
      'audit',
      '--json',
      '--session',
      id,
    ])
    return audit.some(({ kind, verdict }) => kind === 'call' && verdict === 'allow')
  })
  await p.state(id, 'idle')
  expect(await p.roost.approvals()).toEqual([])
})

test('a failing API is told, and stays told; with hooks switched off its own dialog is still seen', async () => {
  await using p = await open()
  const failing = await p.start('api error 400')
  expect((await p.state(failing.id, 'needs-input', 'the fake refuses')).needs).toBe('input')
  await p.roost.roost(['stop', failing.id])

  appendFileSync(join(p.place.env.CODEX_HOME ?? '', 'config.toml'), '[features]\nhooks = false\n')
  const { id } = await p.start('remember stork')
  // No hook names the conversation: the lock it holds does, once its screen is still.
  await p.roost.seen(id, 'its conversation', ({ resumeId }) => resumeId !== null)
  await p.roost.json(['send', '--json', id, 'touch unseen.txt'])
  expect((await p.state(id, 'needs-input')).needs).toBe('permission')
  expect(await p.roost.approvals()).toEqual([])
  expect((await p.roost.roost(['explain', id])).stdout).toContain('blocked permission')
})
