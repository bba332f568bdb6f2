import { cleanLine } from '../../protocol/clean.ts'
import type { Event } from '../../protocol/control.ts'
import type { Channel, NoticeTrial } from '../../protocol/notice.ts'
import type { SessionView } from '../../protocol/session.ts'
import type { Config } from '../../store/settings.ts'
import type { Log } from '../../store/log.ts'
import { due, forgotten, heard, noNotices, type Told } from './decide.ts'
import { byWeight, compose, type Piece } from './news.ts'
import { commandProgram, desktopProgram, runProgram } from './programs.ts'

/** Who has pressed a key in a view within this time is looking at it, ms. */
const LOOKING_MS = 60_000

type Options = {
  log: Log
  preferences(): Config
  now(): number
  env: NodeJS.ProcessEnv
  session(id: string): SessionView | undefined
  broadcast(event: Event): void
  /** Views that hear of it. */
  views(): number
  /** Called whenever it has nothing under way any more. */
  onRest(): void
}

export type Notifier = {
  hear(event: Event): void
  /** A person has just used this view, with that session in front. */
  looking(view: object, session: string | undefined): void
  /** Something is about to be told: the daemon must not leave now. */
  busy(): boolean
  trial(): Promise<NoticeTrial[]>
  /** What last went wrong on each channel that has not worked since. */
  faults(): string[]
  close(): void
}

/** Tells the person what their sessions want, wherever they are. Idle it costs nothing: no timer runs. */
export function createNotifier(options: Options): Notifier {
  const { log, preferences, now, env, broadcast } = options
  const faults = new Map<Channel, string>()
  const looks = new Map<object, { session: string; until: number }>()
  let notices = noNotices
  let timer: NodeJS.Timeout | undefined
  let nextAt: number | undefined
  let sending = false
  let isClosed = false

  function lookingUntil(id: string): number {
    return Math.max(0, ...[...looks.values()].flatMap(({ session, until }) => (session === id ? until : [])))
  }

  function look(): void {
    clearTimeout(timer)
    timer = undefined
    if (isClosed || sending) return // one at a time; looked again after it
    const at = now()
    for (const [view, { until }] of looks) if (until <= at) looks.delete(view)
    const step = due(notices, {
      now: at,
      config: preferences().notify,
      session: options.session,
      lookingUntil,
    })
    notices = step.notices
    nextAt = step.nextAt
    if (step.tell.length > 0) void send(step.tell)
    else if (nextAt !== undefined) timer = setTimeout(look, Math.max(10, nextAt - at))
    else options.onRest()
  }

  async function send(told: Told[]): Promise<void> {
    sending = true
    const on = (channel: Channel): Piece[] =>
      told.flatMap(({ piece, channels }) => (channels.includes(channel) ? [piece] : []))
    log.info('notice', { about: told.map(({ piece }) => `${piece.session} ${piece.event}`) })
    const desktop = on('desktop')
    const shown = desktop.length > 0 ? await onDesktop(desktop) : undefined
    const open = byWeight([...new Set([...on('bell'), ...on('terminal')])])
    if (open.length > 0)
      broadcast({
        event: 'notice',
        data: {
          ...compose(open),
          bell: on('bell').length > 0,
          terminal: on('terminal').length > 0,
          desktop: shown?.outcome === 'sent',
        },
      })
    const hook = on('command')
    if (hook.length > 0) await onCommand(hook)
    sending = false
    look()
  }

  async function onDesktop(pieces: Piece[]): Promise<NoticeTrial> {
    const program = desktopProgram(compose(pieces), env)
    if ('none' in program) return { channel: 'desktop', outcome: 'off', says: program.none }
    return outcome('desktop', program.file, await runProgram(program))
  }

  async function onCommand(pieces: Piece[]): Promise<NoticeTrial> {
    const { command } = preferences().notify
    if (command === undefined)
      return { channel: 'command', outcome: 'off', says: 'notify.command is not set in config.json' }
    const [first] = byWeight(pieces)
    const { title, text } = compose(pieces)
    const about = {
      ...env,
      ROOST_EVENT: first?.event,
      ROOST_SESSION: first?.session,
      ROOST_TITLE: title,
      ROOST_TEXT: text,
      ROOST_COUNT: String(pieces.length),
    }
    const input = `${JSON.stringify({ event: first?.event, title, text, sessions: byWeight(pieces) })}\n`
    return outcome('command', 'notify.command', await runProgram(commandProgram(command, about, input)))
  }

  /** A fault is in the log once, not once a message. */
  function outcome(channel: Channel, what: string, fault: string | undefined): NoticeTrial {
    if (fault === undefined) {
      faults.delete(channel)
      return { channel, outcome: 'sent', says: `${what} took it` }
    }
    const says = cleanLine(`${what}: ${fault}`)
    if (faults.get(channel) !== says) log.warn('not notified', { channel, says })
    faults.set(channel, says)
    return { channel, outcome: 'failed', says }
  }

  return {
    hear(event) {
      const before = notices
      if (event.event === 'session.changed') notices = heard(notices, event.data, now())
      else if (event.event === 'session.removed') notices = forgotten(notices, event.data.id)
      if (notices !== before) look()
    },
    looking(view, session) {
      if (session === undefined) looks.delete(view)
      else looks.set(view, { session, until: now() + LOOKING_MS })
    },
    busy: () => sending || nextAt !== undefined,
    async trial() {
      const piece: Piece = {
        event: 'needs-input',
        session: '00000000',
        title: 'A trial',
        agent: 'roost',
        cwd: '/',
        says: 'roost notify test',
        since: now(),
      }
      const desktop = await onDesktop([piece])
      const views = options.views()
      broadcast({
        event: 'notice',
        data: { ...compose([piece]), bell: true, terminal: true, desktop: desktop.outcome === 'sent' },
      })
      const inViews = (channel: Channel): NoticeTrial => ({
        channel,
        outcome: views > 0 ? 'sent' : 'off',
        says: views > 0 ? `told ${views} open ${views === 1 ? 'view' : 'views'}` : 'no view is open',
      })
      return [inViews('bell'), inViews('terminal'), desktop, await onCommand([piece])]
    },
    faults: () => [...faults.values()],
    close() {
      isClosed = true
      clearTimeout(timer)
    },
  }
}
