import type { Hit, Params } from '../protocol/control.ts'
import { labelOf } from '../protocol/session.ts'
import { readArgs } from './io/args.ts'
import { withDaemon } from './io/daemon.ts'
import { EXIT, Failure } from './io/exit.ts'
import { age, complain, print, printJson } from './io/out.ts'

const help = `usage: roost search [-n <hits>] [--json] <text>…

Looks for a text in the conversations of all sessions, and in what plain programs printed; upper and lower case
alike. Sessions that changed last come first, each from its newest words. Exits with 1 when nothing is found.

  -n, --limit <hits>   stop after so many (default 50)`

export async function run(argv: string[]): Promise<number> {
  const { values, words, rest } = readArgs(argv, {
    help,
    options: { json: { type: 'boolean' }, limit: { type: 'string', short: 'n' } },
    words: { min: 0, max: 100 },
  })
  const text = [...words, ...rest].join(' ').trim()
  if (text === '') throw new Failure(EXIT.usage, `what to look for?\n${help.split('\n', 1)[0]}`)
  const limit = Number(values.limit ?? '50')
  if (!Number.isInteger(limit) || limit < 1)
    throw new Failure(EXIT.usage, `"${values.limit}" is no number of hits`)
  return withDaemon(async (control) => {
    const hits: Hit[] = []
    let cursor: Params<'session.search'>['cursor']
    do {
      const found = await control.call('session.search', { text, ...(cursor && { cursor }) })
      hits.push(...found.hits)
      cursor = found.cursor
    } while (cursor && hits.length < limit)
    const names = new Map((await control.call('session.list', {})).map((s) => [s.id, labelOf(s)]))
    const shown = hits.slice(0, limit)
    if (values.json) printJson(shown.map((hit) => ({ ...hit, name: names.get(hit.session) ?? null })))
    else if (shown.length > 0) print(shown.map((hit, i) => rowsOf(hit, shown[i - 1], names)).join('\n'))
    if (shown.length === 0 && !values.json)
      complain(`"${text}" is in no conversation, and no plain program printed it`)
    return shown.length > 0 ? EXIT.ok : EXIT.failed
  })
}

/** The session's name above the first of its hits. */
function rowsOf(hit: Hit, above: Hit | undefined, names: ReadonlyMap<string, string>): string {
  const { session, role, at, before, match, after } = hit
  const when = at === undefined ? '' : `${age(at, Date.now())} `
  const row = `  ${role.padEnd(9)} ${when.padStart(5)} ${before}${match}${after}`
  return above?.session === session ? row : `${session}  ${names.get(session) ?? ''}\n${row}`
}
