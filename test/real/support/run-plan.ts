import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { PATIENCE_MS } from '../../helpers/patience.ts'
import { Terminal } from '@xterm/headless'
import { spawn } from 'node-pty'
import type { Agent, Asked, Learned, Plan } from '../../../src/agents/agent.ts'
import { isOver } from '../../../src/agents/over.ts'
import { nextSession, trusted } from '../../../src/daemon/session.ts'
import { openRequest } from '../../../src/daemon/request.ts'
import type { HostEvent } from '../../../src/protocol/host.ts'
import type { Activity, Session, SignalSource } from '../../../src/protocol/session.ts'
import type { Answer, Closed, Request } from '../../../src/protocol/request.ts'
import { onLoopback } from './fake-api.ts'

type Held = { request: Request; asked: Asked; hold: string; response: ServerResponse }

/** An agent running by its own plan, with what the daemon would make of it. */
export type Running = {
  session(): Session
  activity(): Activity | undefined
  learned: Learned[]
  /** Hook events so far, with their bodies. */
  hooks: { event: string; body: unknown }[]
  open(): Held[]
  closed: Pick<Closed, 'id' | 'by'>[]
  answer(held: Held, answer: Answer): void
  keys(bytes: string): void
  signal(signal: string): void
  rows(): string[]
  /** Asks the agent what it makes of the screen, as the daemon does after a silent start. */
  look(): void
  ended(): Promise<number>
  close(): Promise<void>
}

/** Polls until `look` gives something; the error says what was waited for and what the screen showed. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false,
  screen?: () => string[],
): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const seen = look()
    if (seen !== undefined && seen !== false) return seen
    if (Date.now() > deadline) throw new Error(`waited for ${what}\n${(screen?.() ?? []).join('\n')}`)
    await wait(20)
  }
}

/** Runs a plan in a pty with a hook endpoint, as a host would, and folds what the agent says. */
export async function runPlan(options: {
  agent: Agent
  plan: Plan
  session: Session
  env: Record<string, string>
  /** A terminal that does not know OSC 7501: the agent's question stays unanswered. */
  deaf?: boolean
}): Promise<Running> {
  const { agent, plan } = options
  let session = options.session
  let best: SignalSource | undefined
  let seq = 0
  let open: Held[] = []
  const learned: Learned[] = []
  const hooks: Running['hooks'] = []
  const closed: Running['closed'] = []

  const end = (held: Held, by: Closed['by']) => {
    if (!open.includes(held)) return
    open = open.filter((other) => other !== held)
    closed.push({ id: held.request.id, by })
  }
  function take(pieces: Learned[]): void {
    for (const piece of pieces) {
      learned.push(piece)
      if (piece.type === 'requests-over')
        for (const held of open) if (isOver(held.request, piece)) end(held, 'dialog')
      if (piece.type === 'activity') {
        if (!trusted(piece.source, best)) continue
        best = piece.source
      }
      session = nextSession(session, { type: 'learned', learned: piece }, Date.now())
    }
  }
  type Word<E> = E extends HostEvent ? Omit<E, 'seq' | 'at'> : never
  function hear(word: Word<HostEvent>): HostEvent {
    seq += 1
    const event = { ...word, seq, at: Date.now() }
    take(agent.learn(event, session))
    return event
  }

  const secret = randomBytes(8).toString('hex')
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const name = request.url?.split('/').at(-1) ?? ''
      if (request.headers.authorization !== `Bearer ${secret}`) return void response.writeHead(401).end()
      const body: unknown = JSON.parse(Buffer.concat(parts).toString())
      hooks.push({ event: name, body })
      const hold = plan.hooks?.hold.some((each) => each.event === name) ? `h${seq}` : undefined
      const event = hear({ type: 'hook', event: name, body, ...(hold && { hold }) })
      const asked = hold && event.type === 'hook' ? agent.asks?.(event) : undefined
      response.setHeader('content-type', 'application/json')
      if (!hold || !asked || event.type !== 'hook') return void response.end('{}')
      const judged = { risk: 'low' as const, reasons: [] }
      const held: Held = {
        ...openRequest({ session: session.id, generation: session.generation, event, hold, asked, judged }),
        response,
      }
      open.push(held)
      response.on('close', () => {
        if (!response.writableFinished) end(held, 'dialog')
      })
    })
  })
  const { url, close } = await onLoopback(server)
  const fill = (text: string) => text.replaceAll('${HOOK_URL}', url).replaceAll('${HOOK_SECRET}', secret)
  for (const file of plan.files) {
    mkdirSync(dirname(file.path), { recursive: true })
    writeFileSync(file.path, fill(file.text), { mode: 0o600 })
  }

  const env = { ...options.env }
  for (const [name, value] of Object.entries(plan.env)) {
    if (value === '') delete env[name]
    else env[name] = fill(value)
  }
  const screen = new Terminal({ cols: 120, rows: 40, allowProposedApi: true })
  const pty = spawn(plan.file, plan.args.map(fill), {
    cols: 120,
    rows: 40,
    cwd: session.cwd,
    env,
    name: 'xterm-256color',
  })
  session = {
    ...session,
    ...(plan.resumeId !== undefined && { resumeId: plan.resumeId }),
    life: {
      status: 'running',
      since: Date.now(),
      host: { pid: process.pid, start: '', boot: '' },
      agentPid: pty.pid,
      activity: { kind: 'unknown', what: 'starting up', since: Date.now() },
    },
  }
  let code: number | undefined
  pty.onExit(({ exitCode }) => (code = exitCode))
  const osc = (id: number, data: string): void => {
    if (id === 0 || id === 2) hear({ type: 'title', title: data })
    if (id !== 7501) return
    if (data === '?') return options.deaf === true ? undefined : pty.write('\x1b]7501;?\x1b\\')
    const params = Object.fromEntries(
      data.split(':').map((pair) => {
        const at = pair.indexOf('=')
        const [key, value] = [pair.slice(0, at), pair.slice(at + 1)]
        return [key, key === 'msg' || key === 'title' ? Buffer.from(value, 'base64').toString() : value]
      }),
    )
    hear({ type: 'status', params })
  }
  for (const id of [0, 2, 7501]) screen.parser.registerOscHandler(id, (data) => (osc(id, data), true))
  pty.onData((data) => screen.write(data))

  // The registry, as a watcher would see it.
  const seen = new Map<string, string>()
  const folder = agent.registry?.folder(env)
  const watcher = setInterval(() => {
    if (folder === undefined || code !== undefined) return
    for (const name of list(folder)) {
      const text = textOf(join(folder, name))
      if (text === undefined || text === seen.get(name)) continue
      seen.set(name, text)
      take(agent.registry?.learn({ name, text }, session) ?? [])
    }
  }, 20)

  const rows = () =>
    Array.from({ length: screen.rows }, (_, at) =>
      screen.buffer.active.getLine(screen.buffer.active.viewportY + at),
    )
      .map((line) => line?.translateToString(true) ?? '')
      .filter((row) => row !== '')
  const ended = () => until('the agent to end', () => code, rows)
  return {
    session: () => session,
    activity: () => (session.life.status === 'running' ? session.life.activity : undefined),
    learned,
    hooks,
    open: () => open,
    closed,
    answer(held, answer) {
      const body = agent.answer?.(held.request, answer, held.asked)
      if (body === undefined) throw new Error(`the agent cannot take ${answer.verdict}`)
      end(held, 'person')
      session = nextSession(session, { type: 'answered', says: answer.verdict }, Date.now())
      held.response.end(JSON.stringify(body))
    },
    keys: (bytes) => pty.write(bytes),
    signal: (signal) => pty.kill(signal),
    rows,
    look: () => take(agent.screen?.(rows(), session) ?? []),
    ended,
    async close() {
      clearInterval(watcher)
      // By SIGTERM: a killed Claude Code leaves the command it runs behind.
      if (code === undefined) pty.kill('SIGTERM')
      await ended().catch(() => pty.kill('SIGKILL'))
      await close()
      screen.dispose()
    },
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // made by the agent
  }
}
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined // gone between the list and the look
  }
}
