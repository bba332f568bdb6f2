import { PassThrough } from 'node:stream'
import type { AttachEnd, AttachOptions } from '../../src/client/attach.ts'
import type { Control, DialOptions } from '../../src/client/control.ts'
import type { HostConnection } from '../../src/client/host.ts'
import { Frame } from '../../src/protocol/frames.ts'
import type { Event as News, Method, Params, Result } from '../../src/protocol/control.ts'
import type { Peek, Welcome } from '../../src/protocol/host.ts'
import type { Request } from '../../src/protocol/request.ts'
import type { SessionView } from '../../src/protocol/session.ts'
import type { ThemeOptions } from '../../src/ui/theme.ts'
import { view } from '../../src/ui/view.tsx'
import { PATIENCE_MS } from '../helpers/patience.ts'
import { openTerminal, screenText } from '../helpers/screen.ts'
import { agents, morning, question, request, stats } from './world.ts'

type Call = { [M in Method]: { method: M; params: Params<M> } }[Method]

/** The whole view on a terminal of ours, with a daemon and hosts that do as they are told. */
export class Stage {
  readonly term: ReturnType<typeof openTerminal>
  readonly calls: Call[] = []
  readonly attached: Attached[] = []
  sessions: SessionView[] = morning()
  requests: Request[] = [question, request()]
  /** What `dial` does next: refuses while set. */
  refusing: string | undefined
  lines: string[] = ['one', 'two']
  bytes = ''
  /** Whether each dial would have started a daemon. */
  dials: string[] = []
  kept: unknown
  raw = false
  ended: Promise<number>
  readonly #stdin: PassThrough
  readonly #changed = new Set<() => void>()
  #listeners = new Set<(event: News) => void>()
  #drop: (end: { reason: string }) => void = () => {}

  constructor(
    cols = 80,
    rows = 24,
    {
      answers = true,
      look,
      env = {},
      mouse = false,
    }: { answers?: boolean; look?: ThemeOptions; env?: NodeJS.ProcessEnv; mouse?: boolean } = {},
  ) {
    this.term = openTerminal(cols, rows)
    const stdin = new PassThrough()
    this.#stdin = stdin
    const stdout = new PassThrough({ decodeStrings: false })
    stdout.on('data', (chunk: Buffer | string) => {
      this.bytes += chunk.toString()
      this.term.write(chunk.toString(), () => this.#look())
    })
    // Terminals answer when they are asked; headless ones do not know of colours.
    if (answers) this.term.onData((reply) => stdin.write(reply))
    const setRawMode = (on: boolean) => {
      this.raw = on
    }
    // The parts of a terminal's streams that the view uses.
    const input = Object.assign(stdin, { isTTY: true, setRawMode }) as unknown as NodeJS.ReadStream
    const output = Object.assign(stdout, {
      isTTY: true,
      columns: cols,
      rows,
    }) as unknown as NodeJS.WriteStream
    this.ended = view({
      env: { TERM: 'xterm-256color', HOME: '/home/mo', ...env },
      stdin: input,
      stdout: output,
      detachKeys: ['ctrl+q'],
      kept: { read: () => this.kept, write: (liking) => void (this.kept = liking) },
      keepScreen: () => {},
      title: true,
      mouse,
      ...(look ? { look } : {}),
      place: { host: 'pi5', home: '/home/mo', cwd: '/home/mo/src/shop', detachKeys: ['ctrl+q', 'ctrl+\\'] },
      deps: {
        dial: (options) => this.#dial(options),
        dialHost: () => this.#host(),
        attach: (options) => this.#attach(options),
        readLogText: () => Promise.resolve(this.lines),
        watchLog: async ({ signal, changed }) => {
          changed(this.lines)
          await new Promise((done) => signal.addEventListener('abort', done))
        },
        dashboard: (loan) =>
          new Promise((leave) => {
            loan.output.write('\u001b[2J\u001b[Hthe dashboard itself')
            loan.input.onData(() => {
              loan.giveBack()
              leave({})
            })
          }),
        now: Date.now,
      },
    })
  }

  type(bytes: string): void {
    this.#stdin.write(bytes)
  }

  hangUp(): void {
    this.#stdin.end()
  }

  news(event: News): void {
    for (const listener of this.#listeners) listener(event)
  }

  dropDaemon(reason: string): void {
    this.#listeners.clear()
    this.#drop({ reason })
  }

  text(): string {
    return screenText(this.term)
  }

  /** Resolves once the condition holds; looked at whenever the screen or something of ours changes. */
  until(holds: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(deadline)
        clearInterval(poll)
        this.#changed.delete(look)
      }
      const look = () => {
        if (!holds()) return
        stop()
        resolve()
      }
      const deadline = setTimeout(() => {
        stop()
        reject(new Error(`waited in vain for ${what}:\n${this.text()}`))
      }, PATIENCE_MS)
      const poll = setInterval(look, 20)
      this.#changed.add(look)
      look()
    })
  }

  shows(text: string): Promise<void> {
    return this.until(() => this.text().includes(text), text)
  }

  called<M extends Method>(method: M): Params<M>[] {
    return this.calls.flatMap((c) => (c.method === method ? [c.params as Params<M>] : []))
  }

  #look(): void {
    for (const look of this.#changed) look()
  }

  async #dial({ start = true }: DialOptions): Promise<Control> {
    this.dials.push(start ? 'starting one' : 'only looking')
    queueMicrotask(() => this.#look())
    if (this.refusing !== undefined) throw new Error(this.refusing)
    const listeners = new Set<(event: News) => void>()
    this.#listeners = listeners
    return {
      call: async (method, params) => {
        this.calls.push({ method, params } as Call)
        queueMicrotask(() => this.#look())
        return this.#answer(method, params) as Result<typeof method>
      },
      onEvent: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      closed: new Promise((resolve) => (this.#drop = resolve)),
      close: () => this.#drop({ reason: 'closed here' }),
      daemon: { pid: 1, build: 'x' },
    }
  }

  #answer(method: Method, params: object): unknown {
    const { sessions, requests } = this
    switch (method) {
      case 'session.watch':
        return { sessions, requests }
      case 'session.messages':
        return [{ role: 'assistant', text: 'What was said last.' }]
      case 'agent.list':
        return agents
      case 'stats.get':
        return stats('span' in params && params.span === 'week' ? 'week' : 'today')
      case 'audit.list':
        return { entries: [{ at: 1, kind: 'send', who: 'cli', what: { text: 'go on' } }], more: false }
      case 'daemon.status':
        return { home: '/home/mo/.roost' }
      case 'session.resume':
        return { ...sessions.at(-1), hostSocket: '/run/x.sock' }
      case 'session.send':
        return { outcome: 'submitted', says: 'Taken.' }
      default:
        return sessions[0]
    }
  }

  async #host(): Promise<HostConnection> {
    const peek: Peek = {
      cols: 40,
      rows: 2,
      cursor: { x: 0, y: 0, visible: false },
      lines: ['the live screen', ''],
      alternate: false,
    }
    let end: (why: string) => void = () => {}
    return {
      welcome: {} as Welcome, // not looked at by the view
      call: () => Promise.reject(new Error('not called')),
      send: () => true,
      onceDrained: () => {},
      pause: () => {},
      resume: () => {},
      onFrame: (listener) => listener(Frame.peek, Buffer.from(JSON.stringify(peek))),
      closed: new Promise((resolve) => (end = resolve)),
      close: () => end('closed'),
    }
  }

  #attach(options: AttachOptions): Promise<AttachEnd> {
    return new Promise((leave) => {
      const attached: Attached = { options, typed: '', leave }
      this.attached.push(attached)
      options.output.write('\u001b[2J\u001b[Hthe session itself')
      options.input.onData((chunk) => {
        attached.typed += chunk.toString()
        this.#look()
      })
      options.signal?.addEventListener('abort', () => leave({ why: 'detached', rest: Buffer.alloc(0) }))
    })
  }
}

export type Attached = { options: AttachOptions; typed: string; leave(end: AttachEnd): void }
