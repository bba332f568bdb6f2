import type { Agent, Asked, Gated, GateRuling, Learned } from '../agents/agent.ts'
import type { Exit, HookEvent, HostEvent } from '../protocol/host.ts'
import type { Activity, Identity } from '../protocol/session.ts'
import { isAlive } from '../store/identity.ts'
import { readExit } from '../store/job.ts'
import { isCode } from '../store/paths.ts'
import type { Daemon } from './daemon.ts'
import { alwaysFor, decideCall, deciderOf, notesOf, profileOf, rulingOf, watchUnusual } from './gate.ts'
import { linkHost } from './host-link.ts'
import { endOfProgram } from './last-words.ts'
import { note } from './note.ts'
import { endLeftover } from './leftover.ts'
import type { Live } from './live.ts'
import { rowsOf } from './look.ts'
import { closeRequest, gone, holdRequest, requestsOver } from './approvals.ts'
import { trusted } from './session.ts'
import { wake } from './wake.ts'

/** Between tries to reach a host whose process lives but does not answer, ms. */
const RELINK_MS = 1000

/** Connects the daemon to a session's host, and keeps it connected as long as the host's process lives. */
export async function linkToHost(daemon: Daemon, live: Live): Promise<void> {
  const { id } = live.session
  live.link = await linkHost({
    socket: daemon.paths.job(id).socket,
    session: id,
    since: live.seq,
    listener: {
      event: (event) => hearHost(daemon, live, event),
      closed: (why) => lostLink(daemon, live, why),
    },
  })
  const { exit } = live.link.welcome
  if (exit && hasHost(live)) return endOf(daemon, live, exit)
  // The word of its end came along with the welcome, before there was a link to answer on.
  if (!hasHost(live) && daemon.lives.isSaved(live)) live.link.call('collect', {}).catch(() => {})
}

function lostLink(daemon: Daemon, live: Live, why: string): void {
  live.link = undefined
  if (!hasHost(live) || daemon.leaving) return
  daemon.log.warn('host connection closed', { session: live.session.id, why })
  void relink(daemon, live)
}

const hasHost = ({ session: { life } }: Live) => life.status === 'running' || life.status === 'stopping'

/**
 * Dials again until the host answers or its process is gone. A stopped host (SIGSTOP, swapped out) is not
 * taken for dead: only the process table says so.
 */
export async function relink(daemon: Daemon, live: Live): Promise<void> {
  let before: Activity | undefined
  for (;;) {
    const { life } = live.session
    if (life.status !== 'running' && life.status !== 'stopping') return
    if (live.link || daemon.leaving) return
    try {
      await linkToHost(daemon, live)
      daemon.log.info('host connected', { session: live.session.id })
      // What it did before is the best guess until it says more; what it said meanwhile comes after this.
      if (before) sayActivity(daemon, live, 'its host answers again', before)
      return
    } catch (error) {
      if (isGone(life.host)) return hostDied(daemon, live)
      // Nobody at its socket although it lives: the socket was deleted.
      if (isCode(error, 'ENOENT', 'ECONNREFUSED')) wake(life.host)
      if (life.status === 'running') before ??= life.activity
      sayActivity(daemon, live, `its host (pid ${life.host.pid}) does not answer`, {
        kind: 'unknown',
        what: 'its host does not answer; trying again',
        since: 0,
      })
      daemon.log.debug('host not reached', { session: live.session.id, error: String(error) })
    }
    await new Promise((resolve) => setTimeout(resolve, RELINK_MS))
  }
}

function sayActivity(daemon: Daemon, live: Live, says: string, activity: Activity): void {
  daemon.lives.happen(live, {
    type: 'learned',
    learned: { type: 'activity', source: 'roost', says, activity },
  })
}

/** When it cannot be found out (no more files may be opened), nobody is taken for dead. */
function isGone(host: Identity): boolean {
  try {
    return !isAlive(host)
  } catch {
    return false
  }
}

/** The host's process is gone: its last word is on disk if it had time to leave one. */
async function hostDied(daemon: Daemon, live: Live): Promise<void> {
  const { life } = live.session
  // Before anything is written: a daemon that dies meanwhile leaves it to the next one.
  if (life.status === 'running' || life.status === 'stopping')
    await endLeftover(daemon, live.session, life.agentPid)
  if (!hasHost(live)) return
  const { session } = live
  const exit = readExit(daemon.paths, session.id)
  if (exit && exit.generation === session.generation) return endOf(daemon, live, exit)
  const kept = session.resumeId ? '; the conversation is kept, Enter goes on with it' : ''
  daemon.lives.happen(live, { type: 'host-gone', why: `the process that held it was killed${kept}` })
  afterEnd(daemon, live)
}

function endOf(daemon: Daemon, live: Live, exit: Exit): void {
  if (!hasHost(live) && live.session.life.status !== 'starting') return
  daemon.lives.happen(live, endOfProgram(daemon.paths, live.session, exit))
  // The record is on disk now: the host need not wait any longer. If not, it tells the next daemon.
  if (daemon.lives.isSaved(live)) live.link?.call('collect', {}).catch(() => {})
  afterEnd(daemon, live)
}

function afterEnd(daemon: Daemon, live: Live): void {
  for (const open of live.open) closeRequest(daemon, live, open, { by: 'gone', says: 'the session ended' })
  live.attached = 0
  live.best = undefined
  live.seq = 0
  live.isPrinting = false
  live.onOutput = []
  daemon.follower.unfollow(live)
  note(daemon, {
    at: daemon.now(),
    kind: 'end',
    session: live.session.id,
    who: 'process',
    what: live.session.life,
  })
  for (const tell of live.onEnd.splice(0)) tell()
  daemon.lives.touch(live)
  daemon.ended(live)
}

function hearHost(daemon: Daemon, live: Live, event: HostEvent): void {
  live.seq = Math.max(live.seq, event.seq)
  switch (event.type) {
    case 'exit':
      return endOf(daemon, live, event.exit)
    case 'attached':
      live.attached = event.drivers
      return daemon.lives.touch(live)
    case 'hook-gone':
      return gone(daemon, live, event)
    case 'log-error':
      return daemon.log.error('session log', { session: live.session.id, message: event.message })
    case 'hook':
      // Who is told that it waits is told at once for what.
      return daemon.lives.together(live, () => takeHook(daemon, live, event))
    case 'title':
    case 'status':
    case 'bell':
    case 'typed':
      return learnFrom(daemon, live, event)
    case 'output':
      live.isPrinting = event.active
      for (const tell of live.onOutput.splice(0)) tell()
      if (!event.active) return hearPause(daemon, live, event.at)
      return learnFrom(daemon, live, event)
  }
}

const learnFrom = (daemon: Daemon, live: Live, event: HostEvent) =>
  learnAll(
    daemon,
    live,
    daemon.agents().named(live.session.agent)?.learn(event, live.session) ?? [],
    event.at,
  )

/** Its output has stopped, or has not begun. */
export function hearPause(daemon: Daemon, live: Live, at: number): void {
  learnFrom(daemon, live, { seq: 0, at, type: 'output', active: false })
  const agent = daemon.agents().named(live.session.agent)
  if (agent) atPause(daemon, live, agent)
}

function takeHook(daemon: Daemon, live: Live, event: HookEvent): void {
  const agent = daemon.agents().named(live.session.agent)
  learnAll(daemon, live, agent?.learn(event, live.session) ?? [], event.at)
  // Its file may be there only now, and tells what no hook does.
  if (!live.reading && agent?.transcript?.learn) daemon.follower.follow(live)
  try {
    hearHook(daemon, live, event)
  } catch (error) {
    // Input that cannot be judged, nested without end for one. The host would hand it over again after each dial.
    daemon.log.error('hook not understood', { session: live.session.id, error: String(error) })
    if (event.hold !== undefined) live.link?.call('answer', { hold: event.hold, body: {} }).catch(() => {})
  }
}

/** When the output pauses, an agent without better signals has its screen read and its conversation looked for. */
function atPause(daemon: Daemon, live: Live, { screen, screenAtPause, transcript }: Agent): void {
  // An agent may write its file a while after its last hook, which is the last one for as long as it waits.
  const isMissing = transcript?.idOf ? live.session.transcript === undefined : !live.reading
  if (isMissing && (transcript?.idOf ?? transcript?.learn)) daemon.follower.follow(live)
  if (!screen || !screenAtPause) return
  void rowsOf(live).then((rows) => learnAll(daemon, live, screen(rows, live.session)))
}

function hearHook(daemon: Daemon, live: Live, event: HookEvent): void {
  const agent = daemon.agents().named(live.session.agent)
  const { hold } = event
  if (hold === undefined) {
    // Answered by keys, if at all: the request hangs on this event.
    const shown = agent?.keys && agent.asks?.(event)
    if (shown) askPerson(daemon, live, { event, hold: `event ${event.seq}`, asked: shown, rules: false })
    return
  }
  const call = agent?.gates?.(event)
  const gated = call && gate(daemon, live, call, event)
  const asked = gated?.body === undefined ? agent?.asks?.(event, gated?.verdict) : undefined
  if (!asked) {
    live.link?.call('answer', { hold, body: gated?.body ?? {} }).catch(() => {})
    return
  }
  askPerson(daemon, live, { event, hold, asked, rules: true })
  // Held for the rules at first, which take no time; a person does. A host of before cannot: then it times out.
  if (gated) live.link?.call('keep', { hold }).catch(() => {})
}

/** `rules`: a rule of Roost's can spare the next question. */
function askPerson(
  daemon: Daemon,
  live: Live,
  given: { event: HookEvent; hold: string; asked: Asked; rules: boolean },
): void {
  const { event, hold, asked } = given
  const { risk, reasons } = decideCall(daemon, live, asked)
  const { always: offered, ...rest } = asked
  // What could destroy much asks each time: a rule for it would be passed over.
  const ruled = given.rules && asked.kind === 'permission' && risk !== 'catastrophic'
  const always = ruled ? (alwaysFor(daemon, live, asked) ?? offered) : undefined
  const notes = notesOf(live, asked)
  holdRequest(daemon, live, {
    event,
    hold,
    asked: { ...rest, ...(always && { always }) },
    judged: { risk, reasons, ...(notes.length > 0 && { notes }) },
  })
}

/**
 * Decides a tool call before it runs. What passes or is stopped unasked is in the audit before the agent hears of
 * it. No body: the agent has to ask, or goes its own way.
 */
function gate(
  daemon: Daemon,
  live: Live,
  call: Gated,
  event: HookEvent,
): { verdict: GateRuling['verdict']; body: unknown } {
  if (call.again !== true) watchUnusual(daemon, live, call)
  const decision = decideCall(daemon, live, call)
  const ruling = rulingOf(decision)
  const { verdict } = ruling
  const body = daemon.agents().named(live.session.agent)?.ruling?.(ruling, event)
  if (verdict === 'pass' || body === undefined) return { verdict, body: undefined }
  try {
    daemon.audit.append({
      at: daemon.now(),
      kind: 'call',
      session: live.session.id,
      who: deciderOf(decision),
      what: { tool: call.tool, input: call.input },
      verdict,
      reasons: decision.reasons.map(({ text }) => text),
      profile: profileOf(daemon, live.session),
    })
  } catch (error) {
    daemon.log.error('audit not written', { error: String(error) })
    if (verdict === 'allow') return { verdict: 'pass', body: undefined } // what cannot be recorded does not pass unasked
  }
  return { verdict, body }
}

/** Takes in what was learned, each piece weighed by who said it. */
export function learnAll(daemon: Daemon, live: Live, pieces: Learned[], at = daemon.now()): void {
  for (const learned of pieces) {
    if (learned.type === 'requests-over') requestsOver(daemon, live, learned)
    if (learned.type === 'activity') {
      if (!learned.sure && !trusted(learned.source, live.best)) continue
      if (!learned.sure || live.best === undefined) live.best = learned.source
    }
    daemon.lives.happen(live, { type: 'learned', learned }, at)
    if (learned.type === 'conversation') daemon.follower.follow(live)
  }
}
