import { hostname } from 'node:os'
import { attachTerminal } from '../../client/attach.ts'
import { dial } from '../../client/control.ts'
import { readLogText } from '../../client/log.ts'
import { runs, type SessionView } from '../../protocol/session.ts'
import { Connection } from '../connection.ts'
import { Deeds } from '../deeds.ts'
import { readLines } from '../term/lines.ts'
import { awake, backFrom } from '../visit.ts'
import { nameOf } from '../model/rows.ts'
import { Dialogue, type Doing } from './dialogue.ts'
import { heardLines, spelled } from './sentences.ts'

const PEEK_LINES = 12
const PEEK_MESSAGES = 3

export type SpokenOptions = {
  env: NodeJS.ProcessEnv
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream
  detachKeys: string[]
}

/** Opens the view for a screen reader. Resolves with the exit code once it is left. */
export function runSpoken({ env, stdin, stdout, detachKeys }: SpokenOptions): Promise<number> {
  const over = new AbortController()
  const now = Date.now
  const say = (line: string): void => void stdout.write(`${line}\n`)
  const dialogue = new Dialogue({
    now: now(),
    place: { host: hostname().split('.')[0] ?? '', home: env.HOME ?? '', cwd: process.cwd(), detachKeys },
    say,
    act: (doing) => act(doing),
  })
  const dispatch = (event: Parameters<Dialogue['event']>[0]): void => dialogue.event(event, now())
  const connection = new Connection({
    dial,
    now,
    name: `view ${process.pid}`,
    dispatch,
    notice: ({ bell }) => {
      if (bell) stdout.write('\u0007')
    },
  })
  const deeds = new Deeds({ connection, env, dispatch, now })
  let lines = listen()
  let done: (code: number) => void = () => {}

  function listen(): ReturnType<typeof readLines> {
    return readLines(stdin, { line: (text) => dialogue.line(text, now()), ended: () => end() })
  }

  function end(): void {
    if (over.signal.aborted) return
    over.abort()
    lines.close()
    connection.close()
    const live = [...dialogue.state.sessions.values()].filter(runs).length
    if (live > 0) say(`${live} ${live === 1 ? 'session goes' : 'sessions go'} on. To come back: roost`)
    done(0)
  }

  function act(doing: Doing): void {
    switch (doing.do) {
      case 'quit':
        return end()
      case 'attach':
        return deeds.run('', async (control) => {
          const known = (): SessionView | undefined => dialogue.state.sessions.get(doing.id)
          const size = { cols: stdout.columns || 80, rows: stdout.rows || 24 }
          const session = known()?.hostSocket
            ? known()
            : await awake(doing.id, { control, size, known, now, signal: over.signal })
          if (session) await go(session)
        })
      case 'peek':
        return deeds.run('peek', async (control) => {
          const { id } = doing
          const messages = await control.call('session.messages', { id, limit: PEEK_MESSAGES })
          for (const { role, text } of messages)
            for (const line of heardLines([`${role}: ${text}`])) say(line)
          if (messages.length > 0) return
          const { home } = await control.call('daemon.status', {})
          const printed = heardLines(await readLogText({ folder: `${home}/jobs/${id}`, lines: PEEK_LINES }))
          for (const line of printed.length > 0 ? printed : ['It has said nothing yet.']) say(line)
        })
      case 'start': {
        // The dialogue has no size: what is said is never cut.
        const size = { cols: stdout.columns || 80, rows: stdout.rows || 24 }
        return deeds.do({ ...doing, params: { ...doing.params, ...size } })
      }
      case 'wake':
        return connection.hurry()
      case 'suspend':
      case 'repaint':
      case 'keep':
      case 'install':
      case 'watch':
      case 'history':
      case 'dashboard':
        return
      default:
        return deeds.do(doing)
    }
  }

  async function go(session: SessionView): Promise<void> {
    if (!session.hostSocket) return
    say(`Going into ${nameOf(session)}. ${spelled(detachKeys[0] ?? '')} comes back.`)
    lines.close()
    const end = await attachTerminal({
      socket: session.hostSocket,
      detachKeys,
      readOnly: false,
      name: `pid ${process.pid}`,
    })
    if (over.signal.aborted) return
    lines = listen()
    say('Back in the list.')
    dispatch(backFrom(end, nameOf(session)))
  }

  return new Promise((resolve) => {
    done = resolve
    void connection.run()
  })
}
