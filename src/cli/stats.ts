import { join } from 'node:path'
import { distFolder } from '../client/control.ts'
import { choiceOf } from '../protocol/theme.ts'
import { loadConfig } from '../store/config.ts'
import { paths, roostHome } from '../store/paths.ts'
import { readArgs } from './io/args.ts'
import { EXIT, Failure } from './io/exit.ts'
import { windowSize } from './io/out.ts'
import { printStats } from './io/print-stats.ts'

const help = `usage: roost stats [--week] [--json] [--dashboard]

What was spent today: cost, tokens, context, plan limits, what was asked, memory. Also: roost usage.

  --week        the last seven days
  --json        one object, for scripts; times in epoch ms, memory in bytes, costs in US dollars
  --dashboard   charts of it all, live, in a window of at least 100 x 30; q leaves`

export async function run(argv: string[]): Promise<number> {
  const { values } = readArgs(argv, {
    help,
    options: { week: { type: 'boolean' }, json: { type: 'boolean' }, dashboard: { type: 'boolean' } },
  })
  if (!values.dashboard) return printStats(values)
  if (values.json || values.week)
    throw new Failure(EXIT.usage, '--dashboard goes alone: w in it changes to the week')
  return dashboard()
}

async function dashboard(): Promise<number> {
  const lent = lentWindow(process.env.ROOST_LENT_WINDOW)
  if (!lent && (!process.stdin.isTTY || !process.stdout.isTTY))
    throw new Failure(EXIT.usage, 'the dashboard needs a terminal; for scripts: roost stats --json')
  // The description of terminals that comes along, named before the library is loaded: it misreads those of newer
  // systems (32-bit numbers, term(5)).
  process.env.TERMINFO = join(distFolder(), 'terminfo')
  if (!lent) process.env.ROOST_LENT_COLOURS ??= await ownColours()
  const { runDashboard, tooSmall } = await import('../dashboard/main.ts')
  const small = tooSmall(lent ?? windowSize() ?? { cols: 0, rows: 0 })
  if (small) throw new Failure(EXIT.conflict, small)
  return runDashboard({ lent })
}

/** The colours of the person's config; the view tells them when it lends its terminal. */
async function ownColours(): Promise<string> {
  const { coloursFor } = await import('../ui/main.tsx')
  const { config } = loadConfig(paths(roostHome()))
  return coloursFor(process.env, choiceOf(config.theme))
}

/** `120x36`: the view has lent its terminal, and passes bytes on. */
function lentWindow(text: string | undefined): { cols: number; rows: number } | undefined {
  const [, cols, rows] = /^(\d{1,4})x(\d{1,4})$/.exec(text ?? '') ?? []
  return cols === undefined || rows === undefined ? undefined : { cols: Number(cols), rows: Number(rows) }
}
