import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Hold, HostEvent } from '../../src/protocol/host.ts'
import { attachTo, daemonOf, startHost, type TestHost, until } from './host-process.ts'

const hold: Hold[] = [
  { event: 'Ask', alone: 'hold', maxMs: 60_000 },
  { event: 'Gate', alone: 'pass', maxMs: 60_000 },
  { event: 'Short', alone: 'hold', maxMs: 50 },
  { event: 'Hidden', alone: 'hold', maxMs: 60_000, dialog: 'after' },
  { event: 'Rule', alone: 'pass', maxMs: 2000 },
]

type Reply = { status: number; body: unknown }
type Sent = { reply: Promise<Reply>; hangUp(): void }
type Agent = AsyncDisposable & {
  host: TestHost
  url: string
  secret: string
  hook(event: string, body?: unknown): Sent
}

/** A host whose agent has been told where its hooks go, in a file as agents' settings are. */
async function startAgent(): Promise<Agent> {
  const folder = mkdtempSync('/tmp/rh-')
  const settings = join(folder, 'agent/settings.json')
  const host = await startHost({
    folder,
    script: 'echo "$URL"; cat',
    env: { PATH: process.env.PATH ?? '', URL: '${HOOK_URL}' },
    hooks: { hold },
    files: [{ path: settings, text: '{"url":"${HOOK_URL}","secret":"${HOOK_SECRET}"}' }],
  })
  const { url, secret } = JSON.parse(readFileSync(settings, 'utf8')) as { url: string; secret: string }
  return {
    host,
    url,
    secret,
    hook: (event, body = {}) =>
      post(`${url}/hook/${event}`, JSON.stringify(body), { authorization: `Bearer ${secret}` }),
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  }
}

function post(url: string, body: string, headers: Record<string, string>): Sent {
  const call = request(url, { method: 'POST', headers })
  const reply = new Promise<Reply>((resolve, reject) => {
    call.once('error', reject)
    call.once('response', (response) => {
      let text = ''
      response.on('data', (part: Buffer) => (text += part.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }))
    })
  })
  reply.catch(() => {}) // a test that hangs up does not ask how it went
  call.end(body)
  return { reply, hangUp: () => call.destroy() }
}

type HookEvent = HostEvent & { type: 'hook' }
const hooksIn = (events: HostEvent[]): HookEvent[] => events.filter((event) => event.type === 'hook')
async function heldIn(events: HostEvent[]): Promise<string> {
  return until('a held hook', () => hooksIn(events).find((event) => event.hold !== undefined)?.hold)
}

describe('the hook endpoint', () => {
  it('refuses what a web page or a stranger could send', async () => {
    await using agent = await startAgent()
    const auth = { authorization: `Bearer ${agent.secret}` }
    const { port } = new URL(agent.url)
    const status = async (sent: Sent): Promise<number> => (await sent.reply).status
    expect({
      noSecret: await status(post(`${agent.url}/hook/Stop`, '{}', {})),
      wrongSecret: await status(
        post(`${agent.url}/hook/Stop`, '{}', { authorization: `Bearer ${'x'.repeat(agent.secret.length)}` }),
      ),
      origin: await status(post(`${agent.url}/hook/Stop`, '{}', { ...auth, origin: 'http://evil.example' })),
      otherName: await status(
        post(`${agent.url}/hook/Stop`, '{}', { ...auth, host: `evil.example:${port}` }),
      ),
      otherPath: await status(post(`${agent.url}/hook/../x`, '{}', auth)),
      notJson: await status(post(`${agent.url}/hook/Stop`, '{', auth)),
      good: await status(post(`${agent.url}/hook/Stop`, '{}', auth)),
    }).toEqual({
      noSecret: 401,
      wrongSecret: 401,
      origin: 403,
      otherName: 403,
      otherPath: 404,
      notJson: 400,
      good: 200,
    })
    const large = post(`${agent.url}/hook/Stop`, 'x'.repeat(9 * 1024 * 1024), auth)
    await expect(
      large.reply.then(
        ({ status }) => status,
        () => 413,
      ),
    ).resolves.toBe(413)
  })

  it('answers {} at once to what nobody waits for, and tells it on', async () => {
    await using agent = await startAgent()
    const daemon = await daemonOf(agent.host)
    expect(await agent.hook('Stop', { reason: 'end' }).reply).toEqual({ status: 200, body: {} })
    const event = await until('the event', () => hooksIn(daemon.events)[0])
    expect(event).toMatchObject({ event: 'Stop', body: { reason: 'end' } })
    expect(event.hold).toBeUndefined()
  })
})

describe('a hook sent by fetch', () => {
  it('is read, and answered', async () => {
    await using agent = await startAgent()
    const daemon = await daemonOf(agent.host)
    const text = 'ü'.repeat(200_000)
    const answer = fetch(`${agent.url}/hook/Ask`, {
      method: 'POST',
      headers: { authorization: `Bearer ${agent.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
    })
    const hold = await heldIn(daemon.events)
    expect(hooksIn(daemon.events)[0]?.body).toEqual({ text })
    await daemon.host.call('answer', { hold, body: { text } })
    expect(await (await answer).json()).toEqual({ text })
  })
})

describe('a held hook', () => {
  it('gets the answer that is given, once', async () => {
    await using agent = await startAgent()
    const daemon = await daemonOf(agent.host)
    const sent = agent.hook('Ask', { tool: 'Bash' })
    const id = await heldIn(daemon.events)
    expect((await daemon.host.call('status', {})).holds).toEqual([id])
    expect(await daemon.host.call('answer', { hold: id, body: { decision: 'allow' } })).toEqual({
      delivered: true,
    })
    expect(await sent.reply).toEqual({ status: 200, body: { decision: 'allow' } })
    expect(await daemon.host.call('answer', { hold: id, body: {} })).toEqual({ delivered: false })
  })

  it('survives the daemon: the next one learns of it and answers', async () => {
    await using agent = await startAgent()
    const first = await daemonOf(agent.host)
    const sent = agent.hook('Ask')
    await heldIn(first.events)
    first.host.close()
    await first.host.closed
    const second = await daemonOf(agent.host)
    const id = await heldIn(second.events)
    await second.host.call('answer', { hold: id, body: { late: true } })
    expect((await sent.reply).body).toEqual({ late: true })
    const third = await daemonOf(agent.host)
    await third.host.call('status', {})
    expect(hooksIn(third.events).filter((event) => event.hold !== undefined)).toEqual([])
  })

  it('that came while no daemon was there waits for one, or passes, as was asked for', async () => {
    await using agent = await startAgent()
    expect((await agent.hook('Gate').reply).body).toEqual({})
    const sent = agent.hook('Ask')
    const ask = await agent.host.connect({ protocol: 1, role: 'ask' })
    await until('the hold', async () => (await ask.call('status', {})).holds.length === 1)
    const daemon = await daemonOf(agent.host)
    const id = await heldIn(daemon.events)
    expect(hooksIn(daemon.events).map(({ event, hold: held }) => [event, held])).toEqual([
      ['Gate', undefined],
      ['Ask', id],
    ])
    const gate = agent.hook('Gate')
    await until('the gate', () => hooksIn(daemon.events).length === 3)
    daemon.host.close()
    expect((await gate.reply).body).toEqual({})
    sent.hangUp()
  })

  it('that the agent gave up is told to be gone, and kept no longer', async () => {
    await using agent = await startAgent()
    const daemon = await daemonOf(agent.host)
    const sent = agent.hook('Ask')
    const id = await heldIn(daemon.events)
    sent.hangUp()
    await until('the news', () => daemon.events.find((event) => event.type === 'hook-gone'))
    expect(daemon.events.at(-1)).toMatchObject({ type: 'hook-gone', hold: id, why: 'closed' })
    expect((await daemon.host.call('status', {})).holds).toEqual([])
  })

  it('that nobody answers in time gets {}', async () => {
    await using agent = await startAgent()
    const daemon = await daemonOf(agent.host)
    expect((await agent.hook('Short').reply).body).toEqual({})
    await until('the news', () =>
      daemon.events.some((event) => event.type === 'hook-gone' && event.why === 'timeout'),
    )
  })

  it('of a subagent is let go when a person comes to the terminal, where the agent asks itself', async () => {
    await using agent = await startAgent()
    const daemon = await daemonOf(agent.host)
    const main = agent.hook('Ask', { tool: 'Bash' })
    const sub = agent.hook('Ask', { tool: 'Bash', agent_id: 'a1' })
    await until('both', () => hooksIn(daemon.events).length === 2)
    await attachTo(agent.host)
    expect((await sub.reply).body).toEqual({})
    expect((await daemon.host.call('status', {})).holds.length).toBe(1)
    main.hangUp()
  })
})

describe('a hook before the agent draws its own dialog', () => {
  it('is let go when a person comes to the terminal, and the daemon is told why', async () => {
    await using agent = await startAgent()
    const daemon = await daemonOf(agent.host)
    const sent = agent.hook('Hidden', { tool: 'Bash' })
    const id = await heldIn(daemon.events)
    await attachTo(agent.host)
    expect((await sent.reply).body).toEqual({})
    await until('the news', () => daemon.events.find((event) => event.type === 'hook-gone'))
    expect(daemon.events.find((event) => event.type === 'hook-gone')).toMatchObject({
      hold: id,
      why: 'attended',
    })
  })

  it('with a person there is held only as long as rules need', async () => {
    await using agent = await startAgent()
    const daemon = await daemonOf(agent.host)
    await attachTo(agent.host)
    const sent = agent.hook('Hidden', { tool: 'Bash' })
    const id = await heldIn(daemon.events)
    expect(await daemon.host.call('answer', { hold: id, body: { by: 'rule' } })).toEqual({ delivered: true })
    expect((await sent.reply).body).toEqual({ by: 'rule' })
    expect((await agent.hook('Hidden', { tool: 'Bash' }).reply).body).toEqual({})
  })
})

describe('a hook for the rules that a person was asked about after all', () => {
  it('is kept past its time, past the daemon, and with somebody at the terminal', async () => {
    await using agent = await startAgent()
    const first = await daemonOf(agent.host)
    const sent = agent.hook('Rule', { tool: 'Bash', agent_id: 'a1' })
    const id = await heldIn(first.events)
    expect(await first.host.call('keep', { hold: id })).toEqual({ kept: true })
    await attachTo(agent.host)
    first.host.close()
    await first.host.closed
    // Two that are not kept show that its own time has passed.
    const second = await daemonOf(agent.host)
    expect((await agent.hook('Rule').reply).body).toEqual({})
    expect(await heldIn(second.events)).toBe(id)
    expect(await second.host.call('answer', { hold: id, body: { late: true } })).toEqual({ delivered: true })
    expect((await sent.reply).body).toEqual({ late: true })
    expect(await second.host.call('keep', { hold: id })).toEqual({ kept: false })
  })
})

describe('the hook command', () => {
  const entry = join(import.meta.dirname, '../../src/host/hook.ts')
  const command = (env: Record<string, string>, args: string[], input: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = execFile(process.execPath, [entry, ...args], { env }, (error, out) =>
        error ? reject(error) : resolve(out),
      )
      child.stdin?.on('error', () => {}) // it may be gone before it reads
      child.stdin?.end(input)
    })

  it('hands the event on, past a proxy, and prints the answer', async () => {
    await using agent = await startAgent()
    const daemon = await daemonOf(agent.host)
    const env = {
      ROOST_HOOK_URL: agent.url,
      ROOST_HOOK_SECRET: agent.secret,
      NODE_USE_ENV_PROXY: '1',
      HTTP_PROXY: 'http://127.0.0.1:9',
    }
    const out = command(env, ['Ask'], '{"tool":"Bash"}')
    const id = await heldIn(daemon.events)
    expect(hooksIn(daemon.events)[0]).toMatchObject({ event: 'Ask', body: { tool: 'Bash' } })
    await daemon.host.call('answer', { hold: id, body: { behavior: 'deny' } })
    expect(await out).toBe('{"behavior":"deny"}')
  })

  it('prints nothing and ends well when anything is wrong, so that the agent asks by itself', async () => {
    await using agent = await startAgent()
    const good = { ROOST_HOOK_URL: agent.url, ROOST_HOOK_SECRET: agent.secret }
    const wrong: [Record<string, string>, string[], string][] = [
      [{}, ['Ask'], '{}'],
      [{ ...good, ROOST_HOOK_URL: 'http://127.0.0.1:9' }, ['Ask'], '{}'],
      [{ ...good, ROOST_HOOK_SECRET: 'x' }, ['Ask'], '{}'],
      [good, ['Ask'], '{'],
      [good, [], '{}'],
      [good, ['../x'], '{}'],
    ]
    for (const each of wrong) expect(await command(...each)).toBe('')
    const unreadable = ['-c', 'exec "$0" "$@" < /', process.execPath, entry, 'Ask']
    expect(execFileSync('/bin/sh', unreadable, { env: good, encoding: 'utf8' })).toBe('')
  })
})

describe('a daemon that was away', () => {
  it('learns what it missed: the last of each state, and what came after what it knows', async () => {
    await using agent = await startAgent()
    const { host } = agent
    for (let i = 0; i < 100; i++) await agent.hook('Note', { i }).reply
    const terminal = await attachTo(host)
    terminal.type('\x1b]0;one\x07\x1b]0;two\x07\r')
    const ask = await host.connect({ protocol: 1, role: 'ask' })
    await until('the title', async () => (await ask.call('status', {})).title === 'two')
    const daemon = await daemonOf(host)
    await until('the title', () =>
      daemon.events.some((event) => event.type === 'title' && event.title === 'two'),
    )
    const notes = hooksIn(daemon.events).map((event) => (event.body as { i: number }).i)
    expect(notes.at(-1)).toBe(99)
    expect(notes.length).toBeLessThanOrEqual(64)
    expect(daemon.events.filter((event) => event.type === 'title').length).toBeLessThanOrEqual(2)
    const seqs = daemon.events.map((event) => event.seq)
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
    const later = await daemonOf(host, seqs.at(-1))
    await later.host.call('status', {})
    expect(later.events.filter((event) => event.seq <= (seqs.at(-1) ?? 0))).toEqual([])
  })

  it('gets a huge hook shortened, and one that was there gets all of it', async () => {
    await using agent = await startAgent()
    const there = await daemonOf(agent.host)
    await agent.hook('Note', { text: 'x'.repeat(1_000_000), small: 1 }).reply
    const whole = await until('it', () => hooksIn(there.events)[0])
    expect((whole.body as { text: string }).text.length).toBe(1_000_000)
    const later = await daemonOf(agent.host)
    const cut = await until('it', () => hooksIn(later.events)[0])
    expect(cut.body).toEqual({ text: `${'x'.repeat(2000)}…`, small: 1, roostCut: true })
  })
})
