import { readFileSync } from 'node:fs'
import { cleanText } from '../protocol/clean.ts'
import { dialHost } from '../client/host.ts'
import type { Peek } from '../protocol/host.ts'
import { HOST_PROTOCOL } from '../protocol/version.ts'
import { paths, roostHome } from '../store/paths.ts'
import { readArgs } from './io/args.ts'
import { findSession, withDaemon } from './io/daemon.ts'
import { EXIT, Failure } from './io/exit.ts'
import { printJson, writeOut } from './io/out.ts'

const help = `usage: roost peek [--color] [--json] <id|name>

Prints the session's screen as text, without going in. Of one that has ended, its last screen.

  --color   keep colours
  --json    {cols, rows, cursor, lines, alternate}`

// SGR is all that a peeked line holds (protocol/host.ts).
const SGR = /\u001b\[[0-9;:]*m/g

export async function run(argv: string[]): Promise<number> {
  const { values, words } = readArgs(argv, {
    help,
    options: { color: { type: 'boolean' }, json: { type: 'boolean' } },
    words: { min: 1, max: 1 },
  })
  const session = await withDaemon((control) => findSession(control, words[0] ?? ''))
  const peek = session.hostSocket ? await screenOf(session.hostSocket) : lastScreen(session.id)
  const lines = peek.lines.map((line) =>
    values.color ? colouredLine(line) : cleanText(line.replace(SGR, '')).trimEnd(),
  )
  if (values.json) printJson({ ...peek, lines })
  else writeOut(`${lines.join('\n').trimEnd()}\n`)
  return EXIT.ok
}

/** Colours as they are, the text between them harmless. */
function colouredLine(line: string): string {
  const codes = line.match(SGR) ?? []
  return line
    .split(SGR)
    .map((text, i) => cleanText(text) + (codes[i] ?? ''))
    .join('')
}

async function screenOf(socket: string): Promise<Peek> {
  const host = await dialHost(socket, { protocol: HOST_PROTOCOL, role: 'ask' })
  try {
    return await host.call('screen', {})
  } finally {
    host.close()
  }
}

function lastScreen(id: string): Peek {
  try {
    return JSON.parse(readFileSync(paths(roostHome()).job(id).screen, 'utf8')) as Peek // as our host wrote it
  } catch (cause) {
    throw new Failure(
      EXIT.conflict,
      `session ${id} left no last screen; its log may tell: roost logs ${id}`,
      { cause },
    )
  }
}
