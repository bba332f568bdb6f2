import type { Control } from '../client/control.ts'
import type { Conversation } from '../protocol/control.ts'
import type { Answer } from '../protocol/request.ts'
import type { SessionView } from '../protocol/session.ts'
import { messageOf } from '../protocol/thrown.ts'
import type { Connection } from './connection.ts'
import { doMany, undo } from './many.ts'
import { AUDIT_MAX } from './model/audit.ts'
import { CONVERSATIONS_MAX } from './model/conversations.ts'
import type { Effect, Event } from './model/events.ts'

/** What the daemon is asked to do. */
export type Errand = Exclude<
  Effect,
  {
    do:
      | 'quit'
      | 'suspend'
      | 'wake'
      | 'repaint'
      | 'attach'
      | 'dashboard'
      | 'watch'
      | 'history'
      | 'keep'
      | 'install'
  }
>

type Options = {
  connection: Connection
  env: NodeJS.ProcessEnv
  dispatch(event: Event): void
  /** Epoch ms. */
  now(): number
}

const SAYS: Record<Answer['verdict'], string> = {
  allow: 'allowed',
  always: 'always allowed from now on',
  deny: 'denied',
  answers: 'answered',
}

/** Asks the daemon for what the person wants; what goes wrong becomes one calm line. */
export class Deeds {
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  do(deed: Errand): void {
    const { dispatch, now } = this.#options
    switch (deed.do) {
      case 'stop':
        return this.run('stop', (c) => c.call('session.stop', { id: deed.id }))
      case 'respawn':
        return this.run('restart', (c) => c.call('session.respawn', { id: deed.id }))
      case 'many':
        return this.run('', async (c) => dispatch({ type: 'said', ...(await doMany(c, deed)) }))
      case 'undo':
        return this.run('', async (c) => {
          const { back, said } = await undo(c, deed.ids)
          for (const session of back) this.#started(session)
          dispatch({ type: 'said', ...said })
        })
      case 'pin':
        return this.run('pin', (c) => c.call('session.pin', { id: deed.id, pinned: deed.pinned }))
      case 'pause':
        return this.run('pause', (c) => c.call('session.pause', { id: deed.id, paused: deed.paused }))
      case 'rename':
        return this.run('rename', (c) => c.call('session.rename', { id: deed.id, name: deed.name }))
      case 'send':
        return this.run('message', async (c) => {
          const result = await c.call('session.send', { id: deed.id, text: deed.text })
          dispatch({ type: 'sentText', result })
        })
      case 'channel-told':
        return this.run('', (c) => c.call('session.channel-told', { id: deed.id }))
      case 'start':
        return this.run('', async (c) => {
          const session = await c.call('session.start', {
            ...deed.params,
            env: this.#env(),
            umask: process.umask(),
          })
          this.#started(session)
        })
      case 'adopt':
        return this.run('', async (c) =>
          this.#started(await c.call('session.adopt', { ...deed.params, env: this.#env() })),
        )
      case 'conversations':
        return this.run('conversations', async (c) => {
          // On failure there are none to choose from, and the reason is said.
          let conversations: Conversation[] = []
          try {
            conversations = await c.call('conversation.list', { env: this.#env(), limit: CONVERSATIONS_MAX })
          } finally {
            dispatch({ type: 'conversations', conversations })
          }
        })
      case 'demo':
        return this.run('demo', (c) => c.call('demo.start', { env: this.#env() }))
      case 'search':
        return this.#search(deed)
      case 'explain':
        return this.run('explain', async (c) => {
          const { session, signals } = await c.call('session.explain', { id: deed.id })
          dispatch({ type: 'sheet', body: { is: 'explain', session, signals } })
        })
      case 'vet-rule':
        return this.run('', async (c) => {
          const vetted = await c.call('request.rule', { id: deed.id, rule: deed.rule })
          dispatch({ type: 'rule-vetted', request: deed.id, rule: deed.rule, ...vetted })
        })
      case 'audit':
        return this.run('audit', async (c) => {
          const page = await c.call('audit.list', { limit: AUDIT_MAX, ...deed.wish })
          dispatch({ type: 'audit', page, wish: deed.wish })
        })
      case 'daemon':
        return this.run('about the daemon', async (c) =>
          dispatch({ type: 'sheet', body: { is: 'daemon', status: await c.call('daemon.status', {}) } }),
        )
      case 'stop-daemon':
        return this.run('stop the daemon', (c) => c.call('daemon.stop', {}))
      case 'agents':
        return this.run('agents', async (c) => {
          dispatch({ type: 'agents', agents: await c.call('agent.list', { env: this.#env() }) })
        })
      case 'answer':
        return this.run('', async (c) => {
          const { id, inputHash, answer } = deed
          await c.call('request.answer', { id, inputHash, answer })
          const edited = answer.verdict === 'allow' && answer.input !== undefined
          const says = edited ? 'allowed as changed' : SAYS[answer.verdict]
          dispatch({ type: 'answered', request: id, says, at: now() })
        })
    }
  }

  /** Works with the daemon, if there is one. `doing` names the work in what is said when it fails. */
  run(doing: string, work: (control: Control) => Promise<unknown>): void {
    const { connection, dispatch } = this.#options
    const refused = (says: string) => dispatch({ type: 'refused', doing, says })
    const { control } = connection
    if (!control) {
      // Not at once: the reducer is not done with this step yet.
      queueMicrotask(() => refused('the daemon is away; trying to reach it'))
      return connection.hurry()
    }
    work(control).catch((error: unknown) => refused(messageOf(error)))
  }

  #search({ text, cursor }: Errand & { do: 'search' }): void {
    const { connection, dispatch } = this.#options
    const failed = (says: string) => dispatch({ type: 'not-found', text, says })
    const { control } = connection
    if (!control) return queueMicrotask(() => failed('the daemon is away'))
    control
      .call('session.search', { text, ...(cursor && { cursor }) })
      .then((found) => dispatch({ type: 'found', text, found }))
      .catch((error: unknown) => failed(messageOf(error)))
  }

  #started(session: SessionView): void {
    const { dispatch, now } = this.#options
    dispatch({ type: 'session', session, at: now() })
    dispatch({ type: 'started', id: session.id, at: now() })
  }

  #env(): Record<string, string> {
    const out: Record<string, string> = {}
    for (const [name, value] of Object.entries(this.#options.env)) if (value !== undefined) out[name] = value
    return out
  }
}
