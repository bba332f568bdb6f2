import { statSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { agentsWith } from '../agents/all.ts'
import { noneInstalled, pickAgent } from '../agents/pick.ts'
import { loadConfig } from '../store/config.ts'
import { paths, roostHome } from '../store/paths.ts'
import { labelOf } from '../protocol/session.ts'
import { readArgs } from './io/args.ts'
import { shellEnv, withDaemon } from './io/daemon.ts'
import { EXIT, Failure } from './io/exit.ts'
import { print, printJson, short, windowSize } from './io/out.ts'
import { jsonOf } from './io/rows.ts'

const help = `usage: roost run [-a agent] [-n name] [-C dir] [--pin] [--attach] [--json] [prompt] [-- args…]
       roost --bg "prompt"

Starts a session in the background. It goes on when this terminal closes.

  -a, --agent AGENT   which one (roost agents lists them); else the one set for the folder, your
                      default, the one whose files lie there (CLAUDE.md, …), the first installed
  -n, --name NAME     what to call it
  -C, --cwd DIR       the folder it works in (default: this one)
  --worktree[=BRANCH] in a new git worktree beside the repository, on that branch or a new one
  --pin               never stop it to save memory
  --attach            go into it at once
  --json              print the session as an object
  prompt              what it should do; "-" reads it from standard input
  -- args…            given to the agent as they stand; with -a command: program and arguments

  roost run "fix the flaky test"
  roost run -a command -n build -- make -j4`

export async function run(argv: string[]): Promise<number> {
  const { values, words, rest } = readArgs(
    argv.map((word) => (word === '--worktree' ? '--worktree=' : word)),
    {
      help,
      options: {
        agent: { type: 'string', short: 'a' },
        name: { type: 'string', short: 'n' },
        cwd: { type: 'string', short: 'C' },
        pin: { type: 'boolean' },
        worktree: { type: 'string' },
        attach: { type: 'boolean' },
        json: { type: 'boolean' },
      },
      words: { min: 0, max: 1 },
    },
  )
  const cwd = resolve(values.cwd ?? process.cwd())
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory())
    throw new Failure(EXIT.usage, `${cwd} is not a folder`)
  const prompt = words[0] === '-' ? readFileSync(0, 'utf8').trimEnd() : words[0]
  const agent = values.agent ?? usualAgent(cwd)
  if (values.attach && !process.stdin.isTTY) throw new Failure(EXIT.usage, '--attach needs a terminal')

  const session = await withDaemon((control) =>
    control.call('session.start', {
      agent,
      cwd,
      args: rest,
      pinned: values.pin ?? false,
      ...(values.worktree !== undefined && { worktree: { branch: values.worktree } }),
      env: shellEnv(),
      umask: process.umask(),
      ...(values.name !== undefined && { name: values.name }),
      ...(prompt !== undefined && { prompt }),
      ...windowSize(),
    }),
  )
  if (values.attach) return (await import('./attach.ts')).run([session.id])
  if (values.json) printJson(jsonOf(session))
  else
    print(
      `${session.id}  ${labelOf(session)}  (${session.agent} in ${short(session.cwd)})\nsee all: roost    go in: roost attach ${session.id.slice(0, 4)}`,
    )
  return EXIT.ok
}

function usualAgent(cwd: string): string {
  const { config } = loadConfig(paths(roostHome()))
  const agents = agentsWith(config.agents.custom).all
  const picked = pickAgent({ cwd, env: shellEnv(), agents, config })
  if (!picked) throw new Failure(EXIT.agentMissing, noneInstalled(agents))
  return picked.agent
}
