import type { Control } from '../client/control.ts'
import { ControlError } from '../client/control-error.ts'
import type { SessionView } from '../protocol/session.ts'
import { Connection } from './connection.ts'
import type { Deps } from './deps.ts'
import { Glancer } from './glancer.ts'
import { layoutOf } from './layout.ts'
import { LogReader } from './logreader.ts'
import { initial, reduce, screenKey } from './model.ts'
import { runs } from './model/list.ts'
import { listLines, nameOf } from './model/rows.ts'
import type { Effect, Event, Place, State } from './model/state.ts'
import { openFrames } from './term/frames.ts'
import type { Token } from './term/input.ts'
import { openTty } from './term/tty.ts'
import { themeFor } from './theme.ts'
import { nextTickAt } from './ticks.ts'
import { App } from './views/App.tsx'

export type ViewOptions = {
  env: NodeJS.ProcessEnv
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream
  place: Place
  detachKeys: string[]
  deps: Deps
}

/** News is drawn at most this often, ms; keys at once. Over a network every byte is somebody's money. */
const AMBIENT_MS = 250
const AMBIENT_FAR_MS = 500
const TICK_MIN_MS = 20
/** A session that starts must be there within this, ms. */
const SOCKET_MS = 15_000

/** Runs the view until it is left. Resolves with the exit code; the terminal is as it was. */
export function view(options: ViewOptions): Promise<number> {
  return new Promise((resolve) => new View(options, resolve).start())
}

class View {
  readonly #o: ViewOptions
  readonly #deps: Deps
  readonly #theme: ReturnType<typeof themeFor>
  readonly #tty: ReturnType<typeof openTty>
  readonly #frames: ReturnType<typeof openFrames>
  readonly #connection: Connection
  readonly #glancer: Glancer
  readonly #logs: LogReader
  readonly #done: (code: number) => void
  readonly #over = new AbortController()
  readonly #ambientMs: number
  #state: State
  #paintTimer: NodeJS.Timeout | undefined
  #tickTimer: NodeJS.Timeout | undefined
  #paintedAt = 0
  #home: string | undefined

  constructor(options: ViewOptions, done: (code: number) => void) {
    const { deps, env, stdin, stdout } = options
    this.#o = options
    this.#deps = deps
    this.#done = done
    this.#theme = themeFor(env)
    this.#ambientMs = env.SSH_CONNECTION || env.NCURSES_NO_UTF8_ACS === '1' ? AMBIENT_FAR_MS : AMBIENT_MS
    const dispatch = (event: Event) => this.#news(event)
    this.#connection = new Connection({
      dial: deps.dial,
      now: deps.now,
      name: `view ${process.pid}`,
      dispatch,
    })
    this.#glancer = new Glancer({
      dialHost: deps.dialHost,
      control: () => this.#connection.control,
      printed: async (id, lines) =>
        deps.readLogText({ folder: `${await this.#homeFolder()}/jobs/${id}`, lines }),
      seen: (glance) => dispatch({ type: 'glance', glance }),
    })
    this.#logs = new LogReader({
      readLogText: deps.readLogText,
      followLog: deps.followLog,
      now: deps.now,
      folder: async (id) => `${await this.#homeFolder()}/jobs/${id}`,
      seen: (id, lines, problem) => dispatch({ type: 'log', id, lines, ...(problem ? { problem } : {}) }),
    })
    this.#tty = openTty(
      { stdin, stdout },
      {
        tokens: (tokens, chunk) => this.#typed(tokens, chunk),
        resized: (size) => {
          this.#step({ type: 'resize', size })
          this.#paint()
        },
        resumed: () => {
          this.#step({ type: 'resize', size: this.#tty.size() })
          this.#paint()
        },
        ended: (code) => this.#end(code),
      },
    )
    const size = this.#tty.size()
    this.#frames = openFrames(size, (error) => {
      throw error // the terminal's crash handler restores it and says what happened
    })
    this.#state = initial({ size, now: deps.now(), place: options.place })
  }

  start(): void {
    this.#paint()
    void this.#connection.run()
  }

  #typed(tokens: Token[], chunk: number): Token[] {
    for (const [i, token] of tokens.entries()) {
      const at = this.#deps.now()
      this.#step(
        token.type === 'key'
          ? { type: 'key', key: token.key, chunk, at }
          : { type: 'paste', text: token.text, at },
      )
      if (this.#over.signal.aborted) return []
      // The terminal is lent: what was typed behind that key is for the session.
      if (this.#state.screen.at === 'away') {
        this.#paint()
        return tokens.slice(i + 1)
      }
    }
    this.#paint()
    return []
  }

  /** Something happened outside: drawn soon, together with what else happens by then. */
  #news(event: Event): void {
    if (this.#over.signal.aborted) return
    this.#step(event)
    if (this.#paintTimer) return
    const wait = Math.max(0, this.#paintedAt + this.#ambientMs - this.#deps.now())
    this.#paintTimer = setTimeout(() => {
      this.#paintedAt = this.#deps.now()
      this.#paint()
    }, wait)
  }

  #step(event: Event): void {
    const { state, effects } = reduce(this.#state, event)
    this.#state = state
    for (const effect of effects) this.#do(effect)
    if (!this.#over.signal.aborted) this.#watch()
  }

  #paint(): void {
    if (this.#over.signal.aborted) return
    clearTimeout(this.#paintTimer)
    this.#paintTimer = undefined
    const { size } = this.#state
    this.#tty.draw(this.#frames.frame(<App state={this.#state} theme={this.#theme} />, size))
    this.#state = reduce(this.#state, {
      type: 'painted',
      key: screenKey(this.#state),
      at: this.#deps.now(),
    }).state
    this.#schedule()
  }

  #schedule(): void {
    clearTimeout(this.#tickTimer)
    const at = nextTickAt(this.#state)
    if (at === undefined) return
    // setTimeout holds 31 bits of ms; an age that changes in weeks is looked at again in a day.
    const wait = Math.min(86_400_000, Math.max(TICK_MIN_MS, at - this.#deps.now()))
    this.#tickTimer = setTimeout(() => {
      this.#step({ type: 'tick', at: this.#deps.now() })
      this.#paint()
    }, wait)
  }

  /** Looks at what the screen shows, and at nothing else. */
  #watch(): void {
    const { screen, size, sessions, selected } = this.#state
    const under = screen.at === 'prompt' || screen.at === 'confirm' ? screen.under : screen
    let id: string | undefined
    if (under.at === 'peek') id = under.id
    else if (under.at === 'ask') id = under.request.session
    else if (under.at === 'list') {
      const layout = layoutOf(size, listLines(this.#state).length)
      if (layout.shape === 'wide' || (layout.shape === 'stacked' && layout.peekRows > 0)) id = selected
    }
    this.#glancer.look(id === undefined ? undefined : sessions.get(id))
    this.#logs.look(screen.at === 'log' ? screen.id : undefined)
  }

  #do(effect: Effect): void {
    switch (effect.do) {
      case 'quit':
        return this.#end(0)
      case 'suspend':
        return this.#tty.suspend()
      case 'repaint':
        return this.#tty.repaint()
      case 'attach':
        return this.#run('', () => this.#attach(effect.id))
      case 'stop':
        return this.#run('stop', (c) => c.call('session.stop', { id: effect.id }))
      case 'remove':
        return this.#run('remove', (c) => c.call('session.remove', { id: effect.id }))
      case 'pin':
        return this.#run('pin', (c) => c.call('session.pin', { id: effect.id, pinned: effect.pinned }))
      case 'rename':
        return this.#run('rename', (c) => c.call('session.rename', { id: effect.id, name: effect.name }))
      case 'send':
        return this.#run('message', async (c) => {
          const result = await c.call('session.send', { id: effect.id, text: effect.text })
          this.#news({ type: 'sentText', result })
        })
      case 'start':
        return this.#run('', async (c) => {
          const session = await c.call('session.start', {
            ...effect.params,
            env: this.#env(),
            umask: process.umask(),
          })
          this.#news({ type: 'session', session, at: this.#deps.now() })
          this.#news({ type: 'started', id: session.id, at: this.#deps.now() })
        })
      case 'demo':
        return this.#run('demo', (c) => c.call('demo.start', { env: this.#env() }))
      case 'agents':
        return this.#run('agents', async (c) => {
          this.#news({ type: 'agents', agents: await c.call('agent.list', { env: this.#env() }) })
        })
      case 'answer':
        return this.#run('', async (c) => {
          const { id, inputHash, answer } = effect
          await c.call('request.answer', { id, inputHash, answer })
          const says = {
            allow: 'allowed',
            always: 'always allowed from now on',
            deny: 'denied',
            answers: 'answered',
          }
          this.#news({ type: 'answered', request: id, says: says[answer.verdict], at: this.#deps.now() })
        })
    }
  }

  /** Does something with the daemon; what goes wrong becomes one calm line. */
  #run(doing: string, work: (control: Control) => Promise<unknown>): void {
    const { control } = this.#connection
    if (!control) {
      // The reducer is not done with this step yet.
      queueMicrotask(() =>
        this.#news({ type: 'refused', doing, says: 'the daemon is away; trying to reach it' }),
      )
      return this.#connection.hurry()
    }
    work(control).catch((error: unknown) => {
      if (error instanceof ControlError || error instanceof Error)
        this.#news({ type: 'refused', doing, says: error.message })
      else this.#news({ type: 'refused', doing, says: String(error) })
    })
  }

  async #attach(id: string): Promise<void> {
    const known = this.#state.sessions.get(id)
    // Nothing awaited on the way for a session that runs: what is typed behind Enter belongs to it.
    const session = known?.hostSocket ? known : await this.#awake(id)
    const socket = session.hostSocket
    if (!socket) throw new Error(`${nameOf(session)} did not start`)
    const loan = this.#tty.lend()
    try {
      const end = await this.#deps.attach({
        socket,
        input: loan.input,
        output: loan.output,
        ...loan.size(),
        onResize: loan.onResize,
        detachKeys: this.#o.detachKeys,
        readOnly: false,
        name: `pid ${process.pid}`,
        screen: 'alternate',
        onReady: loan.onResumed,
        signal: this.#over.signal,
      })
      loan.giveBack()
      if (this.#over.signal.aborted) return
      this.#step({ type: 'resize', size: this.#tty.size() })
      this.#step(backFrom(end, nameOf(session)))
      this.#paint()
    } finally {
      loan.giveBack()
    }
  }

  /** A session that runs: brought back if need be. */
  async #awake(id: string): Promise<SessionView> {
    const { control } = this.#connection
    if (!control) throw new Error('the daemon is away; trying to reach it')
    const { cols, rows } = this.#tty.size()
    const known = this.#state.sessions.get(id)
    const session =
      known?.life.status === 'starting' ? known : await control.call('session.resume', { id, cols, rows })
    if (session.hostSocket) return session
    const until = this.#deps.now() + SOCKET_MS
    while (this.#deps.now() < until && !this.#over.signal.aborted) {
      const now = this.#state.sessions.get(id)
      if (now?.hostSocket) return now
      if (now?.life.status === 'failed') throw new Error(now.life.why)
      await new Promise((done) => setTimeout(done, 50))
    }
    throw new Error(`${nameOf(session)} did not start in time`)
  }

  #env(): Record<string, string> {
    const out: Record<string, string> = {}
    for (const [name, value] of Object.entries(this.#o.env)) if (value !== undefined) out[name] = value
    return out
  }

  async #homeFolder(): Promise<string> {
    if (this.#home !== undefined) return this.#home
    const { control } = this.#connection
    if (!control) throw new Error('The daemon is away; the output is read when it is back.')
    this.#home = (await control.call('daemon.status', {})).home
    return this.#home
  }

  #end(code: number): void {
    if (this.#over.signal.aborted) return
    this.#over.abort()
    clearTimeout(this.#paintTimer)
    clearTimeout(this.#tickTimer)
    this.#glancer.close()
    this.#logs.close()
    this.#connection.close()
    this.#tty.close()
    this.#frames.close()
    if (code === 0) this.#o.stdout.write(goodbye(this.#state))
    this.#done(code)
  }
}

type End = Awaited<ReturnType<Deps['attach']>>

function backFrom(end: End, name: string): Event {
  switch (end.why) {
    case 'detached':
      return { type: 'back', failed: false }
    case 'exited': {
      const how = end.exit.signal ? `ended by ${end.exit.signal}` : `ended with exit code ${end.exit.code}`
      return { type: 'back', says: `${name} ${how}`, failed: end.exit.code !== 0 }
    }
    case 'lost':
      return { type: 'back', says: `${name}: ${end.says}`, failed: true }
  }
}

/** What is left in the shell: that nothing was ended by leaving. */
function goodbye({ sessions }: State): string {
  const live = [...sessions.values()].filter(runs).length
  if (live === 0) return ''
  return `${live} ${live === 1 ? 'session goes' : 'sessions go'} on. To come back: roost\n`
}
