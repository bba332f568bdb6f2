import { followLog, readLog, readLogRaw } from '../client/log.ts'
import type { Message } from '../protocol/control.ts'
import { paths, roostHome } from '../store/paths.ts'
import { readArgs } from './io/args.ts'
import { alongDaemons, findSession, withDaemon } from './io/daemon.ts'
import { EXIT, Failure } from './io/exit.ts'
import { complain, print, writeOut } from './io/out.ts'

const help = `usage: roost logs [-f] [-n N] [--terminal | --conversation | --raw] <id|name>

Prints what a session said, as readable text. Of an agent that keeps its conversation, that conversation; of
any other program, what it printed.

  -f, --follow       go on with what comes
  -n, --lines N      the last N lines (default 200; 0 = all that is kept)
  --terminal         what the terminal showed
  --conversation     the messages
  --raw              the bytes as they came, escapes and all`

const LINES = 200

export async function run(argv: string[]): Promise<number> {
  const { values, words } = readArgs(argv, {
    help,
    options: {
      follow: { type: 'boolean', short: 'f' },
      lines: { type: 'string', short: 'n' },
      raw: { type: 'boolean' },
      terminal: { type: 'boolean' },
      conversation: { type: 'boolean' },
    },
    words: { min: 1, max: 1 },
  })
  const count = values.lines === undefined ? LINES : Number(values.lines)
  if (!Number.isInteger(count) || count < 0) throw new Failure(EXIT.usage, '-n takes a whole number')
  const lines = count === 0 ? Number.MAX_SAFE_INTEGER : count
  const follow = values.follow ?? false

  const { id, messages } = await withDaemon(async (control) => {
    const session = await findSession(control, words[0] ?? '')
    const wanted = !values.raw && !values.terminal
    const messages = wanted ? await control.call('session.messages', { id: session.id, limit: 1000 }) : []
    if (values.conversation && messages.length === 0)
      throw new Failure(
        EXIT.notFound,
        `${
          session.transcript === undefined
            ? `session ${session.id} has no conversation yet`
            : `there is nothing to read for Roost in ${session.transcript}`
        }; see what it printed: roost logs --terminal ${session.id}`,
      )
    return { id: session.id, messages }
  })
  const removed = `session ${id} was removed; nothing more comes`
  if (messages.length > 0) {
    print(text(messages).slice(-lines).join('\n'))
    if (follow) complain((await followMessages(id, messages)) ?? removed)
    return EXIT.ok
  }

  const { folder } = paths(roostHome()).job(id)
  const { signal } = new AbortController() // ends with the program: Ctrl+C
  if (values.raw) {
    let from = 0
    for await (const bytes of readLogRaw(folder)) {
      writeOut(bytes)
      from += bytes.length
    }
    if (follow) for await (const bytes of followLog(folder, { from, raw: true, signal })) writeOut(bytes)
    if (follow) complain(removed)
    return EXIT.ok
  }
  const past = await readLog({ folder, lines })
  if (past.lines.length > 0) print(past.lines.join('\n'))
  if (follow) {
    for await (const line of followLog(folder, { from: past.next, raw: false, signal })) print(String(line))
    complain(removed)
  }
  return EXIT.ok
}

function text(messages: Message[]): string[] {
  return messages.flatMap(({ role, text }) => {
    const [first = '', ...more] = text.split('\n')
    const mark = { user: '› ', assistant: '', tool: '● ', system: '· ' }[role]
    return [
      ...(role === 'user' ? [''] : []),
      mark + first,
      ...more.map((line) => ' '.repeat(mark.length) + line),
    ]
  })
}

/**
 * Prints messages as they come, until the session is removed. Gives the reason when a person has stopped the daemon,
 * which tells of them.
 */
function followMessages(id: string, printed: Message[]): Promise<string | undefined> {
  const key = ({ at, role, text }: Message) => `${at ?? ''} ${role} ${text}`
  const seen = new Set(printed.map(key))
  return alongDaemons(async (control, over) => {
    let reading = Promise.resolve()
    const more = async () => {
      const fresh = (await control.call('session.messages', { id, limit: 1000 })).filter(
        (message) => !seen.has(key(message)),
      )
      for (const message of fresh) seen.add(key(message))
      if (fresh.length > 0) print(text(fresh).join('\n'))
    }
    // What it does not tell now, the next change does, or the next daemon.
    const soon = () => (reading = reading.then(more).catch(() => {}))
    control.onEvent((event) => {
      if (event.event === 'session.changed' && event.data.id === id) void soon()
      if (event.event === 'session.removed' && event.data.id === id) void reading.then(over)
    })
    const { sessions } = await control.call('session.watch', {})
    if (sessions.some((session) => session.id === id)) await soon()
    else over()
  })
}
