import type { Prices } from '../agents/cost.ts'
import type { Event } from '../protocol/control.ts'
import type { Spent } from '../protocol/usage.ts'
import type { Session } from '../protocol/session.ts'
import { aboutText, removeJob, saveAbout, saveSession } from '../store/job.ts'
import type { Log } from '../store/log.ts'
import { readPast, savePast } from '../store/past.ts'
import { setJobAside } from '../store/removed.ts'
import { isCode, type Paths } from '../store/paths.ts'
import { keepReserve, spendReserve } from '../store/reserve.ts'
import { saveRoster } from '../store/roster.ts'
import { newLive, type Live } from './live.ts'
import { nextSession, type Happening } from './session.ts'
import { viewOf } from './view.ts'

export type Lives = {
  get(id: string): Live | undefined
  all(): Live[]
  /** Takes in a record that is on disk. */
  add(session: Session): Live
  /** Takes in a new one. @throws when it cannot be written: nothing may run that a crash would forget. */
  create(session: Session): Live
  /** Applies what happened to the record, saves it when it matters after a crash, and tells the clients. */
  happen(live: Live, happening: Happening, at?: number): void
  /** What the work changes is told once, when it is done. */
  together(live: Live, work: () => void): void
  /** Something beside the record changed: who is attached, which requests are open. */
  touch(live: Live): void
  /** Takes it off the list; `aside`: it can be brought back. @throws when that could not be done on disk. */
  remove(live: Live, how: 'aside' | 'forever'): void
  /** Takes in one that was removed, whose record is on disk again. */
  restore(session: Session): Live
  /** Whether what matters of it is on disk. */
  isSaved(live: Live): boolean
  /** Writes what is not on disk yet. */
  flush(): void
}

/** Titles, tokens and signals change often and are told again by the agent: saved at most this often, ms. */
const SAVE_LATER_MS = 2000

export function createLives(options: {
  paths: Paths
  log: Log
  now(): number
  prices(): Prices
  today(id: string): Spent | undefined
  /** What sends it messages by itself. */
  channels(session: Session): string[]
  broadcast(event: Event): void
  /** Called before each write: the home may have become another daemon's. */
  beforeWrite(): void
  /** Called after every change that may leave nothing to do. */
  onChange(): void
}): Lives {
  const { paths, log } = options
  const lives = new Map<string, Live>()
  const unsaved = new Set<Live>()
  let held: Live | undefined
  /** Of those, the ones that the disk refused. */
  const refused = new Set<Live>()
  let timer: NodeJS.Timeout | undefined

  function save(live: Live): void {
    options.beforeWrite()
    unsaved.delete(live)
    try {
      write(live)
      refused.delete(live)
    } catch (error) {
      // The old state stays on disk and is readable.
      log.error('state not saved', { session: live.session.id, error: String(error) })
      unsaved.add(live)
      refused.add(live)
      saveLater()
    }
  }

  function write(live: Live): void {
    try {
      saveSession(paths, live.session)
    } catch (error) {
      const isFull = error instanceof Error && isCode(error.cause, 'ENOSPC', 'EDQUOT')
      if (!isFull || !spendReserve(paths)) throw error
      log.warn('the disk is full; using the room kept for this')
      saveSession(paths, live.session)
    }
    keepAbout(live)
  }

  function saveLater(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      for (const each of Array.from(unsaved)) save(each)
      if (unsaved.size === 0) keepReserve(paths)
    }, SAVE_LATER_MS)
  }

  function keepAbout(live: Live): void {
    const about = aboutText(live.session)
    if (about === live.about) return
    saveAbout(paths, live.session.id, about)
    live.about = about
  }

  /** Counts only make notes: losing some at a crash costs nothing. */
  function rememberPast(live: Live): void {
    try {
      savePast(paths, live.session.id, live.past)
    } catch (error) {
      log.warn('past not saved', { session: live.session.id, error: String(error) })
    }
  }

  function saveRunning(): void {
    const entries = [...lives.values()].flatMap(({ session: { id, life } }) =>
      life.status === 'running' || life.status === 'stopping'
        ? [{ id, socket: paths.job(id).socket, host: life.host }]
        : [],
    )
    try {
      saveRoster(paths, entries)
    } catch (error) {
      log.error('roster not saved', { error: String(error) })
    }
  }

  function tell(live: Live): void {
    if (live === held) return
    const view = viewOf(live.session, {
      prices: options.prices(),
      today: options.today(live.session.id),
      channels: options.channels(live.session),
      attached: live.attached,
      requests: live.open.map(({ request }) => request),
      hostSocket: paths.job(live.session.id).socket,
      unusual: live.unusual?.notes[0],
      stopsAt: live.stopsAt,
      restartsAt: live.restart?.at,
      updateReady: live.updateReady,
      rolls: live.rolls,
      checkout: live.checkout,
    })
    if (JSON.stringify(view) === JSON.stringify(live.view)) return
    live.view = view
    options.broadcast({ event: 'session.changed', data: view })
  }

  function add(session: Session): Live {
    const hostSocket = paths.job(session.id).socket
    const view = viewOf(session, {
      prices: options.prices(),
      today: options.today(session.id),
      channels: options.channels(session),
      attached: 0,
      requests: [],
      hostSocket,
    })
    const live = newLive({ session, past: readPast(paths, session.id), view })
    lives.set(session.id, live)
    return live
  }

  return {
    get: (id) => lives.get(id),
    all: () => [...lives.values()],
    add,
    create(session) {
      options.beforeWrite()
      saveSession(paths, session)
      const live = add(session)
      keepAbout(live)
      options.broadcast({ event: 'session.changed', data: live.view })
      return live
    },
    happen(live, happening, at = options.now()) {
      const before = live.session
      const after = nextSession(before, happening, at)
      if (after === before) return
      live.session = after
      if (matters(before, after)) {
        save(live)
        if (before.life.status !== after.life.status) rememberPast(live)
        if (before.life.status !== after.life.status) saveRunning()
      } else {
        unsaved.add(live)
        saveLater()
      }
      tell(live)
      for (const changed of live.onChange) changed()
      options.onChange()
    },
    together(live, work) {
      held = live
      try {
        work()
      } finally {
        held = undefined
        tell(live)
      }
    },
    touch(live) {
      tell(live)
      options.onChange()
    },
    restore(session) {
      const live = add(session)
      options.broadcast({ event: 'session.changed', data: live.view })
      return live
    },
    remove(live, how) {
      // What it learned last is worth as much as the rest.
      if (how === 'aside' && unsaved.has(live)) save(live)
      if (how === 'aside') setJobAside(paths, live.session.id)
      else removeJob(paths, live.session.id)
      lives.delete(live.session.id)
      unsaved.delete(live)
      refused.delete(live)
      saveRunning()
      options.broadcast({ event: 'session.removed', data: { id: live.session.id } })
      options.onChange()
    },
    isSaved: (live) => !refused.has(live),
    flush() {
      for (const live of Array.from(unsaved)) save(live)
      clearTimeout(timer)
      timer = undefined
      for (const live of lives.values()) if (live.link) rememberPast(live)
    },
  }
}

/** What must be on disk before anybody hears of it: life, conversation, and what the person chose. */
function matters(before: Session, after: Session): boolean {
  return (
    before.life.status !== after.life.status ||
    (before.life.status === 'stopping' &&
      after.life.status === 'stopping' &&
      before.life.why !== after.life.why) ||
    before.generation !== after.generation ||
    before.resumeId !== after.resumeId ||
    before.transcript !== after.transcript ||
    before.deaths !== after.deaths ||
    before.pinned !== after.pinned ||
    before.paused !== after.paused ||
    before.rules !== after.rules ||
    before.channelTold !== after.channelTold ||
    before.name !== after.name
  )
}
