import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Agent } from '../agents/agent.ts'
import { findProgram } from '../agents/find.ts'
import type { AgentInfo, Message, SendResult } from '../protocol/control.ts'
import type { SessionView } from '../protocol/session.ts'
import { cleanLine, cleanText } from '../protocol/clean.ts'
import { build, version } from '../protocol/version.ts'
import { tailAudit } from '../store/audit.ts'
import { ensurePrivate } from '../store/paths.ts'
import { tailLines } from '../store/transcript.ts'
import { answerRequest, vetRule } from './answer.ts'
import { adoptConversation, listConversations } from './conversations.ts'
import type { Daemon } from './daemon.ts'
import { deadRules } from './gate.ts'
import type { Live } from './live.ts'
import type { Notifier } from './notify/notifier.ts'
import { listRemoved, removeSession, restoreSession } from './removal.ts'
import { search } from './search.ts'
import { sendText } from './send.ts'
import { note } from './note.ts'
import { isQuiet } from './renewal.ts'
import type { Happening } from './session.ts'
import { Refusal, type Handlers } from './server.ts'
import { createStats } from './stats-source.ts'
import { respawnSession, resumeSession, startSession } from './start.ts'
import { stopSession } from './stop.ts'

/** Enough of a conversation's end for its last messages, bytes. */
const MESSAGES_TAIL_BYTES = 1024 * 1024

/** The method table of the control protocol. */
export function createHandlers(
  daemon: Daemon,
  presence: {
    clients(): number
    stop(why: string): void
    memory(): string
    whenIdle(live: Live): void
    notifier: Notifier
  },
): Handlers {
  const { lives } = daemon
  const find = (id: string): Live => {
    const live = lives.get(id)
    if (!live) throw new Refusal('not-found', `there is no session ${id}; see: roost ls`)
    return live
  }
  const views = () => lives.all().map(({ view }) => view)
  const requests = () => lives.all().flatMap(({ open }) => open.map(({ request }) => request))

  const stats = createStats(daemon)

  return {
    'session.start': async (params) => (await startSession(daemon, params)).view,
    'session.list': () => {
      daemon.checkouts.watch()
      return views()
    },
    'session.watch': () => {
      daemon.checkouts.watch()
      return {
        sessions: views(),
        requests: requests(),
        deadRules: deadRules(daemon),
        spent: daemon.spending.today(),
      }
    },
    'conversation.list': (params) => listConversations(daemon, params),
    'session.adopt': async (params) => (await adoptConversation(daemon, params)).view,
    'session.stop': async ({ id }) => {
      await stopSession(daemon, find(id), 'user')
      return find(id).view
    },
    'session.resume': async ({ id, cols, rows }) => {
      await resumeSession(daemon, find(id), { cols, rows })
      return find(id).view
    },
    'session.respawn': async ({ id, when }) => {
      const live = find(id)
      if (when === 'idle' && live.session.life.status === 'running' && !isQuiet(live)) {
        presence.whenIdle(live)
        return live.view
      }
      await respawnSession(daemon, live)
      return live.view
    },
    'session.remove': async ({ id, ...how }, { name }) => {
      await removeSession(daemon, find(id), { ...how, who: name })
      return { removed: id }
    },
    'session.removed': () => listRemoved(daemon),
    'session.restore': ({ id }, { name }) => restoreSession(daemon, id, name),
    'session.pin': ({ id, pinned }) => {
      const live = find(id)
      const back = { type: 'pinned', pinned: live.session.pinned } as const
      return chosen(daemon, live, { set: { type: 'pinned', pinned }, back })
    },
    'session.pause': ({ id, paused }, { name }) =>
      changed(find(id), (live) => {
        note(daemon, { at: daemon.now(), kind: 'pause', session: id, who: name, what: { paused } })
        lives.happen(live, { type: 'paused', paused })
      }),
    'session.rules': ({ id, rules }, { name }) => {
      daemon.audit.append({ at: daemon.now(), kind: 'rule', session: id, who: name, what: rules })
      lives.happen(find(id), { type: 'ruled', rules })
      return { rules }
    },
    'session.rename': ({ id, name }) => {
      const live = find(id)
      const back = { type: 'renamed', name: live.session.name } as const
      return chosen(daemon, live, { set: { type: 'renamed', name: cleanLine(name, 80) }, back })
    },
    'session.channel-told': ({ id }) =>
      changed(find(id), (live) => lives.happen(live, { type: 'channel-told' })),
    'session.send': ({ id, text }, { name }): Promise<SendResult> => sendText(daemon, find(id), text, name),
    'session.explain': ({ id }) => ({
      session: find(id).view,
      signals: find(id).session.signals,
      rules: find(id).session.rules ?? {},
    }),
    'session.messages': ({ id, limit }) => messages(daemon, find(id), limit),
    'session.search': (params) => search(daemon, params),
    'request.list': requests,
    'request.answer': (params, { name }) => answerRequest(daemon, params, name),
    'stats.get': ({ span }) => stats(span),
    'audit.list': (wish) => tailAudit(daemon.paths.audit, wish),
    'request.rule': (params) => vetRule(daemon, params),
    'agent.list': ({ env }) => daemon.agents().all.map((agent) => infoOf(agent, env)),
    'demo.start': ({ env }) => startDemo(daemon, env),
    'view.looking': ({ session }, caller) => {
      presence.notifier.looking(caller, session)
      return {}
    },
    'notify.test': () => presence.notifier.trial(),
    'daemon.status': () => ({
      pid: process.pid,
      version,
      build,
      socket: daemon.paths.daemonSocket,
      home: daemon.paths.home,
      startedAt: daemon.startedAt,
      sessions: lives.all().filter(({ session }) => session.life.status === 'running').length,
      clients: presence.clients(),
      memory: presence.memory(),
      notifyFaults: presence.notifier.faults(),
    }),
    'daemon.stop': () => {
      setImmediate(() => presence.stop('it was stopped; sessions go on'))
      return { stopping: true }
    },
  }
}

/** What a person has chosen is on disk when they are told so. @throws Refusal `internal`; then it is as before. */
function chosen(daemon: Daemon, live: Live, choice: { set: Happening; back: Happening }): SessionView {
  daemon.lives.happen(live, choice.set)
  if (daemon.lives.isSaved(live)) return live.view
  daemon.lives.happen(live, choice.back)
  throw new Refusal(
    'internal',
    `session ${live.session.id}: not kept, its record could not be written; is the disk full?`,
  )
}

function changed(live: Live, change: (live: Live) => void): SessionView {
  change(live)
  return live.view
}

function infoOf(agent: Agent, env: Record<string, string>): AgentInfo {
  if (agent.command === undefined) return { name: agent.name, found: true }
  const path = findProgram(agent.command, env)
  return {
    name: agent.name,
    found: path !== undefined,
    ...(path !== undefined && { path }),
    ...(path === undefined && agent.install !== undefined && { install: agent.install }),
  }
}

async function messages(daemon: Daemon, { session }: Live, limit: number): Promise<Message[]> {
  const transcript = daemon.agents().named(session.agent)?.transcript
  if (!transcript || session.transcript === undefined) return []
  const lines = await tailLines(session.transcript, MESSAGES_TAIL_BYTES)
  return transcript
    .messages(lines)
    .slice(-limit)
    .map((message) => ({ ...message, text: cleanText(message.text) }))
}

/** Three scripted sessions that show everything without any agent or key. */
async function startDemo(daemon: Daemon, env: Record<string, string>): Promise<SessionView[]> {
  const scenes = ['permission', 'question', 'fail']
  const started: SessionView[] = []
  for (const scene of scenes) {
    // It writes files: not into a folder of the person's, and not into Roost's own, where no agent may write.
    const cwd = join(env.HOME ?? tmpdir(), '.cache', 'roost-demo', scene)
    ensurePrivate(cwd)
    const live = await startSession(daemon, {
      agent: 'demo',
      cwd,
      args: [scene],
      pinned: false,
      env,
    })
    started.push(live.view)
  }
  return started
}
