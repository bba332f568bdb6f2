import type { Conversation } from '../protocol/control.ts'
import { labelOf } from '../protocol/session.ts'
import { readArgs } from './io/args.ts'
import { shellEnv, withDaemon } from './io/daemon.ts'
import { EXIT, Failure } from './io/exit.ts'
import { age, print, printJson, short, windowSize } from './io/out.ts'
import { jsonOf } from './io/rows.ts'

const help = `usage: roost adopt [--json] [-l N]
       roost adopt [-n name] [--pin] [--json] <conversation>

Goes on with a conversation that was begun outside Roost, as a session. Without a conversation it lists what is on
disk, over all folders, newest first. One that is live in a terminal is refused: end it there first.

  conversation      its id or a unique beginning of it, or its whole title
  -l, --limit N     how many to list (default 30)
  -n, --name NAME   what to call the session
  --pin             never stop it to save memory`

/** So many of the newest are looked through for a title. */
const SEARCHED = 300

export async function run(argv: string[]): Promise<number> {
  const { values, words } = readArgs(argv, {
    help,
    options: {
      json: { type: 'boolean' },
      limit: { type: 'string', short: 'l' },
      name: { type: 'string', short: 'n' },
      pin: { type: 'boolean' },
    },
    words: { min: 0, max: 1 },
  })
  const env = shellEnv()
  const [word] = words
  if (word === undefined) return list(Number(values.limit ?? 30), values.json ?? false)
  const session = await withDaemon(async (control) => {
    const byId = await control.call('conversation.list', { env, limit: 10, begins: word })
    const all = byId.length > 0 ? byId : await control.call('conversation.list', { env, limit: SEARCHED })
    const { agent, resumeId } = pick(all, word)
    return control.call('session.adopt', {
      agent,
      resumeId,
      env,
      pinned: values.pin ?? false,
      ...(values.name !== undefined && { name: values.name }),
      ...windowSize(),
    })
  })
  if (values.json) printJson(jsonOf(session))
  else print(`${session.id}  ${labelOf(session)}  (${session.agent} in ${short(session.cwd)})`)
  return EXIT.ok
}

async function list(limit: number, json: boolean): Promise<number> {
  if (!Number.isInteger(limit) || limit < 1) throw new Failure(EXIT.usage, '-l takes a number from 1 on')
  const env = shellEnv()
  const found = await withDaemon((control) => control.call('conversation.list', { env, limit }))
  if (json) printJson(found)
  else if (found.length === 0) print('no conversations were found')
  else print(found.map(row).join('\n'))
  return EXIT.ok
}

const row = ({ resumeId, at, cwd, title, liveIn }: Conversation): string =>
  `${resumeId.slice(0, 8)}  ${age(at, Date.now()).padStart(4)}  ${short(cwd)}  ${title || '(no title)'}${liveIn ? `  (live in ${liveIn})` : ''}`

function pick(all: Conversation[], word: string): Conversation {
  const exact = all.filter(({ resumeId, title }) => resumeId === word || title === word)
  const fits = exact.length > 0 ? exact : all.filter(({ resumeId }) => resumeId.startsWith(word))
  const [only, ...more] = fits
  if (!only) throw new Failure(EXIT.notFound, `there is no conversation "${word}"; see: roost adopt`)
  if (more.length > 0)
    throw new Failure(
      EXIT.notFound,
      `"${word}" fits several; say more of the id:\n${fits.map(row).join('\n')}`,
    )
  return only
}
