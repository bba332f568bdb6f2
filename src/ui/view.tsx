import type { SessionView } from '../protocol/session.ts'
import type { Rgb } from '../protocol/theme.ts'
import { Connection } from './connection.ts'
import { Deeds } from './deeds.ts'
import type { Deps } from './deps.ts'
import { windowTitle } from './content/title.ts'
import { Glancer } from './glancer.ts'
import { installService, lookAround, type Newcomer } from './newcomer.ts'
import { layoutOf } from './layout.ts'
import { LogReader } from './logreader.ts'
import { Hand } from './hand.ts'
import { initial, reduce, screenKey } from './model.ts'
import { inFront } from './model/front.ts'
import { likingOf, type Liking } from './model/liking.ts'
import { runs } from './model/life.ts'
import { listLines } from './model/rows.ts'
import type { Effect, Event, Place, State } from './model/state.ts'
import { openFrames } from './term/frames.ts'
import type { Token } from './term/input.ts'
import { surroundingsOf, type Surroundings } from './term/surroundings.ts'
import { tellBytes } from './term/tell.ts'
import { openTty, type Standing } from './term/tty.ts'
import { mattersBack, themeFor, type Theme, type ThemeOptions } from './theme.ts'
import { StatsReader } from './statsreader.ts'
import { nextTickAt } from './ticks.ts'
import { App } from './views/App.tsx'
import { awake, visit } from './visit.ts'

export type ViewOptions = {
  env: NodeJS.ProcessEnv
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream
  place: Place
  /** How the list was liked the last time, and where that is kept. */
  kept: Kept
  detachKeys: string[]
  /** The person's own keys, as the config has them. */
  keys?: Record<string, string | string[]>
  /** Shows how many wait as the title of the window. */
  title: boolean
  /** Clicks and the wheel are read; selecting text then needs Shift, as in every program that does so. */
  mouse: boolean
  look?: ThemeOptions
  /** What the terminal shows since before the view was loaded. */
  standing?: Standing
  /** Called at the end with the list as it was last drawn, and with what is behind its text if that is known. */
  keepScreen(screen: Standing & { back?: Rgb }): void
  newcomer?: Newcomer
  deps: Deps
}

/** How long a standing screen waits for the daemon, and then for the peek beside the list, ms. */
const STANDING_MS = 1500
const PEEK_MS = 100

/** News is drawn at most this often, ms; keys at once. Over a network every byte is somebody's money. */
const AMBIENT_MS: Record<Surroundings['line'], number> = { local: 250, ssh: 500, mosh: 1000 }
const ANSWER_MS = 1500
/** While keys come the daemon hears this often that somebody is here, ms. */
const HERE_MS = 20_000
const TICK_MIN_MS = 20

/** `write` throws when it could not be kept. */
export type Kept = { read(): unknown; write(liking: Liking): void }

/** Runs the view until it is left. Resolves with the exit code; the terminal is as it was. */
export function view(options: ViewOptions): Promise<number> {
  return new Promise((resolve) => new View(options, resolve).start())
}

class View {
  readonly #o: ViewOptions
  readonly #deps: Deps
  #theme: Theme
  readonly #tty: ReturnType<typeof openTty>
  readonly #frames: ReturnType<typeof openFrames>
  readonly #connection: Connection
  readonly #deeds: Deeds
  readonly #glancer: Glancer
  readonly #logs: LogReader
  readonly #stats: StatsReader
  readonly #done: (code: number) => void
  readonly #over = new AbortController()
  readonly #hand = new Hand()
  readonly #ambientMs: number
  #state: State
  #paintTimer: NodeJS.Timeout | undefined
  #tickTimer: NodeJS.Timeout | undefined
  #paintedAt = 0
  #home: string | undefined
  #looked: { at: number; id: string | undefined } = { at: 0, id: undefined }
  #leaving = false
  /** Nothing is drawn over the screen that stands until there is something truer. */
  #standing: NodeJS.Timeout | undefined
  #list: Standing | undefined
  #back: Rgb | undefined

  constructor(options: ViewOptions, done: (code: number) => void) {
    const { deps, env, stdin, stdout } = options
    this.#o = options
    this.#deps = deps
    this.#done = done
    this.#theme = themeFor(env, options.look)
    const around = surroundingsOf(env)
    this.#ambientMs = AMBIENT_MS[around.line]
    const dispatch = (event: Event) => this.#news(event)
    this.#connection = new Connection({
      dial: deps.dial,
      now: deps.now,
      name: `view ${process.pid}`,
      dispatch,
      notice: (notice) => this.#tty.tell(tellBytes(notice, env, around)),
    })
    this.#deeds = new Deeds({ connection: this.#connection, env, dispatch, now: deps.now })
    this.#glancer = new Glancer({
      dialHost: deps.dialHost,
      control: () => this.#connection.control,
      printed: async (id, lines) =>
        deps.readLogText({ folder: `${await this.#homeFolder()}/jobs/${id}`, lines }),
      seen: (glance) => dispatch({ type: 'glance', glance }),
      recalled: (id, lines) => dispatch({ type: 'history', id, lines }),
    })
    this.#logs = new LogReader({
      watchLog: deps.watchLog,
      folder: async (id) => `${await this.#homeFolder()}/jobs/${id}`,
      seen: (id, lines, problem) => dispatch({ type: 'log', id, lines, ...(problem ? { problem } : {}) }),
    })
    this.#stats = new StatsReader({
      control: () => this.#connection.control,
      seen: (stats) => dispatch({ type: 'stats', stats }),
      failed: (says) => dispatch({ type: 'refused', doing: 'stats', says }),
    })
    this.#tty = openTty(
      { stdin, stdout, mouse: options.mouse },
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
        background: (back) => {
          this.#back = back
          this.#theme = themeFor(env, { ...options.look, back })
          this.#paint()
        },
        ended: (code) => this.#end(code),
      },
      options.standing,
    )
    const size = this.#tty.size()
    this.#frames = openFrames(size, (error) => {
      throw error // the terminal's crash handler restores it and says what happened
    })
    this.#state = initial({
      size,
      now: deps.now(),
      place: { ...options.place, ascii: this.#theme.ascii },
      liking: likingOf(options.kept.read()),
      keys: options.keys ?? {},
      isFirst: options.newcomer !== undefined,
    })
  }

  start(): void {
    this.#back = this.#o.look?.back
    if (this.#o.standing) {
      this.#seen() // a list is before the person: keys count, though there is no row to act on yet
      this.#stand(STANDING_MS)
    } else this.#paint()
    // After the first frame: nobody waits for an answer, which may not come.
    if (mattersBack(this.#o.env, this.#o.look)) this.#tty.ask()
    void this.#connection.run()
    if (this.#o.newcomer) lookAround(this.#o.newcomer, (event) => this.#news(event))
  }

  #stand(ms: number): void {
    clearTimeout(this.#standing)
    this.#standing = setTimeout(() => {
      this.#standing = undefined
      this.#paint()
    }, ms)
  }

  #typed(tokens: Token[], chunk: number): Token[] {
    if (this.#leaving) return []
    for (const [i, token] of tokens.entries()) {
      const at = this.#deps.now()
      for (const event of this.#hand.events(this.#state, token, { chunk, at })) this.#step(event)
      if (this.#leaving || this.#over.signal.aborted) return []
      // The terminal is lent: what was typed behind that key is for the session.
      if (this.#state.screen.at === 'away') {
        this.#paint()
        return tokens.slice(i + 1)
      }
    }
    this.#here()
    this.#paint()
    return []
  }

  /** What the person has in front while keys come, they need not be told of. */
  #here(): void {
    const now = this.#deps.now()
    const id = inFront(this.#state)
    if (id === this.#looked.id && now - this.#looked.at < HERE_MS) return
    const { control } = this.#connection
    if (!control) return
    this.#looked = { at: now, id }
    // A daemon of before this was a thing says no: then the person is told once too often.
    control.call('view.looking', id === undefined ? {} : { session: id }).catch(() => {})
  }

  /** Something happened outside: drawn soon, together with what else happens by then. */
  #news(event: Event): void {
    if (this.#over.signal.aborted) return
    this.#step(event)
    if (this.#standing) {
      if (event.type === 'joined') this.#stand(PEEK_MS)
      else if (event.type === 'lost' || event.type === 'glance') this.#stand(0)
      return
    }
    if (this.#paintTimer) return
    const wait = Math.max(0, this.#paintedAt + this.#restMs() - this.#deps.now())
    this.#paintTimer = setTimeout(() => {
      this.#paintedAt = this.#deps.now()
      this.#paint()
    }, wait)
  }

  /** How long news is gathered. What follows a key is most likely its answer, and the person waits for it. */
  #restMs(): number {
    const sinceKey = this.#deps.now() - this.#state.lastKeyAt
    return sinceKey < ANSWER_MS ? Math.min(AMBIENT_MS.local, this.#ambientMs) : this.#ambientMs
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
    clearTimeout(this.#standing)
    this.#standing = undefined
    const { size, link, screen } = this.#state
    const frame = this.#frames.frame(<App state={this.#state} theme={this.#theme} />, size)
    this.#tty.draw(frame)
    if (screen.at === 'list' && link.is === 'up') this.#list = { frame, ...size }
    if (this.#o.title) this.#tty.title(windowTitle(this.#state))
    this.#seen()
    this.#schedule()
  }

  #seen(): void {
    const at = this.#deps.now()
    this.#state = reduce(this.#state, { type: 'painted', key: screenKey(this.#state), at }).state
  }

  #schedule(): void {
    clearTimeout(this.#tickTimer)
    const at = nextTickAt(this.#state)
    if (at === undefined) return
    // setTimeout holds 31 bits of ms; an age that changes in weeks is looked at again in a day.
    const wait = Math.min(86_400_000, Math.max(this.#tickRestMs(), at - this.#deps.now()))
    this.#tickTimer = setTimeout(() => {
      this.#paintedAt = this.#deps.now()
      this.#step({ type: 'tick', at: this.#deps.now() })
      this.#paint()
    }, wait)
  }

  /** Ages of many rows change at many moments; a card's keys begin to count at one. */
  #tickRestMs(): number {
    if (this.#state.screen.at === 'ask') return TICK_MIN_MS
    return Math.max(TICK_MIN_MS, this.#paintedAt + this.#restMs() - this.#deps.now())
  }

  /** Looks at what the screen shows, and at nothing else. */
  #watch(): void {
    const { screen, size, sessions, selected } = this.#state
    const under =
      screen.at === 'prompt' || screen.at === 'confirm' || screen.at === 'palette' ? screen.under : screen
    let id: string | undefined
    if (under.at === 'peek') id = under.id
    else if (under.at === 'ask') id = under.request.session
    else if (under.at === 'list') {
      const layout = layoutOf(size, listLines(this.#state).length)
      if (layout.shape === 'wide' || (layout.shape === 'stacked' && layout.peekRows > 0)) id = selected
    }
    this.#glancer.look(id === undefined ? undefined : sessions.get(id))
    this.#logs.look(screen.at === 'log' ? screen.id : undefined)
    this.#stats.look(screen.at === 'stats' ? screen.span : undefined)
  }

  #do(effect: Effect): void {
    switch (effect.do) {
      case 'quit':
        return this.#leave()
      case 'suspend':
        return this.#tty.suspend()
      case 'wake':
        return this.#connection.hurry()
      case 'repaint':
        return this.#tty.repaint()
      case 'attach':
        return this.#attach(effect.id, false)
      case 'watch':
        return this.#attach(effect.id, true)
      case 'history':
        return void this.#glancer.history(effect.id)
      case 'dashboard':
        return void this.#dashboard()
      case 'keep':
        return this.#keep(effect.liking)
      case 'install':
        if (this.#o.newcomer) installService(this.#o.newcomer, (event) => this.#news(event))
        return
      default:
        return this.#deeds.do(effect)
    }
  }

  #keep(liking: Liking): void {
    // Not before the list is drawn anew: a disk takes its time.
    setImmediate(() => {
      try {
        this.#o.kept.write(liking)
      } catch (error) {
        this.#news({ type: 'refused', doing: 'to remember this', says: said(error) })
      }
    })
  }

  #attach(id: string, watching: boolean): void {
    const known = () => this.#state.sessions.get(id)
    const session = known()
    // A session that runs needs no daemon. And nothing is awaited on the way to it: what is typed behind
    // Enter belongs to it.
    if (session?.hostSocket) return void this.#visit(session, watching)
    const { now } = this.#deps
    const { signal } = this.#over
    this.#deeds.run('', async (control) =>
      this.#visit(await awake(id, { control, size: this.#tty.size(), known, now, signal }), watching),
    )
  }

  async #visit(session: SessionView, watching: boolean): Promise<void> {
    const { signal } = this.#over
    const { detachKeys } = this.#o
    const end = await visit(session, {
      attach: this.#deps.attach,
      tty: this.#tty,
      detachKeys,
      watching,
      signal,
    })
    if (signal.aborted) return
    this.#step({ type: 'resize', size: this.#tty.size() })
    this.#step(end)
    this.#paint()
  }

  async #dashboard(): Promise<void> {
    const { signal } = this.#over
    const { says } = await this.#deps.dashboard(this.#tty.lend(), signal)
    if (signal.aborted) return
    this.#step({ type: 'resize', size: this.#tty.size() })
    this.#step({
      type: 'back',
      ...(says !== undefined && { says: `dashboard: ${says}` }),
      failed: says !== undefined,
    })
    this.#paint()
  }

  async #homeFolder(): Promise<string> {
    if (this.#home !== undefined) return this.#home
    const { control } = this.#connection
    if (!control) throw new Error('The daemon is away; the output is read when it is back.')
    this.#home = (await control.call('daemon.status', {})).home
    return this.#home
  }

  /** The shell must not read what the terminal still answers. */
  #leave(): void {
    const settled = this.#tty.settled()
    if (!settled) return this.#end(0)
    this.#leaving = true
    void settled.then(() => this.#end(0))
  }

  #end(code: number): void {
    if (this.#over.signal.aborted) return
    this.#over.abort()
    clearTimeout(this.#paintTimer)
    clearTimeout(this.#tickTimer)
    clearTimeout(this.#standing)
    if (this.#list) this.#o.keepScreen({ ...this.#list, ...(this.#back && { back: this.#back }) })
    this.#glancer.close()
    this.#logs.close()
    this.#stats.close()
    this.#connection.close()
    this.#tty.close()
    this.#frames.close()
    if (code === 0) this.#o.stdout.write(goodbye(this.#state))
    this.#done(code)
  }
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** What is left in the shell: that nothing was ended by leaving. */
function goodbye({ sessions }: State): string {
  const live = [...sessions.values()].filter(runs).length
  if (live === 0) return ''
  return `${live} ${live === 1 ? 'session goes' : 'sessions go'} on. To come back: roost\n`
}
