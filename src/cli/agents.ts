import type { Agent } from '../agents/agent.ts'
import { agentsWith } from '../agents/all.ts'
import { findProgram } from '../agents/find.ts'
import { pickAgent } from '../agents/pick.ts'
import type { SignalSource } from '../protocol/session.ts'
import { loadConfig } from '../store/config.ts'
import { paths, roostHome } from '../store/paths.ts'
import { versionOf } from './io/agent-version.ts'
import { readArgs } from './io/args.ts'
import { shellEnv } from './io/daemon.ts'
import { EXIT } from './io/exit.ts'
import { columns, widthFor, wrapWords } from './io/columns.ts'
import { print, printJson, short, windowSize } from './io/out.ts'

const help = `usage: roost agents [--json]

Every agent Roost can run: where its program is, its version, whether its requests are answered from the card,
what a resume goes on with, and what its state is read from. Those in config.json (agents.custom) are listed
with the others. "*" is the one that roost run starts in this folder.`

export async function run(argv: string[]): Promise<number> {
  const { values } = readArgs(argv, {
    help,
    options: { json: { type: 'boolean' } },
    words: { min: 0, max: 0 },
  })
  const { config, problems } = loadConfig(paths(roostHome()))
  const env = shellEnv()
  const { all, problems: taken } = agentsWith(config.agents.custom)
  const picked = pickAgent({ cwd: process.cwd(), env, agents: all, config })
  const rows = await Promise.all(all.map((agent) => rowOf(agent, env)))
  if (values.json) {
    printJson(rows.map((row) => ({ ...row, picked: row.name === picked?.agent })))
    return EXIT.ok
  }
  print(await asText(rows, picked?.agent, windowSize()?.cols))
  if (picked)
    print(
      `\n${wrapWords(`roost run starts ${picked.agent} here: ${picked.why}`, windowSize()?.cols).join('\n')}`,
    )
  for (const problem of [...problems.filter((at) => at.includes('agents.')), ...taken]) print(`\n${problem}`)
  return EXIT.ok
}

type Row = Awaited<ReturnType<typeof rowOf>>

/** A table; two lines each where that does not fit the terminal. */
async function asText(
  rows: Row[],
  picked: string | undefined,
  width = Number.POSITIVE_INFINITY,
): Promise<string> {
  const cells = rows.map((row) => ({
    mark: row.name === picked ? '*' : ' ',
    name: row.name,
    version: row.version ?? versionMissing(row),
    approve: row.approve,
    resume: row.resume,
    signals: row.signals.map((signal) => SHORT[signal] ?? signal).join(', '),
    program: row.path === null ? (row.install ?? (row.builtIn ? 'comes with Roost' : '')) : short(row.path),
  }))
  const heads = [' ', 'agent', 'version', 'approve', 'resume', 'state from', 'program']
  const all = [heads, ...cells.map((cell) => Object.values(cell))]
  const table = columns(all, await widthFor(all.flat()))
  if (table.split('\n').every((line) => line.length <= width)) return table
  return cells
    .map(({ mark, name, version, approve, resume, signals, program }) =>
      [
        `${mark} ${name}${version === '-' ? '' : ` ${version}`}`,
        ...wrapWords(`approve: ${approve}; resume: ${resume}`, width, '    '),
        ...wrapWords(`state from ${signals}`, width, '    '),
        ...(program === '' ? [] : wrapWords(program, width, '    ')),
      ].join('\n'),
    )
    .join('\n')
}

const versionMissing = ({ builtIn, command, path }: Row): string => {
  if (builtIn || command === null) return '-'
  return path === null ? 'not installed' : 'no version'
}

/** Sources in words that fit a column. */
const SHORT: Partial<Record<SignalSource, string>> = {
  osc: 'status',
  hook: 'hooks',
  registry: 'registry',
  transcript: 'conversation',
  title: 'title',
  screen: 'screen',
  output: 'output',
}

async function rowOf(agent: Agent, env: Record<string, string>) {
  const { command } = agent
  // Roost's own Node is not a program of the person's.
  const builtIn = command === process.execPath
  const path = command === undefined || builtIn ? undefined : findProgram(command, env)
  return {
    name: agent.name,
    command: builtIn ? null : (command ?? null),
    builtIn,
    path: path ?? null,
    version: path === undefined ? null : await versionOf(path, env),
    install: path === undefined ? (agent.install ?? null) : null,
    approve: agent.keys ? 'card, by key' : agent.answer ? 'card' : 'attach',
    resume: agent.again ? 'starts anew' : 'conversation',
    signals: [...agent.signals],
  }
}
