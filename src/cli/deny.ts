import { readArgs } from './io/args.ts'
import { answer } from './io/requests.ts'

const help = `usage: roost deny [-m why] [--interrupt] [--json] <request|session>

Refuses what the agent asks. It reads why and goes on.

  -m, --message WHY   what the agent is told
  --interrupt         also end its turn`

export async function run(argv: string[]): Promise<number> {
  const { values, words } = readArgs(argv, {
    help,
    options: {
      json: { type: 'boolean' },
      message: { type: 'string', short: 'm' },
      interrupt: { type: 'boolean' },
    },
    words: { min: 1, max: 1 },
  })
  return answer(words[0] ?? '', values.json, () => ({
    verdict: 'deny',
    ...(values.message !== undefined && { message: values.message }),
    ...(values.interrupt && { interrupt: true }),
  }))
}
