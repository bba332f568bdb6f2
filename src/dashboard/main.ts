import { hostname } from 'node:os'
import { screen as openScreen, type Screen } from 'blessed'
import { dial, type Control } from '../client/control.ts'
import type { Event } from '../protocol/control.ts'
import { groupOf, type SessionView } from '../protocol/session.ts'
import { DASHBOARD_SIZE, type Stats, type StatsSpan } from '../protocol/stats.ts'
import { beforeOf, newsOf, type News } from './content.ts'
import { layOut, type Page } from './page.ts'

/** Stats are looked up this often, ms; news is drawn at most this often, ms. */
const STATS_MS = 5000
const DRAW_MS = 250
const LOG_KEPT = 200
/** Looks kept for the row of bars of how many work: ten minutes. */
const LOOKS_KEPT = 120

/** The size of the window where standard output is a pipe: who lent the terminal tells it. */
export type Window = { cols: number; rows: number }

/** What cannot be drawn in, in words; undefined when it can. */
export const tooSmall = ({ cols, rows }: Window): string | undefined =>
  cols >= DASHBOARD_SIZE.cols && rows >= DASHBOARD_SIZE.rows
    ? undefined
    : `the dashboard needs a window of ${DASHBOARD_SIZE.cols}x${DASHBOARD_SIZE.rows}; this one is ${cols}x${rows}. The stats fit any: roost stats, or s in the view`

/** Draws until it is left. Resolves with the exit code; the terminal is as it was. */
export async function runDashboard({ lent }: { lent: Window | undefined }): Promise<number> {
  const control = await dial({ name: `dashboard ${process.pid}` })
  return new Promise((resolve) => new Dashboard({ control, lent, done: resolve }).start())
}

class Dashboard {
  readonly #control: Control
  readonly #done: (code: number) => void
  readonly #screen: Screen
  #page: Page | undefined
  #span: StatsSpan = 'today'
  #stats: Stats | undefined
  #sessions = new Map<string, SessionView>()
  #working: number[] = []
  #log: News[] = []
  /** Of the log, what is not on the page yet. */
  #fresh: News[] = []
  #drawTimer: NodeJS.Timeout | undefined
  #statsTimer: NodeJS.Timeout | undefined
  #over = false

  constructor({
    control,
    lent,
    done,
  }: { control: Control; lent: Window | undefined; done(code: number): void }) {
    this.#control = control
    this.#done = done
    const output = lent ? sized(lent) : process.stdout
    // Frames are text: mosh knows no line drawing character set and would show letters.
    const { LC_ALL, LC_CTYPE, LANG } = process.env
    if (/utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '')) process.env.NCURSES_NO_UTF8_ACS ??= '1'
    // The drawing library's own old habits are no news to who leaves.
    process.noDeprecation = true
    this.#screen = openScreen({
      smartCSR: true,
      fullUnicode: true,
      warnings: false,
      terminal: 'xterm-256color',
      input: process.stdin,
      output,
    })
    // The list is on the alternate screen already and goes on there.
    if (lent) {
      this.#screen.program.alternateBuffer = () => {}
      this.#screen.program.normalBuffer = () => {}
    }
    this.#screen.key(['q', 'escape', 'd', 'C-c', 'C-q'], () => this.#end(0))
    this.#screen.key(['w', 'tab'], () => this.#turn())
    this.#screen.on('resize', () => this.#layOut())
    for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) process.on(signal, () => this.#end(0))
    process.stdin.on('end', () => this.#end(0))
  }

  start(): void {
    this.#layOut()
    this.#control.onEvent((event) => this.#hear(event))
    void this.#control.closed.then(({ reason }) => this.#end(this.#over ? 0 : 1, reason))
    void this.#control
      .call('session.watch', {})
      .then(({ sessions }) => {
        this.#sessions = new Map(sessions.map((s) => [s.id, s]))
        this.#log = beforeOf(sessions)
        this.#fresh.push(...this.#log)
        this.#draw()
        return this.#look()
      })
      .catch((error: unknown) => this.#end(1, String(error)))
  }

  #layOut(): void {
    const { width: cols, height: rows } = this.#screen
    const small = tooSmall({ cols, rows })
    if (small) return this.#end(1, small)
    this.#page?.remove()
    this.#page = layOut(this.#screen, this.#log)
    this.#fresh = []
    this.#draw()
  }

  #turn(): void {
    this.#span = this.#span === 'today' ? 'week' : 'today'
    void this.#look()
  }

  async #look(): Promise<void> {
    clearTimeout(this.#statsTimer)
    const span = this.#span
    const stats = await this.#control.call('stats.get', { span }).catch(() => undefined)
    if (this.#over || span !== this.#span) return
    this.#stats = stats ?? this.#stats
    const working = [...this.#sessions.values()].filter((s) => groupOf(s) === 'working').length
    this.#working = [...this.#working, working].slice(-LOOKS_KEPT)
    this.#draw()
    this.#statsTimer = setTimeout(() => void this.#look(), STATS_MS)
  }

  #hear(event: Event): void {
    const news = newsOf(event, this.#sessions, Date.now())
    if (news) {
      this.#log = [...this.#log, news].slice(-LOG_KEPT)
      this.#fresh.push(news)
    }
    if (event.event === 'session.changed') this.#sessions.set(event.data.id, event.data)
    if (event.event === 'session.removed') this.#sessions.delete(event.data.id)
    this.#drawTimer ??= setTimeout(() => this.#draw(), DRAW_MS)
  }

  #draw(): void {
    clearTimeout(this.#drawTimer)
    this.#drawTimer = undefined
    if (this.#over) return
    this.#page?.show({
      sessions: [...this.#sessions.values()],
      stats: this.#stats,
      working: this.#working,
      fresh: this.#fresh.splice(0),
      host: hostname().split('.')[0] ?? '',
      now: Date.now(),
    })
    this.#screen.render()
  }

  #end(code: number, says?: string): void {
    if (this.#over) return
    this.#over = true
    clearTimeout(this.#drawTimer)
    clearTimeout(this.#statsTimer)
    this.#screen.destroy()
    this.#control.close()
    if (says !== undefined) process.stderr.write(`roost: ${says}\n`)
    this.#done(code)
  }
}

/** Standard output with the size of the lent terminal, which tells every change. */
function sized({ cols, rows }: Window): NodeJS.WriteStream {
  const output = Object.assign(process.stdout, { columns: cols, rows, isTTY: true as const })
  process.on('message', (message) => {
    if (typeof message !== 'object' || message === null) return
    if (!('cols' in message) || !('rows' in message)) return
    if (typeof message.cols !== 'number' || typeof message.rows !== 'number') return
    Object.assign(output, { columns: message.cols, rows: message.rows })
    output.emit('resize')
  })
  process.on('disconnect', () => process.exit(0)) // who lent the terminal is gone
  return output
}
