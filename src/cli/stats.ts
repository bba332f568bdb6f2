import { readArgs } from './io/args.ts'
import { printStats } from './io/print-stats.ts'

const help = `usage: roost stats [--week] [--json]

What was spent today: cost, tokens, context, plan limits, what was asked, memory. Also: roost usage.

  --week    the last seven days
  --json    one object, for scripts; times in epoch ms, memory in bytes, costs in US dollars`

export async function run(argv: string[]): Promise<number> {
  const { values } = readArgs(argv, {
    help,
    options: { week: { type: 'boolean' }, json: { type: 'boolean' } },
  })
  return printStats(values)
}
