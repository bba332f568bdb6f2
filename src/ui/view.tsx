import type { Rgb } from '../protocol/theme.ts'
import { messageOf } from '../protocol/thrown.ts'
import { Connection } from './connection.ts'
import { Deeds } from './deeds.ts'
import type { Deps } from './deps.ts'
import { goodbye } from './content/goodbye.ts'
import { windowTitle } from './content/title.ts'
import { Glancer } from './glancer.ts'
import { installService, lookAround } from './newcomer.ts'
import { actionOf } from './keys.ts'
import { Lending } from './lending.ts'
import { Hand } from './hand.ts'
import { Here } from './here.ts'
import { screenKey } from './model/arming.ts'
import { initial, reduce } from './model.ts'
import { likingOf, type Liking } from './model/liking.ts'
import { looksOf } from './model/looks.ts'
import type { Effect, Event } from './model/events.ts'
import type { State } from './model/state.ts'
import type { ViewOptions } from './options.ts'
import { Pace } from './pace.ts'
import { Reading } from './reading.ts'
import { openFrames } from './term/frames.ts'
import type { Token } from './term/input.ts'
import { surroundingsOf } from './term/surroundings.ts'
import { tellBytes } from './term/tell.ts'
import { openTty, type Standing } from './term/tty.ts'
import { mattersBack, themeFor, type Theme } from './theme.ts'
import { StatsReader } from './statsreader.ts'
import { App } from './views/App.tsx'

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
  readonly #lending: Lending
  readonly #glancer: Glancer
  readonly #reading: Reading
  readonly #stats: StatsReader
  readonly #done: (code: number) => void
  readonly #over = new AbortController()
  readonly #hand = new Hand()
  readonly #here: Here
  readonly #pace: Pace
  #state: State
  #home: string | undefined
  #leaving = false
  #list: Standing | undefined
  #back: Rgb | undefined

  constructor(options: ViewOptions, done: (code: number) => void) {
    const { deps, env, stdin, stdout } = options
    this.#o = options
    this.#deps = deps
    this.#here = new Here(deps.now)
    this.#done = done
    this.#theme = themeFor(env, options.look)
    const around = surroundingsOf(env)
    this.#pace = new Pace({
      line: around.line,
      now: deps.now,
      state: () => this.#state,
      paint: () => this.#paint(),
      tick: () => {
        this.#step({ type: 'tick', at: deps.now() })
        this.#paint()
      },
    })
    const dispatch = (event: Event) => this.#news(event)
    this.#connection = new Connection({
      dial: deps.dial,
      now: deps.now,
      name: `view ${process.pid}`,
      dispatch,
      notice: (notice) => this.#tty.tell(tellBytes(notice, env, around)),
    })
    this.#deeds = new Deeds({ connection: this.#connection, env, dispatch, now: deps.now })
    this.#lending = new Lending({
      deps,
      tty: () => this.#tty,
      colours: () => this.#theme.lent,
      deeds: this.#deeds,
      detachKeys: options.detachKeys,
      known: (id) => this.#state.sessions.get(id),
      back: (event) => {
        this.#step({ type: 'resize', size: this.#tty.size() })
        this.#step(event)
        this.#paint()
      },
      signal: this.#over.signal,
    })
    this.#glancer = new Glancer({
      dialHost: deps.dialHost,
      control: () => this.#connection.control,
      printed: async (id, lines) =>
        deps.readLogText({ folder: `${await this.#homeFolder()}/jobs/${id}`, lines }),
      seen: (glance) => dispatch({ type: 'glance', glance }),
      recalled: (id, lines) => dispatch({ type: 'history', id, lines }),
    })
    this.#reading = new Reading({
      watchLog: deps.watchLog,
      folder: async (id) => `${await this.#homeFolder()}/jobs/${id}`,
      control: () => this.#connection.control,
      dispatch,
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
      this.#pace.stand()
    } else this.#paint()
    // After the first frame: nobody waits for an answer, which may not come.
    if (mattersBack(this.#o.env, this.#o.look)) this.#tty.ask()
    void this.#connection.run()
    if (this.#o.newcomer) lookAround(this.#o.newcomer, (event) => this.#news(event))
  }

  #typed(all: Token[], chunk: number): Token[] {
    if (this.#leaving) return []
    // A picture of before stands over rows that are known by now: a key for the one must not reach the other.
    const isOld = this.#pace.stands && this.#state.link.is === 'up'
    const tokens = isOld ? all.filter(leaves) : all
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
    this.#here.keysCame(this.#state, this.#connection.control)
    this.#paint()
    return []
  }

  #news(event: Event): void {
    if (this.#over.signal.aborted) return
    this.#step(event)
    this.#pace.news(event.type)
  }

  #step(event: Event): void {
    const { state, effects } = reduce(this.#state, event)
    this.#state = state
    for (const effect of effects) this.#do(effect)
    if (!this.#over.signal.aborted) this.#watch()
  }

  #paint(): void {
    if (this.#over.signal.aborted) return
    if (this.#tty.isLent) return this.#pace.painted() // the session's first screen is what is waited for
    const { size, link, screen } = this.#state
    const frame = this.#frames.frame(<App state={this.#state} theme={this.#theme} />, size)
    this.#tty.draw(frame)
    if (screen.at === 'list' && link.is === 'up') this.#list = { frame, ...size }
    if (this.#o.title) this.#tty.title(windowTitle(this.#state))
    this.#seen()
    this.#pace.painted()
  }

  #seen(): void {
    const at = this.#deps.now()
    this.#state = reduce(this.#state, { type: 'painted', key: screenKey(this.#state), at }).state
  }

  /** Looks at what the screen shows, and at nothing else. */
  #watch(): void {
    const { peek, log, talk, stats } = looksOf(this.#state)
    this.#glancer.look(peek === undefined ? undefined : this.#state.sessions.get(peek))
    this.#reading.look(log, talk === undefined ? undefined : this.#state.sessions.get(talk))
    this.#stats.look(stats)
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
        return this.#lending.attach(effect.id, false)
      case 'watch':
        return this.#lending.attach(effect.id, true)
      case 'history':
        return void this.#glancer.history(effect.id)
      case 'dashboard':
        return void this.#lending.dashboard()
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
        this.#news({ type: 'refused', doing: 'to remember this', says: messageOf(error) })
      }
    })
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
    this.#pace.close()
    if (this.#list) this.#o.keepScreen({ ...this.#list, ...(this.#back && { back: this.#back }) })
    this.#glancer.close()
    this.#reading.close()
    this.#stats.close()
    this.#connection.close()
    this.#tty.close()
    this.#frames.close()
    if (code === 0) this.#o.stdout.write(goodbye(this.#state))
    this.#done(code)
  }
}

/** Always safe: nothing is ended by leaving. */
const leaves = (token: Token): boolean => token.type === 'key' && actionOf('list', token.key) === 'quit'
