import type { Control } from '../client/control.ts'
import type { Event as News } from '../protocol/control.ts'
import type { Notice } from '../protocol/notice.ts'
import { messageOf } from '../protocol/thrown.ts'
import type { Deps } from './deps.ts'
import type { Event } from './model/events.ts'

/** Waits between attempts to reach the daemon, ms. */
const FIRST_MS = 300
const LONGEST_MS = 10_000
/** A daemon that was stopped may be started by somebody else: looked for this often, ms. */
const RESTING_MS = 2000

type Options = Pick<Deps, 'dial' | 'now'> & {
  name: string
  dispatch(event: Event): void
  /** The daemon wants the person told of something. */
  notice(notice: Notice): void
}

/** Keeps a connection to the daemon for as long as the view is open, and turns what comes into events. */
export class Connection {
  readonly #options: Options
  #control: Control | undefined
  #open = true
  #wake: () => void = () => {}
  /** A person stopped the daemon: it is not started before somebody wants something. */
  #resting = false

  constructor(options: Options) {
    this.#options = options
  }

  get control(): Control | undefined {
    return this.#control
  }

  /** Runs until `close`. Never rejects. */
  async run(): Promise<void> {
    const { dispatch, now } = this.#options
    let wait = FIRST_MS
    let told = false
    while (this.#open) {
      let reason: string
      try {
        const control = await this.#options.dial({ name: this.#options.name, start: !this.#resting })
        if (!this.#open) return control.close()
        this.#resting = false
        await this.#join(control)
        wait = FIRST_MS
        ;({ reason } = await control.closed)
      } catch (error) {
        reason = messageOf(error)
      }
      this.#control = undefined
      if (!this.#open) return
      if (this.#resting) {
        if (!told) dispatch({ type: 'lost', reason, stopped: true, retryAt: Number.POSITIVE_INFINITY })
        told = true
        await this.#sleep(RESTING_MS)
        continue
      }
      told = false
      // Several views must not all come back at the same moment.
      const pause = wait * (0.75 + Math.random() / 2)
      dispatch({ type: 'lost', reason, retryAt: now() + pause })
      await this.#sleep(pause)
      wait = Math.min(LONGEST_MS, wait * 2)
    }
  }

  /** Tries again now instead of waiting. */
  hurry(): void {
    this.#resting = false
    this.#wake()
  }

  close(): void {
    this.#open = false
    this.#control?.close()
    this.#wake()
  }

  async #join(control: Control): Promise<void> {
    const { dispatch, now } = this.#options
    // An event may be read in the same chunk as the answer, before the promise of the answer is settled:
    // it must not be overwritten by the older state.
    let early: News[] | undefined = []
    control.onEvent((event) => {
      if (early) early.push(event)
      else this.#take(event)
    })
    const { sessions, requests, deadRules, spent } = await control.call('session.watch', {})
    this.#control = control
    dispatch({ type: 'joined', sessions, requests, deadRules, ...(spent && { spent }), at: now() })
    for (const event of early) this.#take(event)
    early = undefined
  }

  #take(event: News): void {
    const { dispatch, now } = this.#options
    const at = now()
    switch (event.event) {
      case 'session.changed':
        return dispatch({ type: 'session', session: event.data, at })
      case 'session.removed':
        return dispatch({ type: 'removed', id: event.data.id, at })
      case 'request.opened':
        return dispatch({ type: 'opened', request: event.data, at })
      case 'request.closed':
        return dispatch({ type: 'closed', closed: event.data, at })
      case 'notice':
        return this.#options.notice(event.data)
      case 'spent.changed':
        return dispatch({ type: 'spent', spent: event.data, at })
      case 'daemon.leaving':
        // The connection ends next, with this reason.
        if (event.data.stopped) this.#resting = true
        return
    }
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
