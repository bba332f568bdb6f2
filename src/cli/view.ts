import { loadConfig } from '../store/config.ts'
import { paths, roostHome } from '../store/paths.ts'
import { readArgs } from './io/args.ts'
import { EXIT, Failure } from './io/exit.ts'

const help = `usage: roost

Opens the view of all sessions. "?" tells the keys; "q" leaves, and the sessions go on.`

export async function run(argv: string[]): Promise<number> {
  readArgs(argv, { help, options: {} })
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new Failure(EXIT.usage, 'the view needs a terminal; for scripts: roost ls --json')
  const { runView } = await import('../ui/main.tsx')
  return runView({
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    detachKeys: loadConfig(paths(roostHome())).config.detachKeys,
  })
}
