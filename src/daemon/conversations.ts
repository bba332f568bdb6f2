import type { LiveElsewhere } from '../agents/agent.ts'
import type { Conversation, Params } from '../protocol/control.ts'
import { cleanLine } from '../protocol/clean.ts'
import { runs, type Session } from '../protocol/session.ts'
import { startedAt } from '../store/identity.ts'
import type { Daemon } from './daemon.ts'
import type { Live } from './live.ts'
import { Refusal } from './server.ts'
import { newId, recorded, resumeSession } from './start.ts'

/** Between a process's start and its own note of it, or of a clock that was set, ms. */
const SLACK_MS = 10_000

/** Conversations on disk over all projects and agents, newest first, and where each is live now. */
export function listConversations(
  daemon: Daemon,
  { env, limit, begins }: Params<'conversation.list'>,
): Conversation[] {
  return daemon
    .agents()
    .all.flatMap(({ name, transcript }) => {
      const notes = transcript?.past?.live(env) ?? []
      return (transcript?.past?.list(env, limit, begins) ?? []).map((past): Conversation => {
        const liveIn = whereLive(daemon, past.resumeId, notes)
        return { agent: name, ...past, ...(liveIn !== undefined && { liveIn }) }
      })
    })
    .sort((a, b) => b.at - a.at)
    .slice(0, limit)
}

/**
 * Makes a session of a conversation that was begun outside, and goes on with it.
 * @throws Refusal `not-found`, `conflict` when it is live anywhere or in a session already, else as a resume.
 */
export async function adoptConversation(daemon: Daemon, params: Params<'session.adopt'>): Promise<Live> {
  const { resumeId, env } = params
  const past = daemon.agents().named(params.agent)?.transcript?.past
  const found = past?.one(resumeId, env)
  if (!past || !found)
    throw new Refusal(
      'not-found',
      `there is no conversation ${resumeId} of ${params.agent}; see: roost adopt`,
    )
  const liveIn = whereLive(daemon, resumeId, past.live(env))
  if (liveIn !== undefined)
    throw new Refusal(
      'conflict',
      `this conversation is live in ${liveIn}; end it there first, or go on there`,
    )
  const ours = daemon.lives.all().find(({ session }) => session.resumeId === resumeId)
  if (ours) {
    // It is on the list already: under that row it goes on.
    await resumeSession(daemon, ours, params)
    return ours
  }
  const now = daemon.now()
  const session: Session = {
    id: newId(daemon),
    agent: params.agent,
    name: cleanLine(params.name ?? '', 80),
    title: found.title,
    cwd: found.cwd,
    pinned: params.pinned,
    createdAt: now,
    args: [],
    prompt: '',
    resumeId,
    ...(found.path !== undefined && { transcript: found.path }),
    generation: 0,
    life: { status: 'stopped', since: now, why: 'user' },
    signals: [{ source: 'person', at: now, says: `adopted conversation ${resumeId}` }],
  }
  const live = recorded(daemon, session, env)
  try {
    await resumeSession(daemon, live, params)
  } catch (error) {
    // It never ran here; the conversation is on disk as before.
    if (live.session.life.status === 'stopped') daemon.lives.remove(live, 'forever')
    throw error
  }
  return live
}

/** Words for where a conversation runs now: two agents writing into one conversation would spoil it. */
function whereLive(daemon: Daemon, resumeId: string, notes: LiveElsewhere[]): string | undefined {
  const ours = daemon.lives.all().find(({ session }) => session.resumeId === resumeId && runs(session))
  if (ours) return `session ${ours.session.id}`
  const note = notes.find((each) => each.resumeId === resumeId && isTrue(each))
  return note && `a terminal (pid ${note.pid})`
}

/** Whether the process still is the one that wrote the note: one that began later has only its number. */
function isTrue({ pid, since }: LiveElsewhere): boolean {
  const at = startedAt(pid)
  return at !== undefined && at <= since + SLACK_MS
}
